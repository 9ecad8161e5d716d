"""How designations can be narrowed (絞り込み)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters
from django.forms import CheckboxInput

from common.rest.filters import DayFilter, IdFilter, YesNoFilter
from designated_managers.models import Designation
from ui.filters import OneOfFilter, OnlyFilter, offer

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from designated_managers.queries.designations import DesignationChoices
    from designated_managers.querysets.designations import DesignationQuerySet


WITHIN_MONTHS = ((3, "3か月以内"), (6, "6か月以内"), (12, "1年以内"), (24, "2年以内"))


class DesignationFilter(django_filters.FilterSet):
    """Centre, organisation, in force today, over before long, and with days still to be checked (要確認)."""

    centre = OneOfFilter(label="施設", field_name="centre_id", empty_label="すべての施設")
    organisation = OneOfFilter(label="団体", field_name="organisation_id", empty_label="すべての団体")
    ending = django_filters.ChoiceFilter(
        label="満了まで", choices=WITHIN_MONTHS, empty_label="いつでも", method="of_ending"
    )
    in_force = django_filters.BooleanFilter(
        label="指定期間中だけ", method="of_in_force", widget=CheckboxInput
    )
    unconfirmed = OnlyFilter(label="要確認だけ", field_name="days_unconfirmed")

    class Meta:
        model = Designation
        fields: Sequence[str] = ()

    def __init__(self, *args: Any, choices: DesignationChoices, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on = on
        offer(self, "centre", choices.centres)
        offer(self, "organisation", choices.organisations)

    def of_ending(self, designations: DesignationQuerySet, _name: str, value: str) -> Any:
        """Over within so many months, counted from today."""
        return designations.ending_within(int(value), on=self.on)

    def of_in_force(self, designations: DesignationQuerySet, _name: str, value: bool) -> Any:  # noqa: FBT001
        """In force today."""
        return designations.in_force(self.on) if value else designations


class InForceFilter(YesNoFilter):
    """Only designations in force on the day, or only the others."""

    def filter(self, qs: DesignationQuerySet, value: bool | None) -> Any:  # noqa: FBT001
        if value is None:
            return qs
        in_force = qs.in_force(self.parent.on)
        return in_force if value else qs.exclude(pk__in=in_force.order_by().values("pk"))


class DesignationsAsked(django_filters.FilterSet):
    """How a program narrows the designations."""

    centre = IdFilter(label="施設の番号", field_name="centre_id")
    organisation = IdFilter(label="団体の番号", field_name="organisation_id")
    in_force = InForceFilter(label="きょう指定期間中か")
    days_unconfirmed = YesNoFilter(label="古い日付が要確認か")
    last_from = DayFilter(label="末日がこの日から", field_name="last_on", lookup_expr="gte")
    last_to = DayFilter(label="末日がこの日まで", field_name="last_on", lookup_expr="lte")

    class Meta:
        model = Designation
        fields: Sequence[str] = ()

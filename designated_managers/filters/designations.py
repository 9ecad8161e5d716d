"""How designations can be narrowed (絞り込み)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters

from common.rest.filters import CodeFilter, DayFilter, IdFilter, TextFilter, YesNoFilter
from designated_managers.choices import DesignationStage
from designated_managers.models import Bundle, Designation
from ui.filters import OneOfFilter, OnlyFilter, offer

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from designated_managers.queries.designations import DesignationChoices
    from designated_managers.querysets.designations import DesignationQuerySet


WITHIN_MONTHS = ((3, "3か月以内"), (6, "6か月以内"), (12, "1年以内"), (24, "2年以内"))


class DesignationFilter(django_filters.FilterSet):
    """Centre, organisation, stage today, over before long, and with days still to be checked (要確認), where
    the person may know of those."""

    centre = OneOfFilter(label="施設", field_name="centre_id", empty_label="すべての施設")
    organisation = OneOfFilter(label="団体", field_name="organisation_id", empty_label="すべての団体")
    stage = django_filters.ChoiceFilter(
        label="段階", choices=DesignationStage.choices, empty_label="すべての段階", method="of_stage"
    )
    ending = django_filters.ChoiceFilter(
        label="満了まで", choices=WITHIN_MONTHS, empty_label="いつでも", method="of_ending"
    )
    unconfirmed = OnlyFilter(label="要確認だけ", field_name="days_unconfirmed")

    class Meta:
        model = Designation
        fields: Sequence[str] = ()

    def __init__(
        self, *args: Any, choices: DesignationChoices, asks_unconfirmed: bool, on: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if not asks_unconfirmed:
            del self.filters["unconfirmed"]
        self.on = on
        offer(self, "centre", choices.centres)
        offer(self, "organisation", choices.organisations)

    def of_stage(self, designations: DesignationQuerySet, _name: str, value: str) -> Any:
        """In this stage today."""
        return designations.at_stage(value, self.on)

    def of_ending(self, designations: DesignationQuerySet, _name: str, value: str) -> Any:
        """Over within so many months, counted from today."""
        return designations.ending_within(int(value), on=self.on)


class InForceFilter(YesNoFilter):
    """Only designations in force on the day, or only the others."""

    def filter(self, qs: DesignationQuerySet, value: bool | None) -> Any:  # noqa: FBT001
        if value is None:
            return qs
        in_force = qs.in_force(self.parent.on)
        return in_force if value else qs.exclude(pk__in=in_force.order_by().values("pk"))


class StageFilter(CodeFilter):
    """Only designations in this stage on the day."""

    def filter(self, qs: DesignationQuerySet, value: str) -> Any:
        return qs.at_stage(value, self.parent.on) if value else qs


class DesignationsAsked(django_filters.FilterSet):
    """How a program narrows the designations."""

    centre = IdFilter(label="施設の番号", field_name="centre_id")
    organisation = IdFilter(label="団体の番号", field_name="organisation_id")
    bundle = IdFilter(label="一括の番号", field_name="bundle_id")
    stage = StageFilter(label="きょうの段階", choices=DesignationStage.choices)
    in_force = InForceFilter(label="きょう指定期間中か")
    days_unconfirmed = YesNoFilter(label="古い日付が要確認か")
    last_from = DayFilter(label="末日がこの日から", field_name="last_on", lookup_expr="gte")
    last_to = DayFilter(label="末日がこの日まで", field_name="last_on", lookup_expr="lte")

    class Meta:
        model = Designation
        fields: Sequence[str] = ()


class BundlesAsked(django_filters.FilterSet):
    """How a program narrows the bundles."""

    name = TextFilter(label="一括の名称", field_name="name")

    class Meta:
        model = Bundle
        fields: Sequence[str] = ()

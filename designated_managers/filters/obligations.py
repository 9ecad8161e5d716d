"""How obligations and agreements can be narrowed (絞り込み)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters
from django.forms import CheckboxInput

from common.rest.filters import CodeFilter, DayFilter, IdFilter, TextFilter, YesNoFilter
from designated_managers.choices import ObligationSide
from designated_managers.models import Obligation
from ui.filters import OneOfFilter, offer

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from designated_managers.queries.obligations import ObligationChoices
    from designated_managers.querysets.obligations import ObligationQuerySet

STATES = (("open", "まだのもの"), ("done", "済み"), ("not_needed", "不要"))


class ObligationFilter(django_filters.FilterSet):
    """Centre, organisation, fiscal year, whose, how far, and overdue today."""

    centre = OneOfFilter(label="施設", field_name="designation__centre_id", empty_label="すべての施設")
    organisation = OneOfFilter(
        label="団体", field_name="designation__organisation_id", empty_label="すべての団体"
    )
    year = OneOfFilter(label="年度", field_name="fiscal_year", empty_label="すべての年度")
    side = django_filters.ChoiceFilter(
        label="だれの義務", choices=ObligationSide.choices, empty_label="どちらも"
    )
    state = django_filters.ChoiceFilter(label="状態", choices=STATES, empty_label="すべて", method="of_state")
    overdue = django_filters.BooleanFilter(label="期限超過だけ", method="of_overdue", widget=CheckboxInput)

    class Meta:
        model = Obligation
        fields: Sequence[str] = ()

    def __init__(
        self, *args: Any, choices: ObligationChoices, on: date, internal: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.on = on
        offer(self, "centre", choices.centres)
        offer(self, "organisation", choices.organisations)
        offer(self, "year", choices.years)
        if not internal:
            # Theirs are all of one organisation and one side.
            for name in ("organisation", "side"):
                del self.filters[name]

    def of_state(self, rows: ObligationQuerySet, _name: str, value: str) -> Any:
        """Still to do, done, or not needed."""
        return {"open": rows.pending, "done": rows.done, "not_needed": rows.not_needed}[value]()

    def of_overdue(self, rows: ObligationQuerySet, _name: str, value: bool) -> Any:  # noqa: FBT001
        """Pending, and the due day has passed."""
        return rows.overdue(self.on) if value else rows


class OverdueFilter(YesNoFilter):
    """Only obligations that are overdue on the day, or only the others."""

    def filter(self, qs: ObligationQuerySet, value: bool | None) -> Any:  # noqa: FBT001
        if value is None:
            return qs
        overdue = qs.overdue(self.parent.on)
        return overdue if value else qs.exclude(pk__in=overdue.order_by().values("pk"))


class PendingFilter(YesNoFilter):
    """Only obligations that are still to be done, or only the others."""

    def filter(self, qs: ObligationQuerySet, value: bool | None) -> Any:  # noqa: FBT001
        if value is None:
            return qs
        pending = qs.pending()
        return pending if value else qs.exclude(pk__in=pending.order_by().values("pk"))


class ObligationsAsked(django_filters.FilterSet):
    """How a program narrows the obligations."""

    centre = IdFilter(label="施設の番号", field_name="designation__centre_id")
    organisation = IdFilter(label="団体の番号", field_name="designation__organisation_id")
    designation = IdFilter(label="指定の番号", field_name="designation_id")
    fiscal_year = IdFilter(label="年度（始まる年）", field_name="fiscal_year")
    side = CodeFilter(label="だれの義務か", choices=ObligationSide.choices)
    type_code = TextFilter(label="義務の種類")
    overdue = OverdueFilter(label="きょう期限を過ぎているか")
    pending = PendingFilter(label="まだ済んでいないか")
    due_from = DayFilter(label="期限がこの日から", field_name="due_on", lookup_expr="gte")
    due_to = DayFilter(label="期限がこの日まで", field_name="due_on", lookup_expr="lte")
    period_last_from = DayFilter(
        label="対象の期間の末日がこの日から", field_name="period_last", lookup_expr="gte"
    )
    period_last_to = DayFilter(
        label="対象の期間の末日がこの日まで", field_name="period_last", lookup_expr="lte"
    )

    class Meta:
        model = Obligation
        fields: Sequence[str] = ()

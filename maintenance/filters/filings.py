"""How filings can be narrowed (絞り込み)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters
from django.db.models import F

from common.fiscal_year import FiscalYear
from common.rest.filters import CodeFilter, DayFilter, IdFilter, TextFilter
from maintenance.choices import FilingState
from maintenance.filters.inspections import DueInYearFilter, OverdueAskedFilter
from maintenance.filters.places import OfCentres
from maintenance.models import Filing
from ui.filters import OneOfFilter, OnlyFilter, offer

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from common.scope import Scope
    from maintenance.models import InspectionType
    from maintenance.querysets.filings import FilingQuerySet

FILED, ALL = "filed", "all"

YEARS_BACK, YEARS_AHEAD = 2, 3


class StateFilter(django_filters.ChoiceFilter):
    """What is still to be filed, unless asked for what was filed or for everything; the latest filed comes
    first."""

    def __init__(self, **kwargs: Any) -> None:
        choices = [(FILED, "提出済み"), (ALL, "すべて")]
        super().__init__(choices=choices, empty_label="これから", **kwargs)

    def filter(self, qs: FilingQuerySet, value: str | None) -> FilingQuerySet:
        if value == FILED:
            return qs.filed().order_by("-filed_on", "-pk")
        if value == ALL:
            return qs.order_by(F("due_on").desc(nulls_last=True), "-pk")
        return qs.pending().while_there().order_by(F("due_on").asc(nulls_last=True), "pk")


class OverdueFilter(OnlyFilter):
    """Only what should have been filed before the day on which the list is looked at."""

    def filter(self, qs: Any, value: bool) -> Any:  # noqa: FBT001
        return qs.overdue(self.parent.on) if value else qs


class YearFilter(django_filters.ChoiceFilter):
    """In which fiscal year it is due."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=(), empty_label="すべての年度", **kwargs)

    def filter(self, qs: FilingQuerySet, value: str | None) -> FilingQuerySet:
        if not value:
            return qs
        year = FiscalYear(int(value))
        return qs.filter(due_on__gte=year.first_day, due_on__lte=year.last_day)


class FilingFilter(OfCentres):
    """Centre, type of inspection, fiscal year of the due day, state, and only what is overdue.

    Without any condition: what is still to be filed, the nearest due day first, unknown days last.
    """

    centre = OneOfFilter(label="施設", field_name="building__centre_id", empty_label="すべての施設")
    type = OneOfFilter(label="点検の種類", field_name="type_code", empty_label="すべての種類")
    year = YearFilter(label="期限の年度")
    state = StateFilter(label="状態")
    overdue = OverdueFilter(label="期限超過だけ")

    class Meta:
        model = Filing
        fields: Sequence[str] = ()

    def __init__(
        self, *args: Any, scope: Scope, types: Mapping[str, InspectionType], on: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.on = on
        self.offer_centres(scope)
        offer(
            self,
            "type",
            [
                (kind.code, kind.name)
                for kind in types.values()
                if kind.report_months is not None or kind.report_cases
            ],
        )
        this = FiscalYear.of(on).year
        years = [FiscalYear(number) for number in range(this - YEARS_BACK, this + YEARS_AHEAD + 1)]
        offer(self, "year", [(str(year.year), year.label) for year in years])


class StandsFilter(CodeFilter):
    """Where the filing stands on the day."""

    def filter(self, qs: FilingQuerySet, value: str | None) -> FilingQuerySet:
        return qs.standing_at(value, on=self.parent.on) if value else qs


class FilingsAsked(django_filters.FilterSet):
    """How a program narrows the filings."""

    centre = IdFilter(label="施設の番号", field_name="building__centre_id")
    building = IdFilter(label="建物の番号", field_name="building_id")
    equipment = IdFilter(label="設備の番号", field_name="equipment_id")
    type = TextFilter(label="点検の種類のコード", field_name="type_code")
    state = StandsFilter(label="きょうの状態", choices=FilingState.choices)
    overdue = OverdueAskedFilter(label="期限超過かどうか")
    fiscal_year = DueInYearFilter(label="提出期限の年度", field_name="due_on")
    due_from = DayFilter(label="提出期限がこの日から", field_name="due_on", lookup_expr="gte")
    due_to = DayFilter(label="提出期限がこの日まで", field_name="due_on", lookup_expr="lte")
    filed_from = DayFilter(label="提出した日がこの日から", field_name="filed_on", lookup_expr="gte")
    filed_to = DayFilter(label="提出した日がこの日まで", field_name="filed_on", lookup_expr="lte")

    class Meta:
        model = Filing
        fields: Sequence[str] = ()

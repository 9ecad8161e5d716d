"""How repairs can be narrowed (絞り込み)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters
from django.db.models import F

from common.fiscal_year import FiscalYear
from common.rest.filters import CodeFilter, DayFilter, IdFilter, YesNoFilter
from designated_managers.choices import Bearer
from maintenance.choices import RepairState, RequestedSide, Urgency
from maintenance.filters.places import OfCentres
from maintenance.models import Repair
from ui.filters import OneOfFilter, OnlyFilter, offer

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from common.scope import Scope
    from maintenance.querysets.repairs import RepairQuerySet

ALL = "all"
YEARS_BACK = 4


class StateFilter(django_filters.ChoiceFilter):
    """What is not over yet, unless asked for one state or for everything; the nearest promise first."""

    def __init__(self, **kwargs: Any) -> None:
        choices = [*RepairState.choices, (ALL, "すべて")]
        super().__init__(choices=choices, empty_label="対応中", **kwargs)

    def filter(self, qs: RepairQuerySet, value: str | None) -> RepairQuerySet:
        if not value:
            return qs.open().order_by(F("promised_on").asc(nulls_last=True), "requested_on", "pk")
        rows = qs if value == ALL else qs.standing_at([value])
        return rows.order_by("-requested_on", "-pk")


class OverdueFilter(OnlyFilter):
    """Only what was promised for a day that has passed, and is still broken."""

    def filter(self, qs: Any, value: bool) -> Any:  # noqa: FBT001
        return qs.overdue(self.parent.on) if value else qs


class RepairFilter(OfCentres):
    """State, urgency, centre, payer, fiscal year, and only broken promises.

    Without any condition: what is not over, the nearest promised day first, those without one last.
    """

    centre = OneOfFilter(label="施設", field_name="centre_id", empty_label="すべての施設")
    state = StateFilter(label="状態")
    urgency = django_filters.ChoiceFilter(
        label="緊急度", choices=Urgency.choices, empty_label="すべての緊急度"
    )
    payer = django_filters.ChoiceFilter(label="負担する側", choices=Bearer.choices, empty_label="すべて")
    year = OneOfFilter(label="年度", field_name="fiscal_year", empty_label="すべての年度")
    overdue = OverdueFilter(label="期限超過だけ")

    class Meta:
        model = Repair
        fields: Sequence[str] = ()

    def __init__(self, *args: Any, scope: Scope, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on = on
        self.offer_centres(scope)
        if scope.internal:
            this = FiscalYear.of(on)
            years = [this + 1 - back for back in range(YEARS_BACK + 2)]
            offer(self, "year", ((year.year, year.label) for year in years))
        else:
            del self.filters["year"], self.filters["payer"], self.filters["urgency"]


class StandsFilter(CodeFilter):
    """Where the repair stands."""

    def filter(self, qs: RepairQuerySet, value: str | None) -> RepairQuerySet:
        return qs.standing_at([value]) if value else qs


class OverdueAskedFilter(YesNoFilter):
    """Whether it was promised for a day that has passed, and is still broken."""

    def filter(self, qs: RepairQuerySet, value: bool | None) -> RepairQuerySet:  # noqa: FBT001
        if value is None:
            return qs
        late = qs.overdue(self.parent.on)
        return late if value else qs.exclude(pk__in=late.order_by().values("pk"))


class RepairsAsked(django_filters.FilterSet):
    """How a program narrows the repairs."""

    centre = IdFilter(label="施設の番号", field_name="centre_id")
    state = StandsFilter(label="状態", choices=RepairState.choices)
    urgency = CodeFilter(label="緊急度", choices=Urgency.choices)
    payer = CodeFilter(label="費用を負担する側", choices=Bearer.choices)
    requested_side = CodeFilter(label="依頼した側", choices=RequestedSide.choices)
    fiscal_year = IdFilter(label="年度（西暦）", field_name="fiscal_year")
    overdue = OverdueAskedFilter(label="約束の日を過ぎているか")
    promised_from = DayFilter(label="約束の日がこの日から", field_name="promised_on", lookup_expr="gte")
    promised_to = DayFilter(label="約束の日がこの日まで", field_name="promised_on", lookup_expr="lte")

    class Meta:
        model = Repair
        fields: Sequence[str] = ()

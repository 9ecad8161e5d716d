"""How inspections can be narrowed (絞り込み)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import django_filters
from django.db.models import F

from common.deadlines import Side
from common.fiscal_year import FiscalYear
from common.periods import Period
from common.rest.filters import CodeFilter, DayFilter, IdFilter, TextFilter, YesNoFilter
from maintenance.choices import Meaning, TurnState
from maintenance.filters.places import OfCentres
from maintenance.models import DueInspection
from maintenance.queries.coverage import uncovered
from maintenance.queries.inspections import SIDE
from ui.filters import OneOfFilter, OnlyFilter, offer

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from common.scope import Scope
    from maintenance.models import InspectionType
    from maintenance.querysets.inspections import DueInspectionQuerySet


DONE, ALL = "done", "all"

UNKNOWN, THIS_YEAR, NEXT_YEAR = "unknown", "this_year", "next_year"

SIDES = [(Side.CITY.value, "市"), (Side.MANAGER.value, "指定管理者")]
YEARS = range(1950, 2200)
DAYS_AHEAD = (7, 30, 90)


class StateFilter(django_filters.ChoiceFilter):
    """What is still to be done, unless asked for what was done or for everything; the latest done comes
    first."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=[(DONE, "済み"), (ALL, "すべて")], empty_label="これから", **kwargs)

    def filter(self, qs: DueInspectionQuerySet, value: str | None) -> DueInspectionQuerySet:
        if value == DONE:
            return qs.done().order_by("-done_on", "-pk")
        if value == ALL:
            return qs.order_by(F("due_on").desc(nulls_last=True), "-pk")
        return qs.pending().while_there().order_by(F("due_on").asc(nulls_last=True), "pk")


class OverdueFilter(OnlyFilter):
    """Only what should have been done before the day on which the list is looked at."""

    def filter(self, qs: Any, value: bool) -> Any:  # noqa: FBT001
        return qs.overdue(self.parent.on) if value else qs


class UncoveredFilter(OnlyFilter):
    """Only what falls due on a day without a contract that takes it on (契約なし・未手当)."""

    def filter(self, qs: Any, value: bool) -> Any:  # noqa: FBT001
        return uncovered(qs) if value else qs


class DueFilter(django_filters.ChoiceFilter):
    """In which span of days the turn is due, or that its day is unknown."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=(), empty_label="すべての期限", **kwargs)

    def filter(self, qs: DueInspectionQuerySet, value: str | None) -> DueInspectionQuerySet:
        if not value:
            return qs
        if value == UNKNOWN:
            return qs.filter(due_on__isnull=True)
        span: Period = self.parent.spans[value]
        return qs.filter(due_on__gte=span.first, due_on__lte=span.last)


class InspectionFilter(OfCentres):
    """Centre, type, span of due days, state, only what is overdue, and only what no contract takes on, for
    those who read contracts.

    Without any condition: what is still to be done, the nearest due day first, unknown days last.
    """

    centre = OneOfFilter(label="施設", field_name="building__centre_id", empty_label="すべての施設")
    type = OneOfFilter(label="点検の種類", field_name="type_code", empty_label="すべての種類")
    due = DueFilter(label="期限")
    state = StateFilter(label="状態")
    overdue = OverdueFilter(label="期限超過だけ")
    uncovered = UncoveredFilter(label="契約なしだけ")

    class Meta:
        model = DueInspection
        fields: Sequence[str] = ()

    def __init__(
        self,
        *args: Any,
        scope: Scope,
        types: Mapping[str, InspectionType],
        on: date,
        reads_contracts: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.on = on
        year = FiscalYear.of(on)
        self.spans = {str(days): Period(on, on + timedelta(days=days)) for days in DAYS_AHEAD}
        self.spans |= {THIS_YEAR: year.period, NEXT_YEAR: (year + 1).period}
        self.offer_centres(scope)
        if not reads_contracts:
            del self.filters["uncovered"]
        offer(self, "type", ((kind.code, kind.name) for kind in types.values()))
        offer(
            self,
            "due",
            [
                *((str(days), f"{days}日以内") for days in DAYS_AHEAD),
                (THIS_YEAR, year.label),
                (NEXT_YEAR, (year + 1).label),
                (UNKNOWN, "期日不明"),
            ],
        )


class StandsFilter(CodeFilter):
    """Where the turn stands on the day."""

    def filter(self, qs: DueInspectionQuerySet, value: str | None) -> DueInspectionQuerySet:
        return qs.standing_at(value, on=self.parent.on) if value else qs


class MeaningFilter(CodeFilter):
    """What the outcome comes to, in whatever words it was told."""

    def filter(self, qs: DueInspectionQuerySet, value: str | None) -> DueInspectionQuerySet:
        return qs.meaning(value) if value else qs


class SideFilter(CodeFilter):
    """Whose task the turn is, by the agreement in force on its due day (責任分担表)."""

    def filter(self, qs: DueInspectionQuerySet, value: str | None) -> DueInspectionQuerySet:
        return qs.alias(borne_by=SIDE).filter(borne_by=value) if value else qs


class DueInYearFilter(IdFilter):
    """Turns, or filings, due in this fiscal year."""

    def filter(self, qs: Any, value: int | None) -> Any:
        if not value:
            return qs
        if value not in YEARS:
            return qs.none()
        year = FiscalYear(value)
        return qs.filter(due_on__gte=year.first_day, due_on__lte=year.last_day)


class OverdueAskedFilter(YesNoFilter):
    """Turns, or filings, that are overdue today, or that are not."""

    def filter(self, qs: Any, value: bool | None) -> Any:  # noqa: FBT001
        if value is None:
            return qs
        late = qs.model._default_manager.overdue(self.parent.on).order_by().values("pk")
        return qs.filter(pk__in=late) if value else qs.exclude(pk__in=late)


class InspectionsAsked(django_filters.FilterSet):
    """How a program narrows the turns."""

    centre = IdFilter(label="施設の番号", field_name="building__centre_id")
    building = IdFilter(label="建物の番号", field_name="building_id")
    equipment = IdFilter(label="設備の番号", field_name="equipment_id")
    type = TextFilter(label="点検の種類のコード", field_name="type_code")
    state = StandsFilter(label="きょうの状態", choices=TurnState.choices)
    overdue = OverdueAskedFilter(label="期限超過かどうか")
    side = SideFilter(label="担う側", choices=SIDES)
    fiscal_year = DueInYearFilter(label="期限の年度", field_name="due_on")
    outcome = TextFilter(label="結果のコード", field_name="outcome")
    meaning = MeaningFilter(label="結果の意味", choices=Meaning.choices)
    due_from = DayFilter(label="期限がこの日から", field_name="due_on", lookup_expr="gte")
    due_to = DayFilter(label="期限がこの日まで", field_name="due_on", lookup_expr="lte")
    done_from = DayFilter(label="点検した日がこの日から", field_name="done_on", lookup_expr="gte")
    done_to = DayFilter(label="点検した日がこの日まで", field_name="done_on", lookup_expr="lte")

    class Meta:
        model = DueInspection
        fields: Sequence[str] = ()

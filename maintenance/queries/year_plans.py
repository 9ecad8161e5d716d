"""Answers for the pages of the year plan (年間点検計画)."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from centres.models import Centre
from common.db.history import with_version
from common.fiscal_year import FiscalYear
from maintenance.choices import PlanProgress
from maintenance.models import PlannedTurn, ServiceContract, YearPlan
from maintenance.queries.inspection_types import inspection_types
from maintenance.queries.inspections import part_of
from maintenance.queries.plan_series import SeriesKey, occurrences_of, series_of_year
from maintenance.rules.plan_settings import plan_settings
from maintenance.rules.year_plan import (
    Arranged,
    Overlap,
    Visit,
    column_of,
    gaps_of,
    heavy_columns,
    overlaps,
    progress_of,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import date

    from common.scope import Scope
    from maintenance.choices import PlanGap
    from maintenance.models import InspectionType
    from maintenance.rules.year_plan import Occurrence

SHAPES = {
    PlanProgress.OVERDUE: "overdue",
    PlanProgress.PLANNED: "planned",
    PlanProgress.DONE: "done",
    PlanProgress.GONE: "none",
}
IN_A_CELL = (PlanProgress.OVERDUE, PlanProgress.PLANNED, PlanProgress.DONE, PlanProgress.GONE)
"""In this order the marks stand in the cell of a month."""


@dataclass(frozen=True)
class PlanRow:
    """One row of the plan with what became of it. ``day`` is when it is planned by now: the turn's own day
    stands before the row's, and once it is done, the day on which it was."""

    pk: int
    series: SeriesKey
    centre_id: int
    centre: str
    name: str
    law: str
    part: str
    number: int
    due_on: date | None
    day: date | None
    done_on: date | None
    turn_pk: int | None
    contractor: str
    contract: str
    budget: int | None
    note: str
    progress: PlanProgress
    gaps: tuple[PlanGap, ...]
    column: int

    @property
    def shape(self) -> str:
        """The shape of its state."""
        return SHAPES[self.progress]

    @property
    def may_move(self) -> bool:
        """Whether a day can still be chosen for it."""
        return self.progress in {PlanProgress.PLANNED, PlanProgress.OVERDUE}

    @property
    def is_carried_over(self) -> bool:
        """Whether it was due before the year."""
        return self.number == 0


@dataclass(frozen=True)
class Mark:
    """How many inspections of one state a month has."""

    shape: str
    word: str
    count: int


@dataclass(frozen=True)
class Cell:
    """One month of one centre. ``heavy``: more inspections than the city wants in one (多い)."""

    marks: tuple[Mark, ...]
    count: int
    heavy: bool
    now: bool


@dataclass(frozen=True)
class GridRow:
    """One centre among the months of the year; ``budget`` is None while no amount is known."""

    centre_id: int
    name: str
    count: int
    cells: tuple[Cell, ...]
    gaps: int
    overlaps: int
    budget: int | None


@dataclass(frozen=True)
class MonthTotal:
    """One month of the whole plan as it is narrowed."""

    number: int
    count: int
    now: bool


@dataclass(frozen=True)
class PlanTotals:
    """What the whole plan comes to as it is narrowed: rows, yen and rows without yen, rows with something
    missing, and rows by month."""

    rows: int
    budget: int
    without_budget: int
    lacking: int
    months: tuple[MonthTotal, ...]


def plan_of(year: FiscalYear) -> YearPlan | None:
    """The plan of the year, if it was drafted."""
    return YearPlan.objects.filter(fiscal_year=year.year).first()


def rows_to_list(scope: Scope, year: FiscalYear) -> Any:
    """The rows of a plan that a person may see."""
    return PlannedTurn.objects.within(scope).of_year(year.year)


def rows_to_show(scope: Scope) -> Any:
    """The rows that a person may open, each with its ``version``."""
    return with_version(
        PlannedTurn.objects.within(scope).select_related("plan", "building__centre", "equipment", "contract")
    )


def totals_of(rows: Collection[PlanRow], year: FiscalYear, *, on: date) -> PlanTotals:
    """What these rows come to; no query."""
    known = [row.budget for row in rows if row.budget is not None]
    counts = Counter(row.column for row in rows)
    now = _column_now(year, on)
    return PlanTotals(
        rows=len(rows),
        budget=sum(known),
        without_budget=len(rows) - len(known),
        lacking=sum(bool(row.gaps) for row in rows),
        months=tuple(
            MonthTotal((3 + column) % 12 + 1, counts[column], column == now) for column in range(12)
        ),
    )


def lacking(rows: Any, year: FiscalYear, *, on: date) -> Any:
    """Those of these rows of one plan that have something missing (要調整); done and vanished ones have not.
    What is missing is told by the turns too, so the rows are looked at one by one."""
    return rows.filter(pk__in=[row.pk for row in plan_rows(rows, year, on=on) if row.gaps])


def overdue(rows: Any, *, on: date) -> list[int]:
    """The ids of those of these rows, of whatever plans, that are overdue on this day."""
    years = rows.order_by().values_list("plan__fiscal_year", flat=True).distinct()
    types = inspection_types()
    return [
        row.pk
        for year in years
        for row in plan_rows(rows.of_year(year), FiscalYear(year), on=on, types=types)
        if row.progress == PlanProgress.OVERDUE
    ]


def _column_now(year: FiscalYear, on: date) -> int | None:
    return column_of(on, year) if FiscalYear.of(on) == year else None


def centres_of(rows: Any) -> Any:
    """The centres that have any of these rows, in the order of the register."""
    return Centre.objects.filter(pk__in=rows.order_by().values("building__centre_id")).order_by(
        "district__name", "kana", "pk"
    )


def plan_rows(
    rows: Any, year: FiscalYear, *, on: date, types: Mapping[str, InspectionType] | None = None
) -> list[PlanRow]:
    """These rows with what became of each, in three queries however many they are (two where the types are
    handed in)."""
    types = inspection_types() if types is None else types
    found: Sequence[PlannedTurn] = list(
        rows.select_related("building__centre", "equipment", "contract").order_by(
            "building__centre__kana", "building__centre_id", "planned_on", "due_on", "pk"
        )
    )
    series = series_of_year(year, buildings={row.building_id for row in found})
    expected = occurrences_of(series, year, on=on)
    return [_plan_row(row, expected, types, year, on) for row in found]


def _plan_row(
    row: PlannedTurn,
    expected: Mapping[tuple[SeriesKey, int], Occurrence],
    types: Mapping[str, InspectionType],
    year: FiscalYear,
    on: date,
) -> PlanRow:
    key = SeriesKey(row.building_id, row.equipment_id, row.type_code)
    occurrence = expected.get((key, row.number))
    turn = occurrence.turn if occurrence else None
    due_on = occurrence.due_on if occurrence else row.due_on
    done_on = turn.done_on if turn else None
    day = done_on or (turn.planned_on if turn else None) or row.planned_on
    progress = progress_of(occurrence, on=on)
    term = (row.contract.first_on, row.contract.last_on) if row.contract else None
    still_open = progress in {PlanProgress.PLANNED, PlanProgress.OVERDUE}
    kind = types.get(row.type_code)
    return PlanRow(
        pk=row.pk,
        series=key,
        centre_id=row.building.centre_id,
        centre=row.building.centre.name,
        name=kind.name if kind else row.type_code,
        law=kind.law if kind else "",
        part=part_of(row),
        number=row.number,
        due_on=due_on,
        day=day,
        done_on=done_on,
        turn_pk=turn.pk if turn else None,
        contractor=row.contractor,
        contract=row.contract.name if row.contract else "",
        budget=row.budget,
        note=row.note,
        progress=progress,
        gaps=gaps_of(Arranged(due_on, day, row.contractor, term), on=on) if still_open else (),
        column=column_of(day or due_on or on, year),
    )


def grid_of(
    centres: Iterable[Centre], rows: Iterable[PlanRow], year: FiscalYear, *, on: date
) -> list[GridRow]:
    """These centres among the twelve months; no query."""
    of_centre: dict[int, list[PlanRow]] = defaultdict(list)
    for row in rows:
        of_centre[row.centre_id].append(row)
    return [_grid_row(centre, of_centre[centre.pk], year, on) for centre in centres]


def _grid_row(centre: Centre, rows: list[PlanRow], year: FiscalYear, on: date) -> GridRow:
    heavy = heavy_columns((row.column for row in rows), limit=plan_settings().heavy_month)
    now = _column_now(year, on)
    return GridRow(
        centre_id=centre.pk,
        name=centre.name,
        count=len(rows),
        cells=tuple(
            _cell([row for row in rows if row.column == column], heavy=column in heavy, now=column == now)
            for column in range(12)
        ),
        gaps=sum(bool(row.gaps) for row in rows),
        overlaps=len(overlaps_of(rows, on=on)),
        budget=sum(known) if (known := [row.budget for row in rows if row.budget is not None]) else None,
    )


def _cell(rows: Collection[PlanRow], *, heavy: bool, now: bool) -> Cell:
    counts = {state: sum(row.progress == state for row in rows) for state in IN_A_CELL}
    marks = tuple(
        Mark(SHAPES[state], f"{state.label}{count}件", count) for state, count in counts.items() if count
    )
    return Cell(marks, len(rows), heavy, now)


def overlaps_of(rows: Iterable[PlanRow], *, on: date) -> tuple[Overlap, ...]:
    """What of these rows could be put on one day; what is done or past is left as it is."""
    return overlaps(
        Visit(row.pk, row.centre_id, row.day, row.contractor, row.series)
        for row in rows
        if row.may_move and row.day is not None and row.day >= on
    )


@dataclass(frozen=True)
class PlanMonth:
    """One month of the plan of one centre."""

    number: int
    rows: tuple[PlanRow, ...]
    heavy: bool
    now: bool


def months_of(rows: Iterable[PlanRow], year: FiscalYear, *, on: date) -> list[PlanMonth]:
    """The rows of one centre by month, also the months without any."""
    rows = list(rows)
    heavy = heavy_columns((row.column for row in rows), limit=plan_settings().heavy_month)
    now = _column_now(year, on)
    return [
        PlanMonth(
            number=(3 + column) % 12 + 1,
            rows=tuple(row for row in rows if row.column == column),
            heavy=column in heavy,
            now=column == now,
        )
        for column in range(12)
    ]


def unplanned(rows: Any, year: FiscalYear, *, centre: Centre | None, on: date) -> int:
    """How many inspections are expected in the year that the plan does not have yet (計画にまだない)."""
    buildings = None if centre is None else centre.buildings.values("pk")
    expected = occurrences_of(series_of_year(year, buildings=buildings), year, on=on)
    there = {
        (SeriesKey(building, equipment, code), number)
        for building, equipment, code, number in rows.order_by().values_list(
            "building_id", "equipment_id", "type_code", "number"
        )
    }
    return len(expected.keys() - there)


def contracts_to_choose(row: PlannedTurn) -> Any:
    """The contracts that a row may fall under: those that cover its centre, run in its year and, where they
    name equipment, name its own."""
    year = FiscalYear(row.plan.fiscal_year)
    offered = ServiceContract.objects.filter(
        coverages__centre=row.building.centre_id, first_on__lte=year.last_day, last_on__gte=year.first_day
    )
    if row.equipment_id is not None:
        offered = offered.filter(Q(pieces__isnull=True) | Q(pieces__equipment=row.equipment_id))
    return offered.order_by("name", "pk")

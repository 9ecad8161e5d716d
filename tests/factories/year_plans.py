"""Year plans and year-end reports for tests, made by the office's own acts."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from maintenance import actions
from maintenance.models import PlannedTurn

if TYPE_CHECKING:
    from centres.models import Centre
    from facilities.models import Building
    from maintenance.models import YearEndReport

ON = date(2026, 11, 23)
YEAR = 2026


def make_plan(*, year: int = YEAR, on: date = ON) -> list[PlannedTurn]:
    """The plan of the year, drafted now from the turns that stand; its rows, the earliest due first."""
    plan = actions.draft_year_plan(year, on=on).plan
    return list(PlannedTurn.objects.filter(plan=plan).order_by("due_on", "pk"))


def make_row(building: Building, *, year: int = YEAR, on: date = ON) -> PlannedTurn:
    """The first row of this building in the plan of the year."""
    make_plan(year=year, on=on)
    return PlannedTurn.objects.filter(building=building, plan__fiscal_year=year).order_by("due_on", "pk")[0]


def make_report(centre: Centre, *, year: int = YEAR - 1, on: date = ON) -> YearEndReport:
    """The report of the year that ended last, opened and not answered."""
    return actions.answer_year_end(centre, year, {}, on=on)

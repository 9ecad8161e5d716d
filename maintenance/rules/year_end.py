"""How a statutory inspection stood in a fiscal year (法定点検の実施状況), and when the year can be closed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from maintenance.choices import YearEndState

if TYPE_CHECKING:
    from datetime import date

    from common.fiscal_year import FiscalYear

TO_ANSWER = frozenset({YearEndState.LATE, YearEndState.NOT_DONE, YearEndState.DAY_UNKNOWN})
"""What needs a reason (理由) before the report can be closed."""


def state_in_year(
    *,
    due_on: date | None,
    done_on: date | None,
    withdrawn_on: date | None,
    year: FiscalYear,
    on: date,
) -> YearEndState:
    """As it stood at the end of the year, or on this day while the year is not over.

    What was done after the year is not done in it. On its due day itself a turn is still to come.
    """
    if done_on is not None and done_on <= year.last_day:
        late = due_on is not None and done_on > due_on
        return YearEndState.LATE if late else YearEndState.IN_TIME
    if withdrawn_on is not None and withdrawn_on <= year.last_day:
        return YearEndState.WITHDRAWN
    if due_on is None:
        return YearEndState.DAY_UNKNOWN
    return YearEndState.TO_COME if due_on >= on else YearEndState.NOT_DONE


def can_be_closed_from(year: FiscalYear) -> date:
    """The first day on which the report of the year can be closed: 31 March, its last."""
    return year.last_day

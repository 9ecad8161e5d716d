from __future__ import annotations

from datetime import date

import pytest

from common.fiscal_year import FiscalYear
from maintenance.choices import YearEndState as State
from maintenance.rules.year_end import TO_ANSWER, can_be_closed_from, state_in_year

YEAR = FiscalYear(2025)
DUE_ON = date(2025, 10, 31)
AFTER = date(2026, 4, 10)


@pytest.mark.parametrize(
    ("due_on", "done_on", "withdrawn_on", "on", "state"),
    [
        (DUE_ON, date(2025, 10, 31), None, AFTER, State.IN_TIME),
        (DUE_ON, date(2025, 11, 1), None, AFTER, State.LATE),
        (DUE_ON, date(2026, 3, 31), None, AFTER, State.LATE),
        (DUE_ON, date(2026, 4, 1), None, AFTER, State.NOT_DONE),
        (DUE_ON, None, None, AFTER, State.NOT_DONE),
        (DUE_ON, None, None, date(2025, 10, 31), State.TO_COME),
        (DUE_ON, None, None, date(2025, 11, 1), State.NOT_DONE),
        (DUE_ON, None, date(2026, 3, 31), AFTER, State.WITHDRAWN),
        (DUE_ON, None, date(2026, 4, 1), AFTER, State.NOT_DONE),
        (None, None, None, AFTER, State.DAY_UNKNOWN),
        (None, date(2025, 12, 1), None, AFTER, State.IN_TIME),
        (date(2026, 4, 10), date(2026, 3, 31), None, AFTER, State.IN_TIME),
    ],
)
def test_how_an_inspection_stood_at_the_end_of_the_year(due_on, done_on, withdrawn_on, on, state):
    assert state_in_year(due_on=due_on, done_on=done_on, withdrawn_on=withdrawn_on, year=YEAR, on=on) == state


def test_what_was_late_not_done_or_cannot_be_told_needs_a_reason():
    assert {state for state in State if state in TO_ANSWER} == {
        State.LATE,
        State.NOT_DONE,
        State.DAY_UNKNOWN,
    }


def test_a_year_can_be_closed_from_its_last_day():
    assert can_be_closed_from(YEAR) == date(2026, 3, 31)

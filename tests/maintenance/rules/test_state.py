from __future__ import annotations

from datetime import date

import pytest

from maintenance.choices import TurnState
from maintenance.rules.state import turn_state

DUE = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("on", "state"),
    [
        (date(2026, 11, 22), TurnState.TO_COME),
        (date(2026, 11, 23), TurnState.TO_COME),
        (date(2026, 11, 24), TurnState.OVERDUE),
    ],
)
def test_a_turn_is_overdue_from_the_day_after_its_due_day(on, state):
    assert turn_state(on, due_on=DUE, done_on=None, withdrawn_on=None) == state


def test_what_was_done_or_withdrawn_is_not_overdue_whatever_the_day():
    late = date(2027, 1, 1)

    assert turn_state(late, due_on=DUE, done_on=late, withdrawn_on=None) == TurnState.DONE
    assert turn_state(late, due_on=DUE, done_on=None, withdrawn_on=late) == TurnState.WITHDRAWN
    assert turn_state(late, due_on=None, done_on=None, withdrawn_on=None) == TurnState.UNKNOWN_DAY

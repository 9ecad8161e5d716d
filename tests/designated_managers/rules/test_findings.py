from __future__ import annotations

from datetime import date

import pytest

from designated_managers.choices import FindingState
from designated_managers.rules.findings import FindingDays, finding_state_on

DUE = date(2026, 12, 4)


@pytest.mark.parametrize(
    ("on", "state"), [(DUE, FindingState.OPEN), (date(2026, 12, 5), FindingState.OVERDUE)]
)
def test_an_answer_is_late_from_the_day_after_it_was_due(on, state):
    assert finding_state_on(on, FindingDays(DUE)) == state


@pytest.mark.parametrize(
    ("days", "state"),
    [
        (FindingDays(), FindingState.NOTED),
        (FindingDays(DUE, answered=date(2026, 12, 1)), FindingState.ANSWERED),
        (FindingDays(DUE, answered=date(2026, 12, 1), closed=date(2026, 12, 2)), FindingState.CLOSED),
        (FindingDays(DUE, answered=date(2026, 12, 6)), FindingState.OVERDUE),
    ],
)
def test_the_group_answers_then_the_city_closes(days, state):
    assert finding_state_on(date(2026, 12, 5), days) == state

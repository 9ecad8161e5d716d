from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.months import add_months, last_of_month
from maintenance.rules.cycles import next_due
from tests.common.near_edges import days_near_edges

DAY = timedelta(days=1)
cycles = st.sampled_from([1, 2, 3, 6, 12, 24, 36, 60, 120])


@pytest.mark.parametrize(
    ("done_on", "cycle_months", "due_on"),
    [
        (date(2025, 11, 23), 12, date(2026, 11, 23)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2025, 8, 31), 6, date(2026, 2, 28)),
        (date(2025, 8, 30), 6, date(2026, 2, 28)),
        (date(2026, 4, 30), 6, date(2026, 10, 31)),
        (date(2026, 2, 28), 6, date(2026, 8, 31)),
        (date(2026, 2, 27), 6, date(2026, 8, 27)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 1, 30), 1, date(2026, 2, 28)),
        (date(2026, 1, 28), 1, date(2026, 2, 28)),
        (date(2026, 1, 27), 1, date(2026, 2, 27)),
        (date(2027, 2, 28), 12, date(2028, 2, 29)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 11, 30), 36, date(2029, 11, 30)),
    ],
)
def test_the_next_turn_is_due_when_the_period_of_the_civil_code_ends(done_on, cycle_months, due_on):
    assert next_due(done_on, cycle_months) == due_on


def test_a_due_day_is_not_moved_by_a_holiday():
    new_years_day = next_due(date(2026, 1, 1), 12)

    assert new_years_day == date(2027, 1, 1)


@given(days_near_edges, cycles)
def test_the_next_turn_lies_in_the_month_so_many_months_later(done_on, cycle_months):
    due_on = next_due(done_on, cycle_months)

    assert last_of_month(due_on) == last_of_month(add_months(done_on, cycle_months))
    assert due_on > done_on


@given(days_near_edges, cycles)
def test_a_turn_done_a_day_later_is_never_due_earlier(done_on, cycle_months):
    assert next_due(done_on + DAY, cycle_months) >= next_due(done_on, cycle_months)


@given(days_near_edges, st.integers(1, 119))
def test_a_longer_cycle_is_due_later(done_on, cycle_months):
    assert next_due(done_on, cycle_months + 1) > next_due(done_on, cycle_months)


@given(days_near_edges.filter(lambda day: (day + DAY).day == 1), cycles, st.integers(1, 5))
def test_turns_done_at_the_end_of_a_month_stay_at_the_end_of_a_month(done_on, cycle_months, turns):
    for _ in range(turns):
        done_on = next_due(done_on, cycle_months)

    assert done_on == last_of_month(done_on)


@given(
    st.dates(date(2000, 1, 1), date(2060, 12, 31)).filter(lambda day: day.day <= 27),
    cycles,
    st.integers(1, 24),
)
def test_turns_done_on_their_due_days_do_not_drift(done_on, cycle_months, turns):
    day = done_on
    for _ in range(turns):
        day = next_due(day, cycle_months)

    assert day == add_months(done_on, cycle_months * turns)

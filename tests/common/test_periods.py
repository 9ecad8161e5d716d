from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.periods import Period, overlapping
from tests.common.near_edges import days_near_edges

TERM = Period(date(2027, 4, 1), date(2032, 3, 31))
periods = st.builds(
    lambda first, days: Period(first, first + timedelta(days=days)), days_near_edges, st.integers(0, 800)
)


def test_a_period_ends_on_or_after_its_first_day():
    assert Period(date(2026, 4, 1), date(2026, 4, 1)).days == 1


def test_a_period_that_ends_before_it_begins_is_refused_naming_both_days():
    with pytest.raises(ValueError, match=r"^期間の末日（2026-03-31）が初日（2026-04-01）より前です。$"):
        Period(date(2026, 4, 1), date(2026, 3, 31))


def test_days_count_both_ends():
    assert Period(date(2026, 4, 1), date(2027, 3, 31)).days == 365


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2027, 3, 31), False),
        (date(2027, 4, 1), True),
        (date(2027, 4, 2), True),
        (date(2032, 3, 30), True),
        (date(2032, 3, 31), True),
        (date(2032, 4, 1), False),
    ],
)
def test_both_ends_lie_in_the_period(day, expected):
    assert (TERM.contains(day), day in TERM) == (expected, expected)


@pytest.mark.parametrize(
    ("other", "overlaps", "touches"),
    [
        (Period(date(2022, 4, 1), date(2027, 3, 30)), False, False),
        (Period(date(2022, 4, 1), date(2027, 3, 31)), False, True),
        (Period(date(2022, 4, 1), date(2027, 4, 1)), True, False),
        (Period(date(2028, 4, 1), date(2029, 3, 31)), True, False),
        (Period(date(2032, 3, 31), date(2037, 3, 31)), True, False),
        (Period(date(2032, 4, 1), date(2037, 3, 31)), False, True),
        (Period(date(2032, 4, 2), date(2037, 3, 31)), False, False),
    ],
)
def test_periods_overlap_when_they_share_a_day_and_touch_when_none_lies_between(other, overlaps, touches):
    assert (TERM.overlaps(other), TERM.touches(other)) == (overlaps, touches)


@given(periods, periods)
def test_periods_overlap_exactly_when_one_contains_an_end_of_the_other(one, other):
    shares_an_end = one.first in other or one.last in other or other.first in one or other.last in one

    assert one.overlaps(other) == other.overlaps(one) == shares_an_end


@pytest.mark.parametrize(
    ("on", "left"),
    [
        (date(2027, 3, 31), 1827),
        (date(2032, 3, 30), 1),
        (date(2032, 3, 31), 0),
        (date(2032, 4, 1), -1),
    ],
)
def test_days_left_count_to_the_last_day_and_below_zero_after_it(on, left):
    assert TERM.days_left(on) == left


def test_months_before_the_ends_are_the_same_day_clamped_to_the_end_of_the_month():
    assert [TERM.months_before_first(n) for n in (1, 3, 24)] == [
        date(2027, 3, 1),
        date(2027, 1, 1),
        date(2025, 4, 1),
    ]
    assert [TERM.months_before_last(n) for n in (1, 6, 12)] == [
        date(2032, 2, 29),
        date(2031, 9, 30),
        date(2031, 3, 31),
    ]


def test_periods_sort_by_their_first_day_then_by_their_last():
    short, long = Period(date(2026, 4, 1), date(2026, 9, 30)), Period(date(2026, 4, 1), date(2027, 3, 31))
    earlier = Period(date(2026, 3, 31), date(2028, 3, 31))

    assert sorted([long, short, earlier]) == [earlier, short, long]


def test_every_overlapping_pair_is_found():
    first = Period(date(2026, 4, 1), date(2027, 3, 31))
    second = Period(date(2027, 3, 31), date(2028, 3, 31))
    third = Period(date(2028, 4, 1), date(2029, 3, 31))
    over_all = Period(date(2026, 5, 1), date(2028, 4, 1))

    assert overlapping([third, second, over_all, first]) == (
        (first, over_all),
        (first, second),
        (over_all, second),
        (over_all, third),
    )


@pytest.mark.parametrize(
    ("period", "before", "after", "wider"),
    [
        (Period(date(2026, 4, 1), date(2031, 3, 31)), 60, 90, Period(date(2026, 1, 31), date(2031, 6, 29))),
        (Period(date(2026, 4, 1), date(2031, 3, 31)), 0, 0, Period(date(2026, 4, 1), date(2031, 3, 31))),
        (Period(date.min, date.max), 60, 90, Period(date.min, date.max)),
        (Period(date(1, 1, 31), date(9999, 12, 1)), 60, 90, Period(date.min, date.max)),
    ],
)
def test_a_term_is_widened_as_far_as_days_go(period, before, after, wider):
    assert period.widened(before=before, after=after) == wider

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.fiscal_year import FiscalYear, fiscal_years_of
from common.periods import Period
from maintenance.rules.budgeting import going_on_at, share_of_amount, turns_expected

NEXT_YEAR = FiscalYear(2027).period


@pytest.mark.parametrize(
    ("due_on", "cycle_months", "expected"),
    [
        (date(2027, 3, 31), 12, [date(2028, 3, 31)]),
        (date(2027, 4, 1), 12, [date(2027, 4, 1)]),
        (date(2028, 3, 31), 12, [date(2028, 3, 31)]),
        (date(2028, 4, 1), 12, []),
        (date(2026, 9, 20), 6, [date(2027, 9, 20), date(2028, 3, 20)]),
        (date(2020, 5, 10), 36, []),
        (date(2026, 11, 30), 1, 12),
    ],
)
def test_a_series_falls_due_in_the_year_as_often_as_its_cycle_says(due_on, cycle_months, expected):
    days = turns_expected(due_on, cycle_months, NEXT_YEAR)

    assert (len(days) if isinstance(expected, int) else list(days)) == expected


@pytest.mark.parametrize(
    ("term", "year", "share"),
    [
        (Period(date(2026, 4, 1), date(2027, 3, 31)), 2026, 1_000_000),
        (Period(date(2026, 4, 1), date(2027, 3, 31)), 2027, 0),
        (Period(date(2026, 4, 1), date(2028, 3, 31)), 2026, 500_000),
        (Period(date(2026, 10, 1), date(2027, 6, 30)), 2026, 666_666),
        (Period(date(2026, 10, 1), date(2027, 6, 30)), 2027, 333_334),
        (Period(date(2027, 3, 31), date(2027, 4, 2)), 2026, 333_333),
        (Period(date(2027, 3, 31), date(2027, 4, 2)), 2027, 666_667),
    ],
)
def test_a_year_bears_the_share_of_its_months_or_days(term, year, share):
    assert share_of_amount(1_000_000, term, FiscalYear(year).period) == share


@given(
    st.integers(0, 10**10),
    st.dates(date(2020, 3, 28), date(2020, 4, 4)),
    st.integers(0, 2000),
)
def test_the_shares_of_all_years_add_up_to_the_amount(amount, first, days):
    term = Period(first, first + timedelta(days=days))

    shares = [share_of_amount(amount, term, year.period) for year in fiscal_years_of(term)]

    assert sum(shares) == amount


@pytest.mark.parametrize(
    ("term", "after", "yen"),
    [
        (Period(date(2024, 4, 1), date(2027, 3, 31)), NEXT_YEAR, 330_000),
        (Period(date(2027, 3, 30), date(2027, 4, 1)), Period(date(2027, 4, 2), date(2027, 4, 5)), 1_320_000),
    ],
)
def test_going_on_costs_what_it_cost_by_the_month_or_by_the_day(term, after, yen):
    assert going_on_at(990_000, term, after) == yen

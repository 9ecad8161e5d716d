from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given

from common.fiscal_year import FiscalYear, fiscal_years_of
from common.periods import Period
from tests.common.near_edges import days_near_edges


@pytest.mark.parametrize(
    ("day", "year"),
    [
        (date(2026, 3, 31), 2025),
        (date(2026, 4, 1), 2026),
        (date(2026, 12, 31), 2026),
        (date(2027, 1, 1), 2026),
    ],
)
def test_a_fiscal_year_runs_from_april_to_march(day, year):
    assert FiscalYear.of(day) == FiscalYear(year)


@given(days_near_edges)
def test_every_day_lies_in_its_fiscal_year_and_in_no_other(day):
    year = FiscalYear.of(day)

    assert (day in year.period, day in (year + 1).period, day in (year - 1).period) == (True, False, False)


@pytest.mark.parametrize(
    ("year", "label"),
    [
        (2025, "令和7年度"),
        (2026, "令和8年度"),
        (2019, "令和元年度"),
        (2018, "平成30年度"),
        (1989, "平成元年度"),
        (1988, "昭和63年度"),
        (1926, "昭和元年度"),
        (1912, "大正元年度"),
        (1911, "1911年度"),
    ],
)
def test_a_fiscal_year_is_named_by_the_era_into_which_it_leads(year, label):
    assert (FiscalYear(year).label, str(FiscalYear(year))) == (label, label)


def test_fiscal_years_are_ordered_and_counted():
    assert FiscalYear(2025) < FiscalYear(2026) == FiscalYear(2025) + 1
    assert FiscalYear(2026) - 1 == FiscalYear(2025)


@pytest.mark.parametrize(
    ("period", "years"),
    [
        (Period(date(2026, 4, 1), date(2027, 3, 31)), [2026]),
        (Period(date(2026, 3, 31), date(2027, 3, 31)), [2025, 2026]),
        (Period(date(2026, 4, 1), date(2027, 4, 1)), [2026, 2027]),
        (Period(date(2027, 4, 1), date(2032, 3, 31)), [2027, 2028, 2029, 2030, 2031]),
    ],
)
def test_a_period_touches_these_fiscal_years(period, years):
    assert fiscal_years_of(period) == tuple(FiscalYear(year) for year in years)

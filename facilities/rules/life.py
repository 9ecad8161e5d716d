"""How long equipment is expected to last (標準の耐用年数)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from common.fiscal_year import FiscalYear

if TYPE_CHECKING:
    from common.partial_dates import PartialDate

LAST_FISCAL_YEAR = date.max.year - 1
"""The calendar of the programme ends in the year after it."""


def runs_out_in(installed_on: PartialDate | None, expected_life_years: int | None) -> FiscalYear | None:
    """The fiscal year in which the expected life ends, counted from the first day it may have been installed.

    Installed in 令和3年度 and expected to last 15 years, it runs out in 令和18年度. None while either is not
    known, and where the calendar ends before the life does.
    """
    if installed_on is None or expected_life_years is None:
        return None
    year = FiscalYear.of(installed_on.first) + expected_life_years
    return year if year.year <= LAST_FISCAL_YEAR else None


def life_ends_on(installed_on: PartialDate | None, expected_life_years: int | None) -> date | None:
    """The day with which the expected life ends (標準の耐用年数の終わり): 31 March of that fiscal year."""
    year = runs_out_in(installed_on, expected_life_years)
    return None if year is None else year.last_day

"""How long equipment is expected to last (標準の耐用年数)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from common.fiscal_year import FiscalYear

if TYPE_CHECKING:
    from common.partial_dates import PartialDate


def runs_out_in(installed_on: PartialDate | None, expected_life_years: int | None) -> FiscalYear | None:
    """The fiscal year in which the expected life ends, counted from the first day it may have been installed.

    Installed in 令和3年度 and expected to last 15 years, it runs out in 令和18年度. None while either is not
    known.
    """
    if installed_on is None or expected_life_years is None:
        return None
    return FiscalYear.of(installed_on.first) + expected_life_years

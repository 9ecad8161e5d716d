"""How a duty is called on a page: 10月の月次報告, 令和8年度の事業報告書."""

from __future__ import annotations

from typing import TYPE_CHECKING

from common.eras import era_month
from common.fiscal_year import FiscalYear
from designated_managers.choices import Frequency

if TYPE_CHECKING:
    from datetime import date

    from designated_managers.models import Obligation


def duty_title(obligation: Obligation, *, on: date) -> str:
    """The duty with the period it is about; of a month the year only outside this fiscal year."""
    if obligation.frequency == Frequency.MONTH:
        first = obligation.period_first
        this_year = FiscalYear.of(first) == FiscalYear.of(on)
        return f"{f'{first.month}月' if this_year else era_month(first)}の{obligation.name}"
    if obligation.frequency in {Frequency.YEAR, Frequency.FINAL}:
        return f"{FiscalYear(obligation.fiscal_year).label}の{obligation.name}"
    if obligation.frequency == Frequency.QUARTER:
        last = obligation.period_last
        return f"{obligation.period_first.month}月から{last.month}月までの{obligation.name}"
    if obligation.event:
        return f"{obligation.name}（{obligation.event}）"
    return obligation.name


def duty_title_in_full(obligation: Obligation) -> str:
    """The same with the year of a month always: 令和8年10月の月次報告."""
    if obligation.frequency == Frequency.MONTH:
        return f"{era_month(obligation.period_first)}の{obligation.name}"
    return duty_title(obligation, on=obligation.period_first)

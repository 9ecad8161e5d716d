"""Fiscal years (年度): 1 April to 31 March (地方自治法 208 条)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from common.eras import era_year
from common.periods import Period


@dataclass(frozen=True, order=True)
class FiscalYear:
    """One fiscal year (年度), named by the Western year in which it begins."""

    year: int

    @classmethod
    def of(cls, day: date) -> FiscalYear:
        """The fiscal year in which the day lies: 31 March belongs to the one that began the year before."""
        return cls(day.year if day.month >= 4 else day.year - 1)

    @property
    def first_day(self) -> date:
        """1 April."""
        return date(self.year, 4, 1)

    @property
    def last_day(self) -> date:
        """31 March of the next calendar year."""
        return date(self.year + 1, 3, 31)

    @property
    def period(self) -> Period:
        """The whole fiscal year, both ends included."""
        return Period(self.first_day, self.last_day)

    @property
    def label(self) -> str:
        """令和8年度. A year in which the era changed bears the new one throughout: 2019 is 令和元年度."""
        return f"{era_year(date(self.year, 12, 31))}度"

    def __add__(self, years: int) -> FiscalYear:
        return FiscalYear(self.year + years)

    def __sub__(self, years: int) -> FiscalYear:
        return FiscalYear(self.year - years)

    def __str__(self) -> str:
        return self.label


def fiscal_years_of(period: Period) -> tuple[FiscalYear, ...]:
    """Every fiscal year that shares a day with the term, in order."""
    return tuple(
        FiscalYear(year)
        for year in range(FiscalYear.of(period.first).year, FiscalYear.of(period.last).year + 1)
    )

"""The drawn strips of the pages as numbers: where a bar stands, in percent of the width and pixels of height.

Geometry goes into SVG attributes, because a strict content policy forbids inline styles.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from common.fiscal_year import FiscalYear, fiscal_years_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from common.periods import Period

FISCAL_MONTHS = (4, 5, 6, 7, 8, 9, 10, 11, 12, 1, 2, 3)
COLUMN = 100 / 12
BASELINE = 62
TALLEST = 38
LABELS_AT_MOST = 6
NARROW = 10.0


class MonthCounts(Protocol):
    """How many fall into a month: finished, still to come, and late."""

    @property
    def done(self) -> int: ...

    @property
    def ahead(self) -> int: ...

    @property
    def overdue(self) -> int: ...


@dataclass(frozen=True)
class Counts:
    """One month of a year strip: 済み, これから, 期限超過."""

    done: int = 0
    ahead: int = 0
    overdue: int = 0


@dataclass(frozen=True)
class Bar:
    """One piece of a bar."""

    kind: str
    x: str
    y: str
    width: str
    height: str


@dataclass(frozen=True)
class MonthBars:
    """One column of a year strip."""

    month: int
    now: bool
    count: int
    count_y: str
    middle: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class YearOfTerm:
    """One fiscal year under a term bar; ``era_always`` keeps the era that later labels drop on a phone."""

    x: str
    era: str
    number: str
    now: bool
    shown: bool
    era_always: bool

    @property
    def era_class(self) -> str:
        """The class of the era's letters: on a phone they go, except where the era is named first."""
        return "" if self.era_always else "wide-only"


def number(value: float) -> str:
    """A coordinate, without needless digits: 8.33, 50."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def month_column(day: date) -> int:
    """The column of the day's month in a fiscal year: April is 0, March 11."""
    return FISCAL_MONTHS.index(day.month)


def bars_of_year(months: Sequence[MonthCounts], today: date | None) -> tuple[MonthBars, ...]:
    """The twelve columns of a fiscal year, April first, the tallest ``TALLEST`` pixels high."""
    most = max((m.done + m.ahead + m.overdue for m in months), default=0) or 1
    now = None if today is None else month_column(today)
    return tuple(
        _month_bars(column, counts, TALLEST / most, now=column == now) for column, counts in enumerate(months)
    )


def _month_bars(column: int, counts: MonthCounts, scale: float, *, now: bool) -> MonthBars:
    bars: list[Bar] = []
    top = float(BASELINE)
    for kind, count in (("finished", counts.done), ("ahead", counts.ahead), ("overdue", counts.overdue)):
        if count:
            height = count * scale
            gap = 1 if bars else 0
            top -= height
            bars.append(
                Bar(
                    kind,
                    number(column * COLUMN + COLUMN * 0.3),
                    number(top),
                    number(COLUMN * 0.4),
                    number(max(height - gap, 1)),
                )
            )
    return MonthBars(
        month=FISCAL_MONTHS[column],
        now=now,
        count=counts.done + counts.ahead + counts.overdue,
        count_y=number(top - 6),
        middle=number((column + 0.5) * COLUMN),
        bars=tuple(bars),
    )


def today_in_year(today: date) -> str:
    """Where the day stands in a strip of twelve equal months: at its true place in its month."""
    days = monthrange(today.year, today.month)[1]
    return number((month_column(today) + (today.day - 0.5) / days) * COLUMN)


def share_of_term(term: Period, day: date) -> float:
    """How much of the term has passed when the day begins, in percent; 0 before it, 100 after it."""
    return min(max((day - term.first).days / term.days * 100, 0.0), 100.0)


def years_of_term(term: Period, today: date | None) -> tuple[YearOfTerm, ...]:
    """The fiscal years of a term and where each begins; crowded labels are left out."""
    years = fiscal_years_of(term)
    step = -(-len(years) // LABELS_AT_MOST)
    drawn: list[YearOfTerm] = []
    era_before = ""
    for index, year in enumerate(years):
        start = share_of_term(term, max(year.first_day, term.first))
        end = 100.0 if index == len(years) - 1 else share_of_term(term, years[index + 1].first_day)
        shown = index % step == 0 and end - start >= NARROW / step
        era, rest = _era_and_number(year)
        drawn.append(
            YearOfTerm(
                x=number(start),
                era=era,
                number=rest,
                now=today is not None and FiscalYear.of(today) == year,
                shown=shown,
                era_always=era != era_before,
            )
        )
        if shown:
            era_before = era
    return tuple(drawn)


def _era_and_number(year: FiscalYear) -> tuple[str, str]:
    label = year.label
    return ("", label) if label[0].isdecimal() else (label[:2], label[2:])

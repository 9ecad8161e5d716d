"""The drawn strips of the pages as numbers: where a bar stands, in percent of the width and pixels of height.

Geometry goes into SVG attributes, because a strict content policy forbids inline styles.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from common.fiscal_year import FiscalYear, fiscal_years_of

if TYPE_CHECKING:
    from collections.abc import Container, Mapping, Sequence
    from datetime import date

    from common.periods import Period

FISCAL_MONTHS = (4, 5, 6, 7, 8, 9, 10, 11, 12, 1, 2, 3)
COLUMN = 100 / 12
BASELINE = 62
TALLEST = 38
# How wide a term bar is at least, in pixels, on a wide page, on a phone and on a very narrow one.
BARS = {"wide": 600, "phone": 335, "narrow": 280}
KANJI, DIGIT, GAP = 14, 8, 3


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
    """One fiscal year under a term bar.

    ``label_class`` and ``era_class`` name the widths at which the label, or the era's letters in it, are left
    out: ``not-phone not-narrow``. ``label_class`` is None where there is no room for the label at any width.
    """

    x: str
    era: str
    number: str
    now: bool
    label_class: str | None
    era_class: str


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
    """The fiscal years of a term and where each begins; labels that would run together are left out."""
    years = fiscal_years_of(term)
    starts = [share_of_term(term, max(year.first_day, term.first)) for year in years]
    labels = [_era_and_number(year) for year in years]
    shown = {width: _labels_with_room(width, starts, labels) for width in BARS}
    return tuple(
        YearOfTerm(
            x=number(start),
            era=era,
            number=rest,
            now=today is not None and FiscalYear.of(today) == year,
            label_class=_without(index, shown) if any(index in found for found in shown.values()) else None,
            era_class=_without(
                index, {width: {at for at, named in found.items() if named} for width, found in shown.items()}
            ),
        )
        for index, (year, start, (era, rest)) in enumerate(zip(years, starts, labels, strict=True))
    )


def _labels_with_room(
    width: str, starts: Sequence[float], labels: Sequence[tuple[str, str]]
) -> dict[int, bool]:
    """The labels shown at this width, from the left, each with whether it names its era.

    A wide page names the era each time, a narrower one only where it changes. A year of which the term has
    less than half leaves the room to the next.
    """
    ends = [*starts[1:], 100.0]
    longest = max(end - start for start, end in zip(starts, ends, strict=True))
    shown: dict[int, bool] = {}
    free_from, era_before = 0.0, ""
    for index, (start, end, (era, rest)) in enumerate(zip(starts, ends, labels, strict=True)):
        named = width == "wide" or era != era_before
        letters = f"{era if named else ''}{rest}"
        digits = sum(letter.isdecimal() for letter in letters)
        room = (digits * DIGIT + (len(letters) - digits) * KANJI + GAP) / BARS[width] * 100
        if end - start >= longest / 2 and start >= free_from and start + room <= 100:
            shown[index] = named
            free_from, era_before = start + room, era
    return shown


def _without(index: int, shown: Mapping[str, Container[int]]) -> str:
    return " ".join(f"not-{width}" for width, found in shown.items() if index not in found)


def _era_and_number(year: FiscalYear) -> tuple[str, str]:
    label = year.label
    return ("", label) if label[0].isdecimal() else (label[:2], label[2:])

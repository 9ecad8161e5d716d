"""Terms in whole days (期間), both ends included, as ordinances and agreements print them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from common.months import add_months

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, order=True)
class Period:
    """A term (期間) from its first day (初日) to its last day (末日), both days included, both known.

    The only place that does arithmetic on the ends of a term. Sorts by first day, then by last. Raises
    ``ValueError`` when the last day lies before the first.
    """

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            message = f"期間の末日（{self.last.isoformat()}）が初日（{self.first.isoformat()}）より前です。"
            raise ValueError(message)

    @property
    def days(self) -> int:
        """How many days the term has, both ends counted; a term of one day has 1."""
        return (self.last - self.first).days + 1

    def contains(self, day: date) -> bool:
        """Whether the day lies in the term; the first and the last day do."""
        return self.first <= day <= self.last

    def __contains__(self, day: date) -> bool:
        return self.contains(day)

    def overlaps(self, other: Period) -> bool:
        """Whether the two terms share at least one day."""
        return self.first <= other.last and other.first <= self.last

    def touches(self, other: Period) -> bool:
        """Whether one term begins on the very day after the other ends (切れ目なく続く)."""
        day = timedelta(days=1)
        return self.first - other.last == day or other.first - self.last == day

    def days_left(self, on: date) -> int:
        """Days from ``on`` to the last day: 0 on the last day itself, negative after it (days past).

        Before the first day it counts to the last day in the same way, so it may exceed ``days``.
        """
        return (self.last - on).days

    def widened(self, *, before: int, after: int) -> Period:
        """The term with so many days more at its beginning and its end, as far as days go."""
        return Period(
            self.first - min(timedelta(days=before), self.first - date.min),
            self.last + min(timedelta(days=after), date.max - self.last),
        )

    def months_before_first(self, months: int) -> date:
        """The same day of the month, that many months before the first day (clamped to the month's end)."""
        return add_months(self.first, -months)

    def months_before_last(self, months: int) -> date:
        """The same day of the month, that many months before the last day (clamped to the month's end)."""
        return add_months(self.last, -months)


def overlapping(periods: Iterable[Period]) -> tuple[tuple[Period, Period], ...]:
    """Every pair of terms that share a day, in the order of their first days."""
    ordered = sorted(periods)
    return tuple(
        (earlier, later)
        for index, earlier in enumerate(ordered)
        for later in ordered[index + 1 :]
        if earlier.overlaps(later)
    )

"""Open days: of the office (開庁日), and of a centre (開館日), which opens on Saturdays and holidays too.

A calendar is a value. Holidays are data with a known end: they are fixed only about a year ahead, so a day
past ``covers_until`` is provisional (見込み), never silently wrong.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping

ONE_DAY = timedelta(days=1)
YEAR_END = "年末年始"


def is_year_end(day: date) -> bool:
    """Whether the day lies in the closure at the turn of the year: 29 December to 3 January (年末年始)."""
    return (day.month, day.day) >= (12, 29) or (day.month, day.day) <= (1, 3)


class Calendar(Protocol):
    """What the office's and a centre's calendar have in common."""

    def closed_name(self, day: date) -> str | None:
        """Why it is closed on the day, in Japanese; None when it is open."""

    def is_open(self, day: date) -> bool:
        """Whether it is open on the day."""

    def is_provisional(self, day: date) -> bool:
        """Whether the answer for the day may still change (見込み)."""

    def on_or_before(self, day: date) -> date:
        """The day itself if open, else the last open day before it."""

    def on_or_after(self, day: date) -> date:
        """The day itself if open, else the first open day after it."""


class _Searching:
    """Finding the nearest open day."""

    def closed_name(self, day: date) -> str | None:
        raise NotImplementedError

    def is_open(self, day: date) -> bool:
        """Whether it is open on the day."""
        return self.closed_name(day) is None

    def on_or_before(self, day: date) -> date:
        """The day itself if open, else the last open day before it."""
        while not self.is_open(day):
            day -= ONE_DAY
        return day

    def on_or_after(self, day: date) -> date:
        """The day itself if open, else the first open day after it (休日の翌日への繰延べ)."""
        while not self.is_open(day):
            day += ONE_DAY
        return day


@dataclass(frozen=True)
class OpenDays(_Searching):
    """The days on which the office works (開庁日): neither Saturday nor Sunday nor a closed day (閉庁日).

    ``closed`` names public holidays and the office's own closed days, and is complete from ``covers_from``
    to ``covers_until``. Outside, Saturdays, Sundays and 29 December to 3 January are still closed, holidays
    unknown.
    """

    closed: Mapping[date, str]
    covers_until: date
    covers_from: date = date.min

    def closed_name(self, day: date) -> str | None:
        """Why the office is closed on the day (勤労感謝の日, 年末年始, 土曜日); None when it is open."""
        if day in self.closed:
            return self.closed[day]
        if is_year_end(day):
            return YEAR_END
        return {5: "土曜日", 6: "日曜日"}.get(day.weekday())

    def is_provisional(self, day: date) -> bool:
        """Whether the day lies outside what the table covers (見込み)."""
        return not self.covers_from <= day <= self.covers_until


@dataclass(frozen=True)
class CentreDays(_Searching):
    """The days on which a centre opens (開館日): all but 29 December to 3 January and its own closures.

    ``closed`` names the centre's own closed days (臨時休館日).
    """

    closed: Mapping[date, str] = field(default_factory=dict)

    def closed_name(self, day: date) -> str | None:
        """Why the centre is closed on the day; None when it is open."""
        return self.closed.get(day, YEAR_END if is_year_end(day) else None)

    def is_provisional(self, day: date) -> bool:  # noqa: ARG002
        """Never: a centre's days follow no calendar that is still to be published."""
        return False

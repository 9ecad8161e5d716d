"""The cycle of an inspection (点検の周期) or of a filing (届出・報告の周期): dates in, dates out.

Four things keep a due day right over the years:

- it is the legal expiry of a period of months (法的満了日): the first day is not counted (初日不算入, 民法
  第140条), and the period ends by 民法 第143条. Never moved by holidays: 第142条 speaks of transactions;
- a turn done exactly on its due day does not start the count anew: the series goes on from the day it was
  counted from, so that 31 August, 28 February, 31 August never becomes the 28th;
- done on any other day, the next turn counts from the day it was done, which is what the law says;
- what is owed by fiscal year or by month is due at the end of the first one that lacks a turn; a surplus in a
  later one does not heal it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from common.eras import era_day, era_month
from common.fiscal_year import FiscalYear
from common.months import MONTHS_OF_YEAR, civil_code_expiry
from maintenance.choices import Counting

if TYPE_CHECKING:
    from collections.abc import Sequence

ONE_DAY = timedelta(days=1)

APRIL = 3
"""Months are numbered from April, so that twelve of them are a fiscal year."""


@dataclass(frozen=True)
class Anchor:
    """From which day a due day is counted (起算の日), and over how many months."""

    counted_from: date
    months: int

    @property
    def due_on(self) -> date:
        """The legal expiry (民法 第140条・第143条)."""
        return civil_code_expiry(self.counted_from, self.months)


@dataclass(frozen=True)
class Due:
    """When something is due and why; ``anchor`` is empty where it is owed by calendar periods."""

    due_on: date
    reason: str
    anchor: Anchor | None = None


@dataclass(frozen=True)
class PastTurn:
    """What the count needs to know of one turn that is through (done or withdrawn)."""

    due_on: date | None
    done_on: date | None
    cycle_months: int
    anchor: Anchor | None = None


def next_due(done_on: date, cycle_months: int) -> date:
    """The last lawful day of the next turn after one done on ``done_on``, whatever came before."""
    return civil_code_expiry(done_on, cycle_months)


def counted_from_last(done_on: date, cycle_months: int) -> Due:
    """One cycle after the day it was done."""
    anchor = Anchor(done_on, cycle_months)
    return Due(anchor.due_on, f"前回 {era_day(done_on)} から{cycle_months}か月", anchor)


def in_series(turn: PastTurn, *, done_on: date, cycle_months: int) -> Due:
    """The next in the series: the anchor stays if the turn was done on the very day it was due."""
    if turn.anchor is None or done_on != turn.due_on:
        return counted_from_last(done_on, cycle_months)
    anchor = Anchor(turn.anchor.counted_from, turn.anchor.months + cycle_months)
    reason = f"{era_day(anchor.counted_from)} から{anchor.months}か月（前回は期限の日に実施）"
    return Due(anchor.due_on, reason, anchor)


@dataclass(frozen=True)
class Owed:
    """How much is owed in calendar periods: ``turns`` within every ``span`` of units of ``unit`` months."""

    unit: int
    span: int
    turns: int

    def number(self, day: date) -> int:
        """Which unit the day lies in, counted from April of the year 0."""
        return (day.year * MONTHS_OF_YEAR + day.month - 1 - APRIL) // self.unit

    def last_day(self, number: int) -> date:
        """The last day of a unit."""
        year, month = divmod((number + 1) * self.unit + APRIL, MONTHS_OF_YEAR)
        return date(year, month + 1, 1) - ONE_DAY

    def due(self, number: int) -> Due:
        """Due at the end of a unit."""
        last = self.last_day(number)
        if self.unit == MONTHS_OF_YEAR:
            every = f"（{self.span}年度ごと）" if self.span > 1 else ""
            return Due(last, f"{FiscalYear.of(last).label}の分{every}")
        every = f"（{self.span}か月ごと）" if self.span > 1 else ""
        return Due(last, f"{era_month(last)}の分{every}")


def owed_by(counting: str, cycle_months: int) -> Owed | None:
    """What is owed in calendar periods; None where turns are counted from the last one.

    By fiscal year, a cycle of 6 months means two turns in each, one of 36 months a turn in every third.
    """
    if counting == Counting.FISCAL_YEAR:
        return Owed(
            unit=MONTHS_OF_YEAR,
            span=max(1, cycle_months // MONTHS_OF_YEAR),
            turns=max(1, MONTHS_OF_YEAR // cycle_months),
        )
    if counting == Counting.CALENDAR_MONTH:
        return Owed(unit=1, span=cycle_months, turns=1)
    return None


def first_lacking(past: Sequence[PastTurn], owed: Owed) -> Due | None:
    """The end of the first period that lacks a turn.

    A turn that was done answers the period in which it was done, and no other; one that the office withdrew
    (できなかった・行う必要がなかった) answers the period for which it was due. None where none of ``past``
    tells when the watch began.
    """
    began = [number for turn in past if (number := _owed_before(turn, owed)) is not None]
    if not began:
        return None
    answered: Counter[int] = Counter()
    for turn in past:
        day = turn.done_on or turn.due_on
        if day is not None:
            answered[owed.number(day)] += 1
    reached = min(began)
    while full := [
        number for number in range(reached + 1, reached + owed.span + 1) if answered[number] >= owed.turns
    ]:
        reached = full[-1]
    return owed.due(reached + owed.span)


def _owed_before(turn: PastTurn, owed: Owed) -> int | None:
    """The last unit before the period that the turn was planned for. Where nobody knew when it was due, what
    came before the day it was done is not asked for any more."""
    if turn.due_on is not None:
        return owed.number(turn.due_on) - owed.span
    return owed.number(turn.done_on) - 1 if turn.done_on else None


def after_last_done(done_on: date, *, counting: str, cycle_months: int) -> Due | None:
    """The first turn watched, where the day of the one before is known (前回の点検日)."""
    if not repeats(counting):
        return None
    owed = owed_by(counting, cycle_months)
    if owed is None:
        return counted_from_last(done_on, yearly_if_standing(counting, cycle_months))
    this = owed.number(done_on)
    return owed.due(this if owed.turns > 1 else this + owed.span)


def following_due(past: Sequence[PastTurn], *, counting: str, cycle_months: int) -> Due | None:
    """When the turn after these is due; the last of ``past`` is the one just done or withdrawn.

    None where nothing follows: what is done once only or on occasion, and what was withdrawn while turns are
    counted from the last one.
    """
    if not repeats(counting):
        return None
    owed = owed_by(counting, cycle_months)
    if owed is not None:
        return first_lacking(past, owed)
    last = past[-1]
    if last.done_on is None:
        return None
    return in_series(last, done_on=last.done_on, cycle_months=yearly_if_standing(counting, cycle_months))


def repeats(counting: str) -> bool:
    """Whether another turn follows by itself."""
    return counting not in {Counting.ONCE, Counting.OCCASION}


def yearly_if_standing(counting: str, cycle_months: int) -> int:
    """A standing duty (常時の義務: AED every day) has no turns; once a year it is confirmed to be kept."""
    return MONTHS_OF_YEAR if counting == Counting.STANDING else cycle_months

"""The term of a group at its centre (まかされている期間) as it is told to its members: where it stands today,
and what follows from that."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from common.durations import span_in_words
from common.eras import era_day, era_month
from common.periods import Period
from designated_managers.choices import DesignationStage
from designated_managers.rules.term import day_after, reading_days

if TYPE_CHECKING:
    from collections.abc import Sequence

    from designated_managers.models import Designation

ASK = "市の担当に聞いてください。"


@dataclass(frozen=True)
class Reading:
    """For how many days before a term and after it a group reads its centre."""

    before: int
    after: int

    def opens_on(self, designation: Designation) -> date:
        """The first day on which the group reads the centre of this designation; none where it never has
        effect."""
        days = reading_days(designation.days, before=self.before, after=self.after)
        return days.first if days else date.max


@dataclass(frozen=True)
class TermNow:
    """A term on the day: whether it is in force, its days with effect where both are known, and what is to be
    said of it, sentence by sentence."""

    in_force: bool
    days: Period | None
    sentences: tuple[str, ...]


def told_first(designations: Sequence[Designation], *, reading: Reading, on: date) -> Designation:
    """Of the designations of one centre and one reader the one that the page is about: the one in force, else
    the next to begin of which they may read already, else the last that ended."""

    def rank(designation: Designation) -> tuple[int, int]:
        first, last = designation.days.effect
        if designation.in_force_on(on):
            return 0, 0
        if on >= first:
            return 2, -last.toordinal()
        return (1 if reading.opens_on(designation) <= on else 3), first.toordinal()

    return min(designations, key=rank)


def term_now(
    designation: Designation,
    following: Designation | None,
    *,
    reading: Reading,
    on: date,
    call_on: date | None = None,
) -> TermNow:
    """How the term stands on the day; ``following`` is the group's own next one there, once it is made,
    ``call_on`` about when one applies for a next one (次の募集) as long as it is not."""
    effect = designation.days.effect
    stage = designation.stage_on(on)
    if stage is DesignationStage.IN_FORCE:
        sentences = [*_running(*effect, on=on), *_called(None if following else call_on, on=on)]
    elif stage is DesignationStage.MADE:
        sentences = _coming(*effect, on=on)
    else:
        sentences = _over(designation, reading)
    known = date.min < effect[0] <= effect[1] < date.max
    return TermNow(
        in_force=stage is DesignationStage.IN_FORCE,
        days=Period(*effect) if known else None,
        sentences=(*sentences, *_earlier_than_planned(designation), *_goes_on(following)),
    )


def following(designation: Designation, others: Sequence[Designation]) -> Designation | None:
    """The group's next term at the same centre, once it is made."""
    _, last = designation.days.effect
    later = [other for other in others if other.first_on is not None and other.first_on > last]
    return min(later, key=lambda other: other.days.effect, default=None)


def _running(first: date, last: date, *, on: date) -> list[str]:
    if last == date.max:
        return [f"終わる日は、まだ記録されていません。{ASK}"]
    if last == on:
        return ["きょうが最後の日です。"]
    left = f"あと{(last - on).days:,}日です。"
    gone, whole = span_in_words(first, on), span_in_words(first, day_after(last))
    if first > date.min and gone and whole:
        left += f"{whole}のうち、{gone}たちました。"
    return [f"{era_day(last)}までです。", left]


def _coming(first: date, last: date, *, on: date) -> list[str]:
    whole = span_in_words(first, day_after(last)) if last < date.max else ""
    return [
        f"{era_day(first)}に始まります。あと{(first - on).days:,}日です。",
        *([f"{era_day(last)}までの{whole}です。"] if whole else []),
        "点検の記録は、始まってからできます。",
    ]


def _over(designation: Designation, reading: Reading) -> list[str]:
    _, last = designation.days.effect
    until = reading_days(designation.days, before=reading.before, after=reading.after)
    sentences = [f"{era_day(last)}に終わりました。点検の記録は、もうできません。"]
    if until is not None:
        sentences.append(f"{era_day(until.last)}までは、ここを見られます。")
    return sentences


def _earlier_than_planned(designation: Designation) -> list[str]:
    """That the term was cut short (取消し・終了), where it was."""
    planned = designation.last_on
    if planned is None or designation.revoked_on is None:
        return []
    return [f"はじめの予定は{era_day(planned)}まででした。"]


def _called(call_on: date | None, *, on: date) -> list[str]:
    """About when one applies; nothing once that month is over, as nobody knows then what became of it."""
    if call_on is None or (call_on.year, call_on.month) < (on.year, on.month):
        return []
    return [f"次の期間の申し込みは、{era_month(call_on)}ごろの見込みです。"]


def _goes_on(after: Designation | None) -> list[str]:
    if after is None or after.first_on is None:
        return []
    until = f"{era_day(after.last_on)}まで" if after.last_on else ""
    return [f"次は{era_day(after.first_on)}から{until}まかされます。"]

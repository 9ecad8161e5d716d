"""Where a designation stands on a day (段階), and what its own days have against each other."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from common.problems import Problem
from designated_managers.choices import DesignationStage, VoteResult

if TYPE_CHECKING:
    from collections.abc import Iterator

FELL_THROUGH = frozenset({VoteResult.REJECTED, VoteResult.WITHDRAWN})

BEFORE_ITS_TERM = frozenset(
    {
        DesignationStage.PREPARING,
        DesignationStage.CANDIDATE,
        DesignationStage.BILL,
        DesignationStage.VOTED,
        DesignationStage.MADE,
    }
)
"""On the way to its first day."""


@dataclass(frozen=True)
class DesignationDays:
    """The dated facts of one designation; a day not known is None.

    ``revoked`` is the first day without effect. ``unconfirmed`` says that the designation stands although
    some of its days are not known (要確認). ``prior`` is the day on which the mayor decided in place of the
    council (専決処分, 地方自治法 第179条).
    """

    designated: date | None = None
    first: date | None = None
    last: date | None = None
    revoked: date | None = None
    unconfirmed: bool = False
    voted: date | None = None
    vote_result: str = ""
    candidate: date | None = None
    bill: date | None = None
    prior: date | None = None
    announced: date | None = None

    @property
    def effect(self) -> tuple[date, date]:
        """First and last day of effect; a day not known reaches without end."""
        first, last = self.first or date.min, self.last or date.max
        if self.revoked is not None and self.revoked > date.min:
            last = min(last, self.revoked - timedelta(days=1))
        return first, last

    @property
    def last_with_effect(self) -> date | None:
        """The last day of effect: the last of the term, or the day before a revocation; None while not
        known."""
        last = self.effect[1]
        return None if last == date.max else last

    @property
    def fell_through(self) -> bool:
        """Whether its bill failed, on whatever day, and it was neither made nor decided in place of the
        council before."""
        made = self.designated is not None or self.unconfirmed
        return self.vote_result in FELL_THROUGH and self.prior is None and not made

    def shares_a_day_with(self, other: DesignationDays) -> bool:
        """Whether there is a day on which both have effect."""
        first = max(self.effect[0], other.effect[0])
        last = min(self.effect[1], other.effect[1])
        return first <= last


def in_force_on(on: date, days: DesignationDays) -> bool:
    """Whether the designation has effect on the day: 指定 made by it, inside the term, not revoked by it."""
    begun = days.first is None or days.first <= on
    lasting = days.last is None or on <= days.last
    return _made_by(on, days) and begun and lasting and not _by(on, days.revoked)


def stage_on(on: date, days: DesignationDays) -> DesignationStage:
    """Where the designation stands on the day. 指定期間中 exactly when it is in force.

    Each fact counts from its own day on. A vote is not yet a designation: 指定 is.
    """
    if not _made_by(on, days):
        return _stage_before_it_is_made(on, days)
    if _by(on, days.revoked):
        return DesignationStage.REVOKED
    if days.first is not None and on < days.first:
        return DesignationStage.MADE
    if days.last is not None and days.last < on:
        return DesignationStage.ENDED
    return DesignationStage.IN_FORCE


def contradictions(days: DesignationDays) -> Iterator[Problem]:
    """What its days say against each other, beyond what the register itself refuses.

    Without the vote of the council there is no designation (地方自治法 第244条の2第6項) and nothing to give
    public notice of, unless the mayor decided in its place (専決処分, 地方自治法 第179条).
    """
    if days.prior is None and days.vote_result not in {"", VoteResult.PASSED}:
        yield from _despite_the_vote(days)
    elif days.prior is None and not days.vote_result and not days.unconfirmed:
        yield from _before_the_vote(days)
    if days.vote_result and days.voted is None and not days.unconfirmed:
        yield Problem(
            "vote-without-day", "議決の結果を選んだときは、議決日も入力してください。", field="voted_on"
        )
    if days.revoked is None:
        return
    if days.designated is not None and days.revoked < days.designated:
        yield Problem(
            "revoked-before-made", "取消し・終了の日は指定日以後の日にしてください。", field="revoked_on"
        )
    if days.last is not None and days.revoked > days.last:
        yield Problem(
            "revoked-after-end",
            "取消し・終了の日は、指定期間の末日以前の日にしてください。期間どおりに終わるときは空けておきます。",
            field="revoked_on",
        )


def _despite_the_vote(days: DesignationDays) -> Iterator[Problem]:
    if days.designated is not None:
        yield Problem(
            "designated-without-vote",
            "議案が可決されていないので、指定日は入力できません（地方自治法 第244条の2第6項）。",
            field="designated_on",
        )
    elif days.unconfirmed:
        yield Problem(
            "unconfirmed-without-vote",
            "議案が可決されていないので、「古い日付は要確認」の指定にはできません"
            "（地方自治法 第244条の2第6項）。",
            field="days_unconfirmed",
        )
    if days.announced is not None:
        yield Problem(
            "announced-without-vote",
            "議案が可決されていないので、告示日は入力できません（地方自治法 第244条の2第6項）。",
            field="announced_on",
        )


def _before_the_vote(days: DesignationDays) -> Iterator[Problem]:
    """Said once, at the vote that is missing."""
    if days.designated is not None:
        yield Problem(
            "designated-before-vote",
            "指定の前に、議決日と結果（または専決処分の日）を入力してください（地方自治法 第244条の2第6項）。"
            "昔の指定で分からないときは「古い日付は要確認」に印を付けてください。",
            field="voted_on",
        )
    elif days.announced is not None and days.voted is None:
        yield Problem(
            "announced-before-vote",
            "告示の前に、議決日と結果（または専決処分の日）を入力してください"
            "（地方自治法 第244条の2第6項）。",
            field="voted_on",
        )


def _stage_before_it_is_made(on: date, days: DesignationDays) -> DesignationStage:
    result = days.vote_result if _by(on, days.voted) else ""
    if _by(on, days.prior) or result == VoteResult.PASSED:
        return DesignationStage.VOTED
    if result in FELL_THROUGH:
        return DesignationStage.FELL_THROUGH
    if _by(on, days.bill) or result == VoteResult.CONTINUED:
        return DesignationStage.BILL
    return DesignationStage.CANDIDATE if _by(on, days.candidate) else DesignationStage.PREPARING


def _made_by(on: date, days: DesignationDays) -> bool:
    return days.unconfirmed if days.designated is None else days.designated <= on


def _by(on: date, day: date | None) -> bool:
    return day is not None and day <= on

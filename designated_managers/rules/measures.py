"""What prevents a measure of supervision (監督の措置), what deserves a warning, and where it stands on a
day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from common.deadlines import Side
from common.problems import Problem
from designated_managers.choices import ENDING, SUSPENSIONS, ClosedHow, MeasureKind, MeasureState

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import date

    from designated_managers.rules.stage import DesignationDays

INSTRUCTS = "地方自治法 第244条の2第10項"
SUSPENDS = "地方自治法 第244条の2第11項"
HEARING = "行政手続法 第13条第1項第1号"
CHANCE_TO_EXPLAIN = "行政手続法 第13条第1項第2号"

USUAL_ORDER = "ふつうは、指示、改善計画、業務停止、取消しの順に進みます。"

ARTICLES = {
    MeasureKind.INSTRUCTION: INSTRUCTS,
    MeasureKind.SUSPENSION_PART: SUSPENDS,
    MeasureKind.SUSPENSION_WHOLE: SUSPENDS,
    MeasureKind.REVOCATION: SUSPENDS,
    MeasureKind.RELEASE: "",
}
"""On which article each measure rests; the body's own request (返上) rests on none."""


@dataclass(frozen=True)
class MeasureDays:
    """The dated facts of one measure; a day not known, or that it has not, is None.

    ``plan_handed_in`` and ``plan_accepted`` are of the latest improvement plan (改善計画). ``closed`` is
    the first day on which the measure no longer has effect.
    """

    kind: str
    decided: date
    due: date | None = None
    plan_due: date | None = None
    plan_handed_in: date | None = None
    plan_accepted: date | None = None
    review_by: date | None = None
    first: date | None = None
    last: date | None = None
    ends: date | None = None
    requested: date | None = None
    heard: date | None = None
    not_heard_reason: str = ""
    closed: date | None = None
    closed_how: str = ""


def suspends_on(on: date, days: MeasureDays) -> bool:
    """Whether business is suspended on the day by this measure: inside its days, not lifted by it, and never
    taken back as a mistake."""
    if days.kind not in SUSPENSIONS or days.closed_how == ClosedHow.WITHDRAWN or days.first is None:
        return False
    running = days.last is None or on <= days.last
    lifted = days.closed is not None and days.closed <= on
    return days.first <= on and running and not lifted


def state_on(on: date, days: MeasureDays) -> MeasureState:
    """Where the measure stands on the day."""
    if days.closed is not None and days.closed <= on:
        return MeasureState.CLOSED
    if days.kind in ENDING:
        return MeasureState.IN_EFFECT
    if days.kind in SUSPENSIONS:
        return _suspension_state(on, days)
    return _instruction_state(on, days)


def _suspension_state(on: date, days: MeasureDays) -> MeasureState:
    if suspends_on(on, days):
        return MeasureState.RUNNING
    return MeasureState.AHEAD if days.first is not None and on < days.first else MeasureState.OVER


def _instruction_state(on: date, days: MeasureDays) -> MeasureState:
    due, side = due_of(days)
    if side == Side.CITY:
        return MeasureState.PLAN_IN
    late = due is not None and due < on
    if days.plan_due is not None and days.plan_handed_in is None:
        return MeasureState.PLAN_OVERDUE if late else MeasureState.PLAN_DUE
    return MeasureState.OVERDUE if late else MeasureState.IMPROVING


def due_of(days: MeasureDays) -> tuple[date | None, Side]:
    """What an open instruction waits for next: by which day, and whose turn it is. First the plan, then the
    city's word on it, then the improvement; the same answer as ``deadlines`` in SQL."""
    if days.plan_handed_in is not None and days.plan_accepted is None:
        return days.review_by, Side.CITY
    if days.plan_due is not None and days.plan_handed_in is None:
        return days.plan_due, Side.MANAGER
    return days.due, Side.MANAGER


def warnings_about(days: MeasureDays, before: Collection[str]) -> Iterator[Problem]:
    """What deserves a warning (要確認) but is the city's to decide: the hearing, and the usual order.

    ``before`` are the kinds of the standing measures decided before this one.
    """
    yield from _hearing_missing(days)
    if days.kind in SUSPENSIONS and MeasureKind.INSTRUCTION not in before:
        yield _warning("no-instruction", f"指示をした記録がありません。{USUAL_ORDER}")
    if days.kind == MeasureKind.REVOCATION and not SUSPENSIONS & set(before):
        yield _warning("no-suspension", f"業務停止をした記録がありません。{USUAL_ORDER}")


def _hearing_missing(days: MeasureDays) -> Iterator[Problem]:
    if days.heard is not None or days.not_heard_reason:
        return
    if days.kind == MeasureKind.REVOCATION:
        yield _warning(
            "hearing-missing", f"聴聞の日も、しなかった理由も記録されていません（{HEARING}）。", "heard_on"
        )
    elif days.kind in SUSPENSIONS:
        message = f"弁明の機会を与えた日も、与えなかった理由も記録されていません（{CHANCE_TO_EXPLAIN}）。"
        yield _warning("chance-missing", message, "heard_on")


def _warning(code: str, message: str, field: str = "") -> Problem:
    return Problem(code, message, blocks=False, field=field)


def problems_with_measure(days: MeasureDays, of: DesignationDays, *, on: date) -> Iterator[Problem]:
    """Why the measure cannot stand against the designation's own days, beyond what the register refuses."""
    if days.decided > on:
        yield Problem("measure-to-come", "措置の日は、きょうまでの日を入力してください。", field="decided_on")
    if days.heard is not None and days.heard > days.decided:
        yield Problem("heard-after", "聴聞・弁明の日は、措置の日以前の日にしてください。", field="heard_on")
    if of.designated is None and not of.unconfirmed:
        yield Problem("not-made", "まだ指定されていないので、措置は記録できません。")
        return
    if of.designated is not None and days.decided < of.designated:
        yield Problem("before-designation", "措置の日は、指定日以後の日にしてください。", field="decided_on")
    yield from _outside_the_term(days, of)


def _outside_the_term(days: MeasureDays, of: DesignationDays) -> Iterator[Problem]:
    """A measure that ends the designation is not held against the end that it makes itself."""
    first, last = of.effect
    if days.kind not in ENDING and days.decided > last:
        yield Problem(
            "after-designation",
            "指定が終わったあとの日です。措置の日を確かめてください。",
            field="decided_on",
        )
    if days.kind in SUSPENSIONS and days.first is not None and not first <= days.first <= last:
        yield Problem("stop-outside", "停止の初日は、指定期間の中の日にしてください。", field="first_on")
    if days.kind in SUSPENSIONS and days.last is not None and days.last > last:
        yield Problem(
            "stop-past-end", "停止の末日は、指定期間の末日までの日にしてください。", field="last_on"
        )


def next_usual(kinds: Collection[str]) -> MeasureKind:
    """The step that usually comes next (指示, 業務停止, 取消し); proposed, never forced."""
    if MeasureKind.INSTRUCTION not in kinds:
        return MeasureKind.INSTRUCTION
    return MeasureKind.REVOCATION if SUSPENSIONS & set(kinds) else MeasureKind.SUSPENSION_PART

"""The road to a designation, planned backwards (指定スケジュール): from the first day through the deadline
for bills of a council session to today.

Plain arithmetic on days. What the city decides - the steps, how long each takes, when the council usually
sits, how many days a hand-over needs - comes in as data.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from common.months import add_months
from designated_managers.choices.designations import SelectionKind
from designated_managers.choices.roads import Needed, RoadStepState, SessionKind
from designated_managers.rules.road_steps import AnchorKind, Needs, RoadPattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from common.business_days import OpenDays
    from designated_managers.rules.council import SessionDays
    from designated_managers.rules.road_steps import StepRule


class CannotPlan(ValueError):
    """A road that cannot be planned; the message says why in one sentence."""


@dataclass(frozen=True)
class Aim:
    """What a road leads to: the first day, the session of the vote, and what it needs on the way."""

    first_on: date
    selection_kind: str
    session: SessionDays
    late_bill: bool = False
    needed: Mapping[Needs, str] = field(default_factory=dict)

    @property
    def handover_days(self) -> int:
        """Days left to hand over (引継ぎに使える日数): the first day less the day of the vote."""
        return (self.first_on - self.session.votes_on).days


@dataclass(frozen=True)
class PlannedDay:
    """When a step has to be done at the latest, and when it usually is; ``provisional``: it hangs on a day
    that may still change (見込み)."""

    rule: StepRule
    latest: date
    usual: date
    provisional: bool
    needed: str = Needed.YES


@dataclass(frozen=True)
class StepDays:
    """A step on its way: the days planned for it, the day somebody expects it, and the day it was done."""

    code: str
    name: str
    place: int
    latest: date
    usual: date
    needed: str = Needed.YES
    expected: date | None = None
    done: date | None = None
    before_vote: bool = False
    answered_by: str = ""
    is_goal: bool = False

    @property
    def has_room(self) -> bool:
        """Whether it is usually done before its latest day, or somebody expects it on a day of their own."""
        return self.usual < self.latest or self.expected is not None

    def is_done(self, on: date) -> bool:
        """A fact counts from its own day on."""
        return self.done is not None and self.done <= on

    def forecast(self, on: date) -> date:
        """When it will be done, as far as one can say: as planned, else as usual, never before today."""
        return max(self.expected or self.done or min(self.usual, self.latest), on)


@dataclass(frozen=True)
class Standing:
    """How a step stands on a day. ``slack``: days between its latest day and the day it is expected or was
    done; negative when late."""

    step: StepDays
    state: RoadStepState
    day: date
    slack: int


@dataclass(frozen=True)
class Misfit:
    """The step at which the road no longer fits, and by how many days. ``passed``: its latest day is over;
    else it is only expected too late."""

    step: StepDays
    days: int
    passed: bool


@dataclass(frozen=True)
class Way:
    """One way to a vote before the first day: the session, by when the bill has to be in, the days left."""

    session: SessionDays
    late_bill: bool
    submit_by: date
    days: int
    missing: int
    chosen: bool = False

    @property
    def name(self) -> str:
        """12月定例会, 12月定例会（追加議案）."""
        return f"{self.session.name}（追加議案）" if self.late_bill else self.session.name

    @property
    def is_extra(self) -> bool:
        """Whether somebody has to call the session first (招集)."""
        return self.session.to_be_called


@dataclass(frozen=True)
class LaterStart:
    """A later first day, until which the city runs the centre itself (直営でつなぐ): the earliest for the
    session that can still be reached."""

    first_on: date
    session: SessionDays
    late_bill: bool
    days: int


def pattern_of(selection_kind: str, handover_days: int, *, late_vote_days: int) -> RoadPattern:
    """Which steps the road has; a vote fewer than so many days before the first day is late (3月議決)."""
    late = handover_days < late_vote_days
    if selection_kind == SelectionKind.OPEN:
        return RoadPattern.OPEN_LATE if late else RoadPattern.OPEN
    return RoadPattern.DIRECT_LATE if late else RoadPattern.DIRECT


def plan_backwards(
    rules: Iterable[StepRule],
    aim: Aim,
    *,
    sessions: Sequence[SessionDays],
    calendar: OpenDays,
    late_vote_days: int,
) -> tuple[PlannedDay, ...]:
    """Every step with its latest and its usual day, the goal first. Raises ``CannotPlan``."""
    if aim.session.votes_on >= aim.first_on:
        message = f"{aim.session.name}の議決日は、指定期間の初日より前の日にしてください。"
        raise CannotPlan(message)
    pattern = pattern_of(aim.selection_kind, aim.handover_days, late_vote_days=late_vote_days)
    chosen = {rule.step: rule for rule in rules if pattern in rule.patterns}
    if not chosen:
        message = "段階の一覧（road_steps）が読み込まれていません。"
        raise CannotPlan(message)
    planning = _Planning(chosen, aim, sessions, calendar)
    days = [planning.of(rule) for rule in chosen.values()]
    return tuple(sorted(days, key=lambda one: (one.latest, one.rule.place), reverse=True))


class _Planning:
    """One plan being made; a step is reckoned once, after the one it is counted from."""

    def __init__(
        self,
        rules: Mapping[str, StepRule],
        aim: Aim,
        sessions: Sequence[SessionDays],
        calendar: OpenDays,
    ) -> None:
        self.rules, self.aim, self.sessions, self.calendar = rules, aim, sessions, calendar
        self.made: dict[str, PlannedDay] = {}

    def of(self, rule: StepRule, above: frozenset[str] = frozenset()) -> PlannedDay:
        if rule.step in above:
            message = f"「{rule.name}」の数え始めをたどると、この段階に戻ってしまいます。"
            raise CannotPlan(message)
        if rule.step not in self.made:
            start, provisional = self._start(rule, above | {rule.step})
            # The days after a late vote would reach past the first day, before which all must be done.
            latest = min(rule.rolled(rule.latest.after(start), self.calendar), self.aim.first_on)
            usual = rule.rolled(rule.usual.after(start), self.calendar)
            unsure = provisional or (rule.rolls != "none" and self.calendar.is_provisional(latest))
            needed = self.aim.needed.get(rule.needs, Needed.UNKNOWN) if rule.needs else Needed.YES
            self.made[rule.step] = PlannedDay(rule, latest, min(usual, latest), unsure, needed)
        return self.made[rule.step]

    def _start(self, rule: StepRule, above: frozenset[str]) -> tuple[date, bool]:
        """The day the step is counted from, and whether it is provisional."""
        session = self.aim.session
        if rule.anchor.kind is AnchorKind.FIRST_DAY:
            return self.aim.first_on, False
        if rule.anchor.kind is AnchorKind.BILL_DEADLINE:
            return session.deadline(late_bill=self.aim.late_bill)
        if rule.anchor.kind is AnchorKind.VOTE:
            return session.votes_on, "votes_on" in session.projected
        return self._start_from_step(rule, above)

    def _start_from_step(self, rule: StepRule, above: frozenset[str]) -> tuple[date, bool]:
        other = self.rules.get(rule.anchor.step)
        if other is None:
            message = f"「{rule.name}」の数え始めの段階「{rule.anchor.step}」がありません。"
            raise CannotPlan(message)
        counted = self.of(other, above)
        if rule.anchor.kind is AnchorKind.STEP:
            return counted.latest, counted.provisional
        if rule.anchor.kind is AnchorKind.DEADLINE_OF and other.anchor.kind is AnchorKind.VOTE:
            return self.aim.session.deadline(late_bill=self.aim.late_bill)
        found = self._voting_by(counted.latest)
        name = "bills_by" if rule.anchor.kind is AnchorKind.DEADLINE_OF else "votes_on"
        return getattr(found, name), name in found.projected or counted.provisional

    def _voting_by(self, day: date) -> SessionDays:
        """The last regular session that votes by the day."""
        before = [one for one in self.sessions if one.kind == SessionKind.REGULAR and one.votes_on <= day]
        if not before:
            message = "条例を改正する会期が見つかりません。会期の目安（council_windows）を確かめてください。"
            raise CannotPlan(message)
        return max(before, key=lambda one: one.votes_on)


def standings(steps: Iterable[StepDays], on: date) -> tuple[Standing, ...]:
    """How each step stands on the day.

    Up to the vote a later step that is done leaves the earlier ones behind (記録なし): nobody waits for the
    meeting that explains a call once the committee has spoken. What follows the vote stands for itself, and
    so does what only some roads need: a vote does not make up for the ordinance.
    """
    listed = list(steps)
    furthest = max((one.place for one in listed if one.is_done(on)), default=-1)
    return tuple(_standing(one, on, left_behind=one.before_vote and one.place < furthest) for one in listed)


def _standing(step: StepDays, on: date, *, left_behind: bool) -> Standing:
    if step.is_done(on) and step.done is not None:
        return Standing(step, RoadStepState.DONE, step.done, (step.latest - step.done).days)
    if step.needed == Needed.NO:
        return Standing(step, RoadStepState.NOT_NEEDED, step.usual, 0)
    forecast = step.forecast(on)
    slack = (step.latest - forecast).days
    if left_behind:
        return Standing(step, RoadStepState.LEFT_BEHIND, step.usual, 0)
    if step.latest < on:
        return Standing(step, RoadStepState.LATE, step.expected or forecast, (step.latest - on).days)
    # A day that leaves no room by its nature (the vote, the first of April) is short only on the day itself.
    short = slack < 0 or (slack == 0 and (step.has_room or step.latest == on))
    return Standing(
        step, RoadStepState.SHORT if short and not step.is_goal else RoadStepState.AHEAD, forecast, slack
    )


def misfit(found: Iterable[Standing], on: date) -> Misfit | None:
    """The step at which the road no longer fits: the first, in the order of the road, whose latest day is
    over, or which is expected after it."""
    late = [one for one in found if one.state is RoadStepState.LATE]
    if late:
        first = min(late, key=lambda one: (one.step.latest, one.step.place))
        return Misfit(first.step, (on - first.step.latest).days, passed=True)
    too_late = [one for one in found if one.state is RoadStepState.SHORT and one.slack < 0]
    if too_late:
        first = min(too_late, key=lambda one: (one.step.latest, one.step.place))
        return Misfit(first.step, -first.slack, passed=False)
    return None


def ways(
    aim: Aim, *, sessions: Iterable[SessionDays], on: date, needed_days: int, submitted: bool = False
) -> tuple[Way, ...]:
    """The sessions through which the vote still comes before the first day, in their order.

    A session counts while its bill can still be handed in by the day: by its deadline, or after it as a
    supplementary bill (追加議案). The one at hand always counts once the bill is there.
    """
    found = []
    for session in sessions:
        if not on <= session.votes_on < aim.first_on:
            continue
        chosen = _is_same(session, aim.session)
        days = (aim.first_on - session.votes_on).days
        handed_in = _handed_in(session, aim, on=on, there=chosen and submitted)
        if handed_in is not None:
            late_bill, submit_by = handed_in
            found.append(Way(session, late_bill, submit_by, days, max(needed_days - days, 0), chosen))
    return tuple(found)


def _is_same(one: SessionDays, other: SessionDays) -> bool:
    if one.pk is not None or other.pk is not None:
        return one.pk == other.pk
    return (one.window, one.year) == (other.window, other.year)


def _handed_in(session: SessionDays, aim: Aim, *, on: date, there: bool) -> tuple[bool, date] | None:
    """Whether the bill comes as a supplementary one, and by when it has to be in; None: it is too late.
    ``there``: the council has it already."""
    late_bill = aim.late_bill if there else session.bills_by < on
    if late_bill and session.late_bills_by is None:
        return None
    submit_by, _ = session.deadline(late_bill=late_bill)
    return None if submit_by < on and not there else (late_bill, submit_by)


def later_start(
    aim: Aim, *, sessions: Iterable[SessionDays], on: date, needed_days: int
) -> LaterStart | None:
    """The earliest first day of a month that leaves the days a hand-over needs after the first session that
    can still be reached; never before the first day aimed at."""
    for session in sorted(sessions, key=lambda one: one.votes_on):
        late_bill = session.bills_by < on
        submit_by, _ = session.deadline(late_bill=late_bill)
        if submit_by < on or session.votes_on < on:
            continue
        earliest = session.votes_on + timedelta(days=needed_days)
        first_on = max(aim.first_on, _first_of_month_from(earliest))
        return LaterStart(first_on, session, late_bill, (first_on - session.votes_on).days)
    return None


def _first_of_month_from(day: date) -> date:
    return day if day.day == 1 else add_months(day.replace(day=1), 1)


def session_for(first_on: date, sessions: Iterable[SessionDays], *, needed_days: int) -> SessionDays | None:
    """The session a road usually goes through: the last regular one that leaves so many days to hand over,
    counted to the first day; where none does, the last before it."""
    before = [one for one in sessions if one.kind == SessionKind.REGULAR and one.votes_on < first_on]
    fits = [one for one in before if (first_on - one.votes_on).days >= needed_days]
    return max(fits or before, key=lambda one: one.votes_on, default=None)


def moved_steps(
    before: Mapping[str, date], after: Mapping[str, date]
) -> Iterator[tuple[str, date, date | None]]:
    """The steps whose latest day is another one now, or which are gone."""
    for code, day in before.items():
        if after.get(code) != day:
            yield code, day, after.get(code)

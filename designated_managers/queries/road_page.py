"""The page of one road: its steps as they stand, whether it still fits, and what would still work."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from common.db.history import with_version
from common.eras import era_day
from common.office_days import short_day
from designated_managers.choices import Needed, RoadStepState, VoteResult
from designated_managers.models import Designation, PlannedStep, Road, RoadPlan
from designated_managers.queries.council import council
from designated_managers.queries.road_plans import aim_of, difference_of, what_counts
from designated_managers.queries.roads import OPEN_STATES, next_steps, step_days
from designated_managers.rules.road_steps import Needs
from designated_managers.rules.timeline import later_start, misfit, standings, ways
from ui import plans

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from django.db.models import QuerySet

    from common.scope import Scope
    from designated_managers.queries.council import Council
    from designated_managers.rules.council import SessionDays
    from designated_managers.rules.timeline import Aim, LaterStart, Misfit, Standing, Way

SHAPES = {
    RoadStepState.DONE: "done",
    RoadStepState.LEFT_BEHIND: "none",
    RoadStepState.LATE: "overdue",
    RoadStepState.SHORT: "soon",
    RoadStepState.AHEAD: "forecast",
}
MOST_TO_DO = 3


@dataclass(frozen=True)
class Trouble:
    """That the road no longer fits: which step, by how many days, what to do, and the one act that does it.
    ``query`` is what the form of replanning begins with; empty: there is no such act."""

    title: str
    text: str
    act: str = ""
    query: str = ""

    @property
    def message(self) -> str:
        """Both in one, as a banner takes it."""
        return f"{self.title}。{self.text}"


@dataclass(frozen=True)
class ToDo:
    """One thing to do next: the step, who decides, by when."""

    pk: int
    name: str
    note: str
    late: bool


@dataclass(frozen=True)
class StepRow:
    """One step in the list of days to put right."""

    pk: int
    name: str
    state: RoadStepState
    latest_on: date
    day: date | None
    answered: bool
    note: str


@dataclass(frozen=True)
class RoadPage:
    """Everything the page of a road tells."""

    road: Road
    plan: RoadPlan
    steps: Sequence[plans.RoadStep]
    rows: Sequence[StepRow]
    trouble: Trouble | None
    ways: Sequence[plans.Alternative]
    needed_days: int
    later: str
    to_do: Sequence[ToDo]
    not_needed: Sequence[str]
    undecided: Sequence[str]
    older: Sequence[RoadPlan]
    projected: bool
    differs: Sequence[str]
    problem: str
    designation: Designation | None
    arrived: bool

    @property
    def over(self) -> bool:
        """Whether nothing can be planned or recorded on it any more."""
        return self.road.dropped_on is not None or self.road.is_returned


def roads_to_show(scope: Scope) -> QuerySet[Any]:
    """Roads with what their page needs, each with its ``version``."""
    return with_version(
        Road.objects.within(scope).select_related("centre", "session", "previous__organisation")
    )


def road_page(road: Road, *, on: date) -> RoadPage:
    """What the page of a road tells; a constant number of queries."""
    planned = list(
        PlannedStep.objects.current()
        .with_done()
        .filter(plan__road=road)
        .select_related("step")
        .of_the_current_plan_first()
    )
    versions = list(RoadPlan.objects.filter(road=road).select_related("session").order_by("-number"))
    known = council([road.first_on.year, road.session.year], on=on)
    found = standings([step_days(one) for one in planned], on)
    session = known.session(road.session_id)
    designation = (
        Designation.objects.filter(road=road).furthest_first().select_related("organisation").first()
    )
    stored = {one.step.code: what_counts(one.latest_on, one.usual_on, one.needed) for one in planned}
    arrived = any(one.step.is_goal and one.state is RoadStepState.DONE for one in found)
    goes_on = road.dropped_on is None and not road.is_returned and not arrived
    difference = difference_of(road, known, stored) if goes_on else None
    continued = designation is not None and designation.vote_result == VoteResult.CONTINUED
    outlook = _Outlook(road, session, known, found, on, continued) if session and goes_on else None
    shown = [
        (one, standing)
        for one, standing in zip(planned, found, strict=True)
        if standing.state is not RoadStepState.NOT_NEEDED
    ]
    return RoadPage(
        road=road,
        plan=versions[0],
        steps=[_as_drawn(one, standing, road) for one, standing in shown],
        rows=[_row(one, standing) for one, standing in shown if not standing.step.is_goal],
        trouble=outlook.trouble if outlook else None,
        ways=outlook.alternatives if outlook else (),
        needed_days=known.settings["handover_days"],
        later=outlook.later_in_words if outlook else "",
        to_do=_to_do(planned, found, on) if goes_on else (),
        not_needed=_not_needed(found, road, known),
        undecided=[
            one.name
            for one, standing in shown
            if one.needed == Needed.UNKNOWN and standing.state in OPEN_STATES
        ],
        older=versions[1:],
        projected=goes_on and any(one.provisional for one in planned),
        differs=difference.moved if difference else (),
        problem=difference.problem if difference else "",
        designation=designation,
        arrived=arrived,
    )


@dataclass(frozen=True)
class _Outlook:
    """What is still possible on this road. ``continued``: the bill was left to a later session (継続審査)."""

    road: Road
    session: SessionDays
    known: Council
    found: tuple[Standing, ...]
    on: date
    continued: bool

    @property
    def aim(self) -> Aim:
        return aim_of(self.road, self.session)

    @property
    def answered(self) -> set[str]:
        """The facts of the designation that are there."""
        return {one.step.answered_by for one in self.found if one.state is RoadStepState.DONE}

    @property
    def submitted(self) -> bool:
        """Whether the bill is passed, or with the council that may still vote on it in this session."""
        if self.answered & {"passed_on", "designated_on"}:
            return True
        return "bill_submitted_on" in self.answered and self.on <= self.session.votes_on

    @property
    def needed(self) -> int:
        return self.known.settings["handover_days"]

    @property
    def open_ways(self) -> tuple[Way, ...]:
        found = ways(
            self.aim,
            sessions=self.known.sessions,
            on=self.on,
            needed_days=self.needed,
            submitted=self.submitted,
        )
        return tuple(one for one in found if one.chosen) if self.submitted else found

    @property
    def later(self) -> LaterStart | None:
        return later_start(self.aim, sessions=self.known.sessions, on=self.on, needed_days=self.needed)

    @property
    def alternatives(self) -> tuple[plans.Alternative, ...]:
        return tuple(
            plans.Alternative(way.name, way.days, _note_of(way), chosen=way.chosen) for way in self.open_ways
        )

    @property
    def later_in_words(self) -> str:
        """That the city may run the centre itself until a later first day; said where no way leaves
        enough."""
        if self.submitted or any(not way.missing for way in self.open_ways):
            return ""
        later = self.later
        if later is None or later.first_on == self.road.first_on:
            return ""
        return (
            f"市が直接運営してつなぎ、初日を{era_day(later.first_on)}にすると、"
            f"{later.session.name}{'を招集すれば、そ' if later.session.to_be_called else ''}の議決から"
            f"引継ぎに{later.days}日使えます。"
        )

    @property
    def trouble(self) -> Trouble | None:
        found = misfit(self.found, self.on)
        if found is None:
            return None
        words = "過ぎています" if found.passed else "遅れる見込みです"
        return self._way_out(f"{found.step.name}が{found.days}日{words}", found)

    def _way_out(self, title: str, found: Misfit) -> Trouble:
        vote = next((one.step.place for one in self.found if one.step.answered_by == "passed_on"), 0)
        if self.submitted or found.step.place > vote:
            text = (
                f"初日（{short_day(self.road.first_on)}）は変わりません。"
                "終わっていれば記録し、これからなら、いつになるかを入力してください。"
            )
            return Trouble(title, text)
        open_ways = self.open_ways
        chosen = next((way for way in open_ways if way.chosen), None)
        if chosen is not None:
            return self._keep(title, chosen, found)
        best = self._best(open_ways)
        if best is not None:
            return self._change(title, best)
        later = self.later
        if later is None:
            text = f"{self._of_the_bill}初日までに議決できる会期がありません。初日と会期を見直してください。"
            return Trouble(title, text)
        text = (
            f"{self._of_the_bill}初日までに議決できる会期はもうありません。市が直接運営してつなぎ、初日を{era_day(later.first_on)}に"
            f"すると、{later.session.name}（{short_day(later.session.votes_on)}議決"
            f"{'、招集が必要' if later.session.to_be_called else ''}）から{later.days}日あります。"
        )
        query = _query(later.session, late_bill=later.late_bill, first_on=later.first_on)
        return Trouble(title, text, "初日を変える", query)

    @property
    def _of_the_bill(self) -> str:
        """What is known of a bill that was handed in, once the day of the vote is over."""
        if "bill_submitted_on" not in self.answered:
            return ""
        if self.continued:
            return f"{self.session.name}では継続審査になりました。"
        return (
            "議決していれば、指定のページに議決日と結果を入力してください。"
            f"{self.session.name}で議決していないときは、会期を変えます。"
        )

    def _keep(self, title: str, way: Way, found: Misfit) -> Trouble:
        """The session at hand can still be reached, perhaps by a supplementary bill."""
        vote = f"{way.session.name}（{short_day(way.session.votes_on)}議決）"
        if way.late_bill and not self.road.late_bill:
            text = (
                f"{vote}に間に合わせるには、{short_day(way.submit_by)}までに追加議案として提出してください。"
            )
            return Trouble(title, text, "追加議案として進める", _query(way.session, late_bill=True))
        left = (way.submit_by - self.on).days
        by_when = f"{short_day(way.submit_by)}（{f'あと{left}日' if left else 'きょうまで'}）"
        planned, _ = self.session.deadline(late_bill=self.road.late_bill)
        if found.step.latest + (way.submit_by - planned) >= self.on:
            return Trouble(title, f"{vote}には、まだ間に合います。議案の提出期限は{by_when}です。")
        text = (
            f"{vote}の議案の提出期限は{by_when}です。"
            f"それまでに「{found.step.name}」からの段階が終わらないときは、会期を変えてください。"
        )
        other = self._best([one for one in self.open_ways if not one.chosen])
        if other is None:
            return Trouble(title, text)
        query = _query(other.session, late_bill=other.late_bill)
        return Trouble(title, text, f"{other.name}に変える", query)

    @staticmethod
    def _best(found: Sequence[Way]) -> Way | None:
        """The first that leaves the days a hand-over needs, else the first."""
        return next((way for way in found if not way.missing), next(iter(found), None))

    def _change(self, title: str, way: Way) -> Trouble:
        called = "を招集すれば" if way.is_extra else "なら"
        short = f"（必要な{self.needed}日に{way.missing}日足りません）" if way.missing else ""
        over = self._of_the_bill or f"{self.session.name}には、もう間に合いません。"
        text = (
            f"{over}{way.name}（{short_day(way.session.votes_on)}議決）"
            f"{called}、{short_day(way.submit_by)}までに提出して、初日まで{way.days}日あります{short}。"
        )
        return Trouble(title, text, f"{way.name}に変える", _query(way.session, late_bill=way.late_bill))


def session_key(session: SessionDays) -> str:
    """How a form names a session: by its number, or, not entered yet, by window and year."""
    return str(session.pk) if session.pk is not None else f"{session.window}-{session.year}"


def _query(session: SessionDays, *, late_bill: bool, first_on: date | None = None) -> str:
    said = {"session": session_key(session)}
    if late_bill:
        said["late_bill"] = "on"
    if first_on is not None:
        said["first_on"] = first_on.isoformat()
    return urlencode(said)


def _note_of(way: Way) -> str:
    said = [f"{short_day(way.session.votes_on)}議決"]
    if way.session.is_projected:
        said[0] += "（見込み）"
    if way.chosen:
        said.append("いまの計画")
    if way.is_extra:
        said.append("招集が必要")
    return "　".join(said)


def _as_drawn(planned: PlannedStep, standing: Standing, road: Road) -> plans.RoadStep:
    step = standing.step
    goal = step.is_goal
    label = f"{road.session}の議決" if planned.answered_by == "passed_on" else planned.name
    slack, kind = _slack(standing)
    note = planned.step.note or planned.note
    if planned.provisional and standing.state in OPEN_STATES:
        note = f"{note}　期限は見込み" if note else "期限は見込み"
    if planned.needed == Needed.UNKNOWN and standing.state in OPEN_STATES:
        note = f"要否を確認。{note}"
    # Nobody knows when a step will be done that is late already, unless somebody has said so.
    unknown = standing.state is RoadStepState.LEFT_BEHIND or (
        standing.state is RoadStepState.LATE and step.expected is None
    )
    return plans.RoadStep(
        due_on=planned.latest_on,
        shape="now" if goal and standing.state is not RoadStepState.DONE else SHAPES[standing.state],
        label=label,
        note=note,
        chip=planned.law,
        expected_on=None if unknown else standing.day,
        slack="" if goal else slack,
        slack_kind="quiet" if goal else kind,
    )


def _slack(standing: Standing) -> tuple[str, str]:
    """The room that is left, in words, and how it is written."""
    days = standing.slack
    if standing.state is RoadStepState.DONE:
        if not days:
            return "予定どおり", "quiet"
        return (f"{days}日早い", "quiet") if days > 0 else (f"{-days}日遅れ", "")
    if standing.state is RoadStepState.LEFT_BEHIND:
        return "記録なし", "quiet"
    if standing.state is RoadStepState.LATE:
        return f"{-days}日超過", "bad"
    if standing.state is RoadStepState.SHORT:
        return (f"{-days}日不足" if days < 0 else "0日"), "warn"
    return (f"{days}日" if days or standing.step.has_room else ""), ""


def _row(planned: PlannedStep, standing: Standing) -> StepRow:
    return StepRow(
        pk=planned.step_id,
        name=planned.name,
        state=standing.state,
        latest_on=planned.latest_on,
        day=standing.step.done if standing.state is RoadStepState.DONE else planned.step.expected_on,
        answered=bool(planned.answered_by),
        note=planned.step.note,
    )


def _to_do(planned: Sequence[PlannedStep], found: Sequence[Standing], on: date) -> tuple[ToDo, ...]:
    by_code = {one.step.code: one for one in planned}
    waiting = next_steps(found)[:MOST_TO_DO]
    return tuple(
        ToDo(
            pk=by_code[one.step.code].step_id,
            name=one.step.name,
            note="　".join(filter(None, (by_code[one.step.code].decided_by, _by_when(one, on)))),
            late=one.state is RoadStepState.LATE,
        )
        for one in waiting
    )


def _by_when(standing: Standing, on: date) -> str:
    latest = standing.step.latest
    if latest < on:
        return f"{(on - latest).days}日超過"
    return f"{short_day(latest)}まで"


def _not_needed(found: Sequence[Standing], road: Road, known: Council) -> list[str]:
    """The steps this road does not need, each with its reason where one is kept."""
    reason = road.ordinance_reason if road.ordinance == Needed.NO else ""
    of_ordinance = {rule.step for rule in known.rules if rule.needs is Needs.ORDINANCE}
    return [
        f"{one.step.name}（{reason}）" if reason and one.step.code in of_ordinance else one.step.name
        for one in found
        if one.state is RoadStepState.NOT_NEEDED
    ]


def old_plan(scope: Scope, road_pk: int, number: int) -> tuple[RoadPlan, list[PlannedStep]] | None:
    """A plan of a road as it was made, with its steps; None: there is none."""
    plan = (
        RoadPlan.objects.within(scope)
        .filter(road=road_pk, number=number)
        .select_related("road__centre", "session")
        .first()
    )
    if plan is None:
        return None
    return plan, list(PlannedStep.objects.filter(plan=plan).order_by("-latest_on", "-place"))

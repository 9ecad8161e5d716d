"""The page of one road: its steps as they stand, and what is to be done next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from common.db.history import with_version
from common.office_days import short_day
from designated_managers.choices import Needed, RoadStepState, VoteResult
from designated_managers.models import Designation, PlannedStep, Road, RoadPlan
from designated_managers.queries.council import council
from designated_managers.queries.road_outlook import Outlook, Trouble
from designated_managers.queries.road_plans import difference_of, what_counts
from designated_managers.queries.roads import OPEN_STATES, next_steps, step_days
from designated_managers.rules.road_steps import Needs
from designated_managers.rules.timeline import standings
from ui import plans

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from django.db.models import QuerySet

    from common.scope import Scope
    from designated_managers.queries.council import Council
    from designated_managers.rules.timeline import Standing

SHAPES = {
    RoadStepState.DONE: "done",
    RoadStepState.LEFT_BEHIND: "none",
    RoadStepState.LATE: "overdue",
    RoadStepState.SHORT: "soon",
    RoadStepState.AHEAD: "forecast",
}
MOST_TO_DO = 3


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
    outlook = Outlook(road, session, known, found, on, continued) if session and goes_on else None
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

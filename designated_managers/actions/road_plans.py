"""Planning roads: the stored days of a plan, made set-wise for one road or for many."""

from __future__ import annotations

from typing import TYPE_CHECKING

from common.db.history import create_with_history
from common.problems import Problem, Refused
from designated_managers.models import CouncilSession, PlannedStep, RoadPlan, RoadStep
from designated_managers.queries.road_plans import planned_days
from designated_managers.rules.timeline import CannotPlan

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from designated_managers.models import Road
    from designated_managers.queries.council import Council
    from designated_managers.rules.council import SessionDays
    from designated_managers.rules.timeline import PlannedDay


class CannotKeepRoad(Refused):
    """The act on a road cannot be done as it is asked for; ``problems`` says why."""


def days_or_refuse(road: Road, known: Council) -> tuple[PlannedDay, ...]:
    """The road planned backwards; raises ``CannotKeepRoad`` where it cannot be."""
    try:
        return planned_days(road, known)
    except CannotPlan as error:
        raise CannotKeepRoad([Problem("cannot-plan", str(error))]) from error


def session_row(days: SessionDays) -> CouncilSession:
    """The session as a record: the one entered, or one that keeps the place of a usual session until its real
    days are known."""
    if days.pk is not None:
        return CouncilSession.objects.get(pk=days.pk)
    made, _ = CouncilSession.objects.get_or_create(
        year=days.year, window=days.window, defaults={"kind": days.kind, "popular_name": days.name}
    )
    return made


def store_plans(
    planned: Mapping[Road, Sequence[PlannedDay]],
    known: Council,
    *,
    on: date,
    numbers: Mapping[int, int],
    reason: str = "",
) -> dict[int, RoadPlan]:
    """A new plan for each of these roads, with its steps; by the id of the road. ``numbers``: the latest plan
    of each until now."""
    plans = create_with_history(
        [_plan_of(road, known, number=numbers.get(road.pk, 0) + 1, on=on, reason=reason) for road in planned]
    )
    steps = _steps_of(planned)
    by_road = {plan.road_id: plan for plan in plans}
    create_with_history(
        [
            _planned_step(by_road[road.pk], steps[road.pk, day.rule.step], day, known)
            for road, days in planned.items()
            for day in days
        ]
    )
    return by_road


def _plan_of(road: Road, known: Council, *, number: int, on: date, reason: str) -> RoadPlan:
    session = known.session(road.session_id)
    if session is None:
        raise CannotKeepRoad(
            [Problem("session-unknown", "議決する会期の日が分かりません。", field="session")]
        )
    return RoadPlan(
        road=road,
        number=number,
        made_on=on,
        reason=reason if number > 1 else "",
        first_on=road.first_on,
        selection_kind=road.selection_kind,
        session_id=road.session_id,
        late_bill=road.late_bill,
        votes_on=session.votes_on,
    )


def _steps_of(planned: Mapping[Road, Sequence[PlannedDay]]) -> dict[tuple[int, str], RoadStep]:
    """The steps of these roads by road and code; those a plan brings for the first time are made."""
    there = {
        (step.road_id, step.code): step
        for step in RoadStep.objects.filter(road__in=[road.pk for road in planned]).order_by()
    }
    missing = [
        RoadStep(road=road, code=day.rule.step)
        for road, days in planned.items()
        for day in days
        if (road.pk, day.rule.step) not in there
    ]
    there.update({(step.road_id, step.code): step for step in create_with_history(missing)})
    return there


def _planned_step(plan: RoadPlan, step: RoadStep, day: PlannedDay, known: Council) -> PlannedStep:
    kind = known.kinds[day.rule.code]
    vote = next((rule.place for rule in known.rules if rule.answered_by == "passed_on"), 0)
    return PlannedStep(
        plan=plan,
        step=step,
        name=kind.name,
        place=day.rule.place,
        latest_on=day.latest,
        usual_on=day.usual,
        provisional=day.provisional,
        needed=day.needed,
        # What only some roads need is a legal ground of the designation: nothing later stands for it.
        before_vote=day.rule.place < vote and day.rule.needs is None,
        answered_by=day.rule.answered_by,
        decided_by=kind.decided_by,
        law=kind.law,
        evidence=kind.evidence,
        note=kind.note,
        side=kind.side,
    )

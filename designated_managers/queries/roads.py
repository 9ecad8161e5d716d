"""Answers for the list of roads, and what other pages ask of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import OuterRef, Subquery

from designated_managers.choices import RoadStepState, SelectionKind
from designated_managers.models import CouncilSession, Designation, PlannedStep, Road
from designated_managers.querysets.roads import GOAL
from designated_managers.rules.term import day_after
from designated_managers.rules.timeline import Misfit, Standing, StepDays, misfit, standings

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from common.scope import Scope
    from designated_managers.querysets.roads import RoadQuerySet

OPEN_STATES = frozenset({RoadStepState.LATE, RoadStepState.SHORT, RoadStepState.AHEAD})
"""The states of a step that somebody still has to do."""


def step_days(planned: PlannedStep) -> StepDays:
    """A planned step with what was recorded of it and what the designation answers, as the rules take it; it
    comes from ``with_done``."""
    return StepDays(
        code=planned.step.code,
        name=planned.name,
        place=planned.place,
        latest=planned.latest_on,
        usual=planned.usual_on,
        needed=planned.needed,
        expected=planned.step.expected_on,
        done=planned.done_by,  # type: ignore[attr-defined]
        before_vote=planned.before_vote,
        answered_by=planned.answered_by,
        is_goal=planned.answered_by == GOAL,
    )


def next_steps(found: Iterable[Standing]) -> list[Standing]:
    """What still has to be done, the most urgent first; the goal is nobody's task."""
    waiting = [one for one in found if one.state in OPEN_STATES and not one.step.is_goal]
    return sorted(waiting, key=lambda one: (one.step.latest, one.step.place))


@dataclass(frozen=True)
class RoadLine:
    """One road in the list: where it leads, what comes next, and whether it still fits."""

    pk: int
    centre: str
    first_on: date
    session: str
    votes_on: date | None
    selection: str
    next_step: str
    next_on: date | None
    misfit: Misfit | None
    arrived: bool
    dropped: bool
    returned: bool

    @property
    def shape(self) -> str:
        """The shape of its state."""
        if self.dropped or self.returned:
            return "held"
        if self.arrived:
            return "done"
        if self.misfit is None:
            return "active"
        return "overdue" if self.misfit.passed else "soon"

    @property
    def word(self) -> str:
        """Its state in words."""
        if self.dropped:
            return "取りやめ"
        if self.returned:
            return "直営に戻す"
        if self.arrived:
            return "到達"
        if self.misfit is None:
            return "予定どおり"
        return f"{self.misfit.days}日超過" if self.misfit.passed else f"{self.misfit.days}日遅れの見込み"


def roads_to_list(scope: Scope) -> RoadQuerySet:
    """The roads this person may see, the nearest first day first."""
    return (
        Road.objects.within(scope)
        .select_related("centre", "session", "previous")
        .order_by("first_on", "centre__kana", "centre__code", "pk")
    )


def road_lines(rows: Sequence[Road], *, on: date) -> list[RoadLine]:
    """These roads, ready to be shown; one query whatever their number."""
    steps: dict[int, list[PlannedStep]] = {}
    planned = (
        PlannedStep.objects.current()
        .with_done()
        .filter(plan__road__in=[row.pk for row in rows])
        .select_related("step", "plan")
        .of_the_current_plan_first()
    )
    for one in planned:
        steps.setdefault(one.plan.road_id, []).append(one)
    return [_line(row, steps.get(row.pk, []), on=on) for row in rows]


def _line(road: Road, steps: Sequence[PlannedStep], *, on: date) -> RoadLine:
    found = standings([step_days(one) for one in steps], on)
    waiting = next_steps(found)
    arrived = any(one.step.is_goal and one.state is RoadStepState.DONE for one in found)
    goes_on = not arrived and road.dropped_on is None and not road.is_returned
    return RoadLine(
        pk=road.pk,
        centre=road.centre.name,
        first_on=road.first_on,
        session=road.session.name_in_its_year,
        votes_on=steps[0].plan.votes_on if steps else None,
        selection=SelectionKind(road.selection_kind).label,
        next_step=waiting[0].step.name if waiting and goes_on else "",
        next_on=waiting[0].step.latest if waiting and goes_on else None,
        misfit=misfit(found, on) if goes_on else None,
        arrived=arrived,
        dropped=road.dropped_on is not None,
        returned=road.is_returned,
    )


@dataclass(frozen=True)
class RoadChoices:
    """What the list of roads can be narrowed to: centres and sessions, as id and name."""

    centres: Sequence[tuple[int, str]]
    sessions: Sequence[tuple[int, str]]


def road_choices(scope: Scope) -> RoadChoices:
    """The centres that have a road, and the sessions that roads go through."""
    roads = Road.objects.within(scope).order_by()
    through = CouncilSession.objects.filter(pk__in=roads.values("session_id"))
    return RoadChoices(
        centres=list(roads.values_list("centre_id", "centre__name").distinct().order_by("centre__name")),
        sessions=[(one.pk, one.full_name) for one in through],
    )


def next_call_begins(centre: str) -> Subquery:
    """About when one applies for the next designation (次の募集の見込み) of the centre at the end of this
    path: the one thing a group may know of a road, never a step, a session or a candidate."""
    begin = PlannedStep.objects.current().filter(
        plan__road=OuterRef("pk"), step__code__in=("call", "application")
    )
    roads = (
        Road.objects.filter(centre=OuterRef(centre), dropped_on__isnull=True, previous__isnull=False)
        .exclude(previous__direct_return_decided_on__isnull=False)
        .exclude(designations__in=Designation.objects.exclude(designated_on=None))
        .annotate(begins=Subquery(begin.order_by("usual_on").values("usual_on")[:1]))
        .order_by("first_on")
    )
    return Subquery(roads.values("begins")[:1])


@dataclass(frozen=True)
class RoadAhead:
    """The road of a centre or a designation as another page tells it in a line."""

    pk: int
    line: RoadLine


def road_of(
    *, scope: Scope, on: date, centre_id: int | None = None, designation_id: int | None = None
) -> RoadAhead | None:
    """The road that goes on for a centre, or that a designation is on or has before it; None: there is
    none, or it is not theirs to see. For the pages of centre and designation; two queries."""
    roads = roads_to_list(scope).going_on(on)
    if centre_id is not None:
        roads = roads.filter(centre=centre_id)
    if designation_id is not None:
        roads = roads.filter(previous=designation_id) | roads.filter(designations=designation_id)
    road = roads.first()
    return None if road is None else RoadAhead(road.pk, road_lines([road], on=on)[0])


def road_draft(*, scope: Scope, centre: str | None, previous: str | None) -> dict[str, object]:
    """What the form of a new road begins with, as a link asked; what the person may not see is left out."""
    if previous and previous.isdecimal():
        before = Designation.objects.within(scope).filter(pk=previous).first()
        if before is not None:
            return {
                "centre": before.centre_id,
                "previous": before.pk,
                "first_on": day_after(before.last_on) if before.last_on else None,
                "selection_kind": before.selection_kind or SelectionKind.DIRECT,
            }
    return {"centre": centre} if centre else {}

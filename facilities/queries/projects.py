"""Answers on renewal projects: for the pages and for the nightly job."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from django.db.models import BooleanField, F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from common.db.columns import text
from common.db.history import with_version
from common.db.partial_dates import read_partial_date
from common.deadlines import COLUMNS, SETTLED_COLUMNS, SettledReason, Side
from facilities.choices import ProjectStage, ProjectStep
from facilities.models import (
    Building,
    Milestone,
    PlannedMilestone,
    ProjectBuilding,
    RenewalProject,
)
from facilities.rules.project_days import renewed_on
from facilities.rules.project_stage import STEPS, is_over, steps_of
from ui.states import State

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import date

    from common.partial_dates import PartialDate
    from common.scope import Scope
    from facilities.querysets.projects import RenewalProjectQuerySet


MILESTONE = "milestone"
"""The kind of deadline that a planned step of a project is (節目の予定)."""


NOT_FLAGGED = Value(value=False, output_field=BooleanField())


SHAPES = {
    ProjectStage.NO_PLAN: "planned",
    ProjectStage.AHEAD: "planned",
    ProjectStage.OPEN: "done",
    ProjectStage.CANCELLED: "none",
}


@dataclass(frozen=True)
class StepTold:
    """A step of a project, as the stepper shows it: ``state`` past, now or future, ``date`` in words.

    ``planned`` is the day of the current plan, ``reached`` the day it was; ``overdue``: planned for a day
    that has passed, and not reached.
    """

    milestone_pk: int
    step: ProjectStep
    label: str
    state: str
    date: str
    planned: PartialDate | None
    reached: PartialDate | None
    overdue: bool
    flagged: bool = False


@dataclass(frozen=True)
class ProjectTold:
    """A project in a list or on the page of a centre, with its steps. ``over``: nothing is to come."""

    pk: int
    name: str
    kind: str
    centre_id: int
    centre: str
    stage: State
    over: bool
    steps: tuple[StepTold, ...]

    @property
    def next(self) -> StepTold | None:
        """The step that is being waited for, as far as it is planned."""
        return next((step for step in self.steps if step.state == "now"), None)

    @property
    def opening(self) -> StepTold | None:
        """The opening, if it is reached or planned."""
        return next((step for step in self.steps if step.step == ProjectStep.OPENING), None)


def deadlines(*, until: date) -> QuerySet[PlannedMilestone, tuple[Any, ...]]:
    """Steps planned and not reached, of projects that go on. Due is the last possible day."""
    return (
        PlannedMilestone.objects.pending()
        .filter(planned_on_last__lte=until)
        .order_by()
        .annotate(
            kind=text(MILESTONE),
            lead=text(MILESTONE),
            subject_id=F("milestone_id"),
            centre_id=F("plan__project__centre_id"),
            due_on=F("planned_on_last"),
            post_id=Coalesce("plan__project__post_in_charge_id", "plan__project__centre__post_in_charge_id"),
            side=text(Side.CITY),
        )
        .values_list(*COLUMNS)
    )


def settled() -> QuerySet[PlannedMilestone, tuple[Any, ...]]:
    """Steps planned that were reached, or left behind by a later one."""
    return (
        PlannedMilestone.objects.current()
        .passed()
        .order_by()
        .annotate(kind=text(MILESTONE), subject_id=F("milestone_id"), reason=text(SettledReason.DONE))
        .values_list(*SETTLED_COLUMNS)
    )


def state_of(stage: str) -> State:
    """A stage in shape and word."""
    known = ProjectStage(stage)
    return State(SHAPES.get(known, "active"), known.label)


def projects_to_list(scope: Scope, *, on: date) -> RenewalProjectQuerySet:
    """The projects that a list shows: what goes on first, each with its centre and its ``stage``."""
    return RenewalProject.objects.within(scope).with_stage(on).select_related("centre")


def projects_told(projects: Iterable[Any], *, on: date) -> tuple[ProjectTold, ...]:
    """These projects, each with its ``stage``, in the order given; one query whatever their number."""
    rows = list(projects)
    milestones: dict[int, list[Milestone]] = defaultdict(list)
    for milestone in Milestone.objects.filter(project__in=rows).with_planned_day().order_by("pk"):
        milestones[milestone.project_id].append(milestone)
    return tuple(_told(project, milestones[project.pk], stage=project.stage, on=on) for project in rows)


def _told(project: RenewalProject, milestones: Iterable[Milestone], *, stage: str, on: date) -> ProjectTold:
    steps = list(milestones)
    planned = {step.pk: read_partial_date(step, "planned_on") for step in steps}
    return ProjectTold(
        pk=project.pk,
        name=project.name,
        kind=project.get_kind_display(),
        centre_id=project.centre_id,
        centre=project.centre.name,
        stage=state_of(stage),
        over=is_over(stage, project.kind),
        steps=steps_told(steps, planned, kind=project.kind, stage=stage, on=on),
    )


def steps_told(
    milestones: Iterable[Milestone],
    planned: Mapping[int, PartialDate | None],
    *,
    kind: str,
    stage: str,
    on: date,
) -> tuple[StepTold, ...]:
    """The steps of one project in their order: those planned or reached, or all where nothing is planned.

    ``planned`` are the days of the current plan by the id of the milestone.
    """
    by_step = {milestone.step: milestone for milestone in milestones}
    reached = [STEPS.index(ProjectStep(step)) for step, one in by_step.items() if one.reached_on]
    furthest = max(reached, default=-1)
    possible = [step for step in steps_of(kind) if step in by_step]
    said = [step for step in STEPS if step in by_step and by_step[step].reached_on]
    said += [step for step in possible if planned.get(by_step[step].pk) and step not in said]
    shown = sorted(said, key=STEPS.index) if any(planned.get(m.pk) for m in by_step.values()) else possible
    told: list[StepTold] = []
    waiting = not is_over(stage, kind)
    for step in shown:
        milestone = by_step[step]
        day, reached_on = planned.get(milestone.pk), milestone.reached_on
        passed = STEPS.index(step) <= furthest
        now = waiting and not passed and day is not None
        told.append(
            StepTold(
                milestone_pk=milestone.pk,
                step=step,
                label=step.label,
                state="past" if passed else "now" if now else "future",
                date=_day_in_words(day, reached_on, passed=passed),
                planned=day,
                reached=reached_on,
                overdue=waiting and not passed and day is not None and day.last < on,
                flagged=getattr(milestone, "flagged", False),
            )
        )
        waiting = waiting and not now
    return tuple(told)


def _day_in_words(planned: PartialDate | None, reached: PartialDate | None, *, passed: bool) -> str:
    if reached is not None:
        return str(reached)
    if passed:
        return "記録なし"
    return f"{planned} 予定" if planned else "予定は未定"


def projects_of_centre(
    centre_id: int, *, scope: Scope, on: date, flagged: Any = NOT_FLAGGED
) -> tuple[ProjectTold, ...]:
    """The projects of a centre and those of others that touch its buildings, what goes on first; one
    query, as every project has its steps from the day it is entered. ``flagged`` is the expression that says
    whether a step has been flagged; only who knows the flags can give it."""
    projects: Any = RenewalProject.objects.within(scope).within_centres([centre_id]).order_by()
    stage = projects.with_stage(on).filter(pk=OuterRef("project_id")).values("stage")
    rows: QuerySet[Any] = (
        Milestone.objects.filter(project__in=projects)
        .with_planned_day()
        .annotate(stage=Subquery(stage), flagged=flagged)
        .select_related("project__centre")
        .order_by("project_id", "pk")
    )
    told = [
        _told(steps[0].project, steps, stage=steps[0].stage, on=on)
        for steps in (list(group) for _, group in groupby(rows, key=attrgetter("project_id")))
    ]
    return tuple(sorted(told, key=lambda project: project.over))


def projects_to_show(scope: Scope, *, on: date) -> QuerySet[Any]:
    """The projects that a person may open, each with its ``stage`` and its ``version``."""
    return with_version(projects_to_list(scope, on=on).select_related("centre", "post_in_charge"))


def days_of(project_ids: Collection[int]) -> dict[int, dict[str, PartialDate]]:
    """The days of the steps of these projects: reached, else planned; two queries."""
    days: dict[int, dict[str, PartialDate]] = defaultdict(dict)
    planned = PlannedMilestone.objects.current().filter(plan__project__in=project_ids)
    for row in planned.select_related("milestone"):
        days[row.milestone.project_id][row.milestone.step] = _day(row, "planned_on")
    for milestone in Milestone.objects.filter(project__in=project_ids).reached():
        days[milestone.project_id][milestone.step] = _day(milestone, "reached_on")
    return days


def renewals_of(building_id: int) -> Sequence[tuple[str, PartialDate]]:
    """The projects that replace a building or work on it and are not cancelled, with the day on which they
    come to it, as far as it is known."""
    names = dict(
        ProjectBuilding.objects.replacing_or_working()
        .filter(building=building_id, project__cancelled_on__isnull=True)
        .values_list("project_id", "project__name")
    )
    if not names:
        return ()
    found = ((names[pk], renewed_on(days)) for pk, days in days_of(names).items())
    return [(name, day) for name, day in found if day is not None]


def _day(row: Any, name: str) -> PartialDate:
    day = read_partial_date(row, name)
    if day is None:
        message = f"{row} has no {name}"
        raise ValueError(message)
    return day


@dataclass(frozen=True)
class PlannedAt:
    """When a plan wanted a step to be reached."""

    number: int
    made_on: date
    planned_on: PartialDate | None


@dataclass(frozen=True)
class MilestonePage:
    """One step with all that its page says; the plans that name it, the latest first, for the city alone."""

    milestone: Milestone
    label: str
    project: RenewalProject
    centre: str
    planned: PartialDate | None
    plans: tuple[PlannedAt, ...]
    is_opening: bool
    is_cancelled: bool


def milestones_to_show(scope: Scope) -> QuerySet[Milestone]:
    """The steps that a person may open, each with its project."""
    return Milestone.objects.within(scope).select_related("project__centre")


def milestone_page(milestone: Milestone, *, scope: Scope, on: date) -> MilestonePage:
    """The page of one step; it comes from ``milestones_to_show``."""
    rows = PlannedMilestone.objects.filter(milestone=milestone, plan__made_on__lte=on)
    plans = [
        PlannedAt(row.plan.number, row.plan.made_on, row.planned_on)
        for row in rows.select_related("plan").order_by("-plan__number")
    ]
    latest = milestone.project.plans.order_by("-number").values_list("number", flat=True).first()
    return MilestonePage(
        milestone=milestone,
        label=milestone.get_step_display(),
        project=milestone.project,
        centre=milestone.project.centre.name,
        planned=plans[0].planned_on if plans and plans[0].number == latest else None,
        plans=tuple(plans) if scope.internal else (),
        is_opening=milestone.step == ProjectStep.OPENING,
        is_cancelled=milestone.project.cancelled_on is not None,
    )


def touched_by(project_pk: int, *, scope: Scope) -> tuple[list[tuple[int, str]], list[tuple[Building, str]]]:
    """The buildings that a project touches: ids and parts of those within the scope; and whole those outside,
    which who changes the project leaves as they are."""
    links = list(ProjectBuilding.objects.filter(project=project_pk).select_related("building").order_by("pk"))
    return (
        [(link.building_id, link.part) for link in links if scope.sees_centre(link.building.centre_id)],
        [(link.building, link.part) for link in links if not scope.sees_centre(link.building.centre_id)],
    )

"""Questions to renewal projects, their plans and milestones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeVar

from django.apps import apps
from django.db import models
from django.db.models import Case, Exists, IntegerField, OuterRef, Q, Subquery, Value, When

from common.db.columns import text
from common.db.partial_dates import partial_date_columns
from common.db.scoped import ScopedQuerySet
from facilities.choices import BuildingPart, ProjectKind, ProjectStage
from facilities.rules.project_stage import STAGE_AFTER, STEPS

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from facilities.models import (  # noqa: F401 -- named in the class heads below
        Milestone,
        PlannedCost,
        PlannedMilestone,
        ProjectBuilding,
        ProjectPlan,
        RenewalProject,
    )


def rows_of(model: str) -> Any:
    """The rows of another record of projects; it is still being made when this module is read."""
    return apps.get_model("facilities", model)._default_manager.order_by()


def place_of(column: str) -> Case:
    """Where a step stands among the steps, as a number."""
    return Case(
        *(When(**{column: step}, then=Value(place)) for place, step in enumerate(STEPS)),
        output_field=IntegerField(),
    )


class RenewalProjectQuerySet(ScopedQuerySet["RenewalProject"]):
    """Renewal projects. A community group reads those that are made public (公表)."""

    centre_path: ClassVar[str] = "centre_id"
    shared_with_group: ClassVar[Q | None] = Q(published_on__isnull=False)

    def within_centres(self, ids: Collection[int]) -> Self:
        """Projects of these centres, and those of others that touch a building of theirs (複合化)."""
        touching = rows_of("ProjectBuilding").filter(building__centre__in=ids).values("project_id")
        return self.filter(Q(centre__in=ids) | Q(pk__in=touching))

    def with_stage(self, on: date) -> Self:
        """Each with its ``stage`` on the day; the same answer as ``rules.project_stage``."""
        reached = rows_of("Milestone").filter(project=OuterRef("pk"), reached_on_first__lte=on)
        planned = rows_of("ProjectPlan").filter(project=OuterRef("pk"), made_on__lte=on)
        return self.annotate(
            stage=Case(
                When(cancelled_on__lte=on, then=text(ProjectStage.CANCELLED)),
                *(
                    When(Exists(reached.filter(step=step)), then=text(STAGE_AFTER[step]))
                    for step in reversed(STEPS)
                ),
                When(Exists(planned), then=text(ProjectStage.AHEAD)),
                default=text(ProjectStage.NO_PLAN),
            )
        )

    def at_stage(self, stage: str, on: date) -> Self:
        """In this stage on the day."""
        return self.with_stage(on).filter(stage=stage)

    def going_on(self, on: date) -> Self:
        """Neither open nor pulled down nor cancelled by this day."""
        over = Q(stage__in=(ProjectStage.OPEN, ProjectStage.CANCELLED))
        down = Q(stage=ProjectStage.COMPLETED, kind=ProjectKind.DEMOLITION)
        return self.with_stage(on).exclude(over | down)


M_co = TypeVar("M_co", bound=models.Model, covariant=True)


class OfProjects(ScopedQuerySet[M_co]):
    """Rows that hang on a project: seen by whoever sees the project."""

    project_path: ClassVar[str] = "project"

    def within_centres(self, ids: Collection[int]) -> Self:
        """Those of the projects of these centres, and of those that touch their buildings."""
        projects = rows_of("RenewalProject").within_centres(ids).values("pk")
        return self.filter(**{f"{self.project_path}__in": projects})


class ProjectBuildingQuerySet(OfProjects["ProjectBuilding"]):
    """What projects do to which buildings."""

    shared_with_group: ClassVar[Q | None] = Q(project__published_on__isnull=False)

    def replacing_or_working(self) -> Self:
        """Where the building stood before the works."""
        return self.filter(part__in=(BuildingPart.REPLACES, BuildingPart.WORKS_ON))


class MilestoneQuerySet(OfProjects["Milestone"]):
    """The steps of projects."""

    shared_with_group: ClassVar[Q | None] = Q(project__published_on__isnull=False)

    def reached(self) -> Self:
        return self.filter(reached_on_first__isnull=False)

    def with_planned_day(self) -> Self:
        """Each with the day of the current plan, in its three columns."""
        planned = rows_of("PlannedMilestone").current().filter(milestone=OuterRef("pk"))
        columns = partial_date_columns("planned_on")
        return self.annotate(**{column: Subquery(planned.values(column)[:1]) for column in columns})

    def passed(self) -> Self:
        """Reached, or left behind by a later step that was: nobody waits for 竣工 once the doors are open."""
        mine = self.annotate(place=place_of("step"))
        further = (
            rows_of("Milestone")
            .reached()
            .annotate(place=place_of("step"))
            .filter(project=OuterRef("project"), place__gte=OuterRef("place"))
        )
        return mine.filter(Exists(further))


class ProjectPlanQuerySet(OfProjects["ProjectPlan"]):
    """The plans of projects, old ones too."""

    def current(self) -> Self:
        """The latest of each project."""
        newer = rows_of("ProjectPlan").filter(project=OuterRef("project"), number__gt=OuterRef("number"))
        return self.filter(~Exists(newer))


class PlannedMilestoneQuerySet(OfProjects["PlannedMilestone"]):
    """The planned days of steps, plan by plan."""

    shared_with_group: ClassVar[Q | None] = Q(plan__project__published_on__isnull=False)
    project_path: ClassVar[str] = "plan__project"

    def current(self) -> Self:
        """Of the latest plan of each project."""
        return self.filter(plan__in=rows_of("ProjectPlan").current().values("pk"))

    def passed(self) -> Self:
        """Of steps that are reached or left behind."""
        return self.filter(milestone__in=rows_of("Milestone").passed().values("pk"))

    def pending(self) -> Self:
        """Of the latest plan, not passed, and the project goes on."""
        passed = rows_of("Milestone").passed().values("pk")
        return self.current().filter(plan__project__cancelled_on__isnull=True).exclude(milestone__in=passed)


class PlannedCostQuerySet(OfProjects["PlannedCost"]):
    """What projects are to cost, plan by plan. The city's own papers: no community group reads any."""

    project_path: ClassVar[str] = "plan__project"

    def current(self) -> Self:
        """Of the latest plan of each project."""
        return self.filter(plan__in=rows_of("ProjectPlan").current().values("pk"))

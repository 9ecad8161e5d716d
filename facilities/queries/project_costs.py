"""What renewal projects cost year by year: for the budget, and for the forecast."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import F, QuerySet

from facilities.choices import BuildingPart, ProjectKind, ProjectStage
from facilities.models import (
    PlannedCost,
    ProjectBuilding,
    RenewalProject,
)
from facilities.rules.project_stage import is_over

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from common.scope import Scope


STARTED = frozenset({ProjectStage.UNDER_WORKS, ProjectStage.COMPLETED, ProjectStage.OPEN})


@dataclass(frozen=True)
class ProjectCost:
    """What one project is to cost in one fiscal year by the plan in force, in yen by funding (財源)."""

    project_id: int
    centre_id: int
    centre: str
    name: str
    kind: str
    fiscal_year: int
    general: int
    bonds: int
    subsidies: int
    fund: int

    @property
    def total(self) -> int:
        """The whole."""
        return self.general + self.bonds + self.subsidies + self.fund


@dataclass(frozen=True)
class ProjectForecast:
    """A project as the forty-year forecast and the levelling take it (中長期の見通し・平準化).

    ``costs`` are yen by fiscal year; ``creates``, ``replaces`` and ``works_on`` the ids of buildings;
    ``started``: the works have begun; ``over``: open or pulled down, ``cancelled``: given up. Without a
    window the project stays where it is.
    """

    pk: int
    centre_id: int
    name: str
    kind: str
    costs: Mapping[int, int]
    replaces: frozenset[int]
    creates: frozenset[int]
    works_on: frozenset[int]
    started: bool
    over: bool
    cancelled: bool
    may_start_from: int | None
    may_start_until: int | None
    urgency: int


def costs_by_year(*, scope: Scope, on: date) -> list[ProjectCost]:
    """What the projects that are not cancelled cost by the plans in force, year by year; one query."""
    rows = (
        PlannedCost.objects.within(scope)
        .current()
        .exclude(plan__project__cancelled_on__lte=on)
        .order_by("fiscal_year", "plan__project__centre__kana", "plan__project_id")
        .values_list(
            "plan__project_id",
            "plan__project__centre_id",
            "plan__project__centre__name",
            "plan__project__name",
            "plan__project__kind",
            "fiscal_year",
            "general",
            "bonds",
            "subsidies",
            "fund",
        )
    )
    return [
        ProjectCost(pk, centre_id, centre, name, ProjectKind(kind).label, *amounts)
        for pk, centre_id, centre, name, kind, *amounts in rows
    ]


def projects_for_forecast(*, scope: Scope, on: date) -> list[ProjectForecast]:
    """Every project with its yen per fiscal year and the buildings it touches; three queries."""
    costs: dict[int, dict[int, int]] = defaultdict(dict)
    money = (
        PlannedCost.objects.within(scope)
        .current()
        .annotate(total=F("general") + F("bonds") + F("subsidies") + F("fund"))
        .order_by("fiscal_year")
    )
    for pk, year, total in money.values_list("plan__project_id", "fiscal_year", "total"):
        costs[pk][year] = total
    buildings: dict[tuple[int, str], set[int]] = defaultdict(set)
    touched = ProjectBuilding.objects.within(scope).order_by()
    for pk, building_id, part in touched.values_list("project_id", "building_id", "part"):
        buildings[pk, part].add(building_id)
    projects: QuerySet[Any] = RenewalProject.objects.within(scope).with_stage(on).order_by("pk")
    return [
        ProjectForecast(
            pk=project.pk,
            centre_id=project.centre_id,
            name=project.name,
            kind=project.kind,
            costs=costs[project.pk],
            replaces=frozenset(buildings[project.pk, BuildingPart.REPLACES]),
            creates=frozenset(buildings[project.pk, BuildingPart.CREATES]),
            works_on=frozenset(buildings[project.pk, BuildingPart.WORKS_ON]),
            started=project.stage in STARTED,
            over=is_over(project.stage, project.kind) and project.stage != ProjectStage.CANCELLED,
            cancelled=project.stage == ProjectStage.CANCELLED,
            may_start_from=project.may_start_from,
            may_start_until=project.may_start_until,
            urgency=project.urgency,
        )
        for project in projects
    ]

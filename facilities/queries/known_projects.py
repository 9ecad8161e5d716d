"""What is decided already, as the forecast takes it (決まっている整備事業): projects with their yen, the
buildings whose refit is done, and how urgent the works of a building are."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from facilities.choices import ProjectKind
from facilities.models import ConditionAssessment
from facilities.queries.project_costs import ProjectForecast, projects_for_forecast
from facilities.rules.condition import HUNDREDTHS
from facilities.rules.renewal_cost import KnownProject
from facilities.rules.urgency import urgency_of_score

if TYPE_CHECKING:
    from datetime import date

    from common.scope import Scope

WHOLE_REFITS = frozenset({ProjectKind.LONG_LIFE, ProjectKind.MAJOR_REFIT})
"""Kinds of projects that are the refit which the model would reckon with."""


@dataclass(frozen=True)
class Decided:
    """The projects whose yen are known, and the ids of the buildings whose refit is done."""

    projects: tuple[KnownProject, ...]
    refitted: frozenset[int]


def decided(scope: Scope, on: date) -> Decided:
    """What is decided on a day, within the scope; three queries.

    A project that nobody has put yen to replaces nothing yet: without the model its buildings would seem to
    cost nothing. Neither does the renewal of a part (部位改修), nor a project that is over: there the model
    goes on.
    """
    projects = [project for project in projects_for_forecast(scope=scope, on=on) if not project.cancelled]
    return Decided(
        projects=tuple(_known(project) for project in projects if project.costs),
        refitted=frozenset(
            pk
            for project in projects
            if project.over and project.kind in WHOLE_REFITS
            for pk in project.works_on
        ),
    )


def _known(project: ProjectForecast) -> KnownProject:
    in_part = project.over or project.kind == ProjectKind.PART_RENEWAL
    touched = project.replaces | project.works_on | project.creates
    return KnownProject(
        pk=project.pk,
        name=project.name,
        centre_id=project.centre_id,
        building_ids=frozenset() if in_part else touched,
        yen=project.costs,
        earliest=project.may_start_from,
        latest=project.may_start_until,
        urgency=project.urgency,
        started=project.started,
    )


def urgency_by_building(scope: Scope, on: date) -> dict[int, int]:
    """How urgent the works of a building are by its latest 健全度, by its id; one query. A building that was
    never surveyed is not named: it has the weight 1."""
    newest = ConditionAssessment.objects.within(scope).newest(on).select_related("method").order_by()
    return {
        row.building_id: urgency_of_score(Fraction(row.score, HUNDREDTHS), row.method.method.highest)
        for row in newest
    }

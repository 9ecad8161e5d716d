"""How far a renewal project is on a day (段階), from its days alone."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from facilities.choices import ProjectKind, ProjectStage, ProjectStep

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from common.partial_dates import PartialDate

STEPS: tuple[ProjectStep, ...] = tuple(ProjectStep)

STAGE_AFTER: Mapping[ProjectStep, ProjectStage] = MappingProxyType(
    {
        ProjectStep.CONCEPT: ProjectStage.CONCEPT,
        ProjectStep.BASIC_PLAN: ProjectStage.BASIC_PLAN,
        ProjectStep.BASIC_DESIGN: ProjectStage.BASIC_DESIGN,
        ProjectStep.DETAILED_DESIGN: ProjectStage.DETAILED_DESIGN,
        ProjectStep.START: ProjectStage.UNDER_WORKS,
        ProjectStep.COMPLETION: ProjectStage.COMPLETED,
        ProjectStep.OPENING: ProjectStage.OPEN,
    }
)
"""Where a project stands once a step is reached and none after it."""


def project_stage(
    on: date, *, reached: Mapping[str, PartialDate], planned_since: date | None, cancelled_on: date | None
) -> ProjectStage:
    """The stage on a day.

    ``reached`` are the days on which steps were reached, ``planned_since`` the day of the first plan. A day
    known in part counts from its first possible day; a step that is skipped does not hold up those after it.
    """
    if cancelled_on is not None and cancelled_on <= on:
        return ProjectStage.CANCELLED
    for step in reversed(STEPS):
        day = reached.get(step)
        if day is not None and day.possibly_by(on):
            return STAGE_AFTER[step]
    planned = planned_since is not None and planned_since <= on
    return ProjectStage.AHEAD if planned else ProjectStage.NO_PLAN


def last_step(kind: str) -> ProjectStep:
    """The step with which a project is at its end: nothing opens where a building is pulled down (解体)."""
    return ProjectStep.COMPLETION if kind == ProjectKind.DEMOLITION else ProjectStep.OPENING


def steps_of(kind: str) -> tuple[ProjectStep, ...]:
    """The steps that a project of this kind can take."""
    return STEPS[: STEPS.index(last_step(kind)) + 1]


def is_over(stage: str, kind: str) -> bool:
    """Whether nothing is to come any more: opened, pulled down or cancelled."""
    return stage in {ProjectStage.CANCELLED, STAGE_AFTER[last_step(kind)]}

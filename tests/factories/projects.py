"""Renewal projects for tests: dull, fixed, made by the office's own acts."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from common.partial_dates import parse
from facilities import actions
from facilities.actions import PlanDraft
from facilities.choices import ProjectKind
from tests.factories.centres import make_centre

if TYPE_CHECKING:
    from collections.abc import Mapping

    from facilities.models import Milestone, ProjectPlan, RenewalProject

ENTERED_ON = date(2026, 11, 23)


def make_project(name: str = "見本建替え事業", *, on: date = ENTERED_ON, **facts: Any) -> RenewalProject:
    """A rebuild with a name and nothing else known; without a centre, of a new one."""
    if "centre" not in facts:
        facts["centre"] = make_centre()
    return actions.register_project(name=name, on=on, **{"kind": ProjectKind.REBUILD, **facts})


def make_plan(
    project: RenewalProject,
    planned: Mapping[str, str],
    costs: Mapping[int, Mapping[str, int]] | None = None,
    *,
    on: date = ENTERED_ON,
    **facts: Any,
) -> ProjectPlan:
    """A plan, its days as the office writes them: ``{"start": "令和9年度"}``."""
    draft = PlanDraft({step: parse(day) for step, day in planned.items()}, costs or {}, **facts)
    return actions.plan_project(project.pk, draft, on=on)


def reach(project: RenewalProject, step: str, day: str, *, on: date = ENTERED_ON) -> Milestone:
    """That a step was reached."""
    milestone = project.milestones.get(step=step)
    return actions.record_milestone(milestone.pk, reached_on=parse(day), on=on)

"""The renewal projects of a centre (整備・更新) and the condition of its buildings (健全度)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from facilities.queries.condition import latest_of_centre
from facilities.queries.projects import projects_of_centre
from portal.centre.records import flagged_as
from reminders.choices import FlagKind

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from facilities.queries.condition import Condition
    from facilities.queries.projects import ProjectTold
    from portal.viewer import Viewer


@dataclass(frozen=True)
class Renewal:
    """The projects that go on, each with its steps, and those that are over, in one line each."""

    ongoing: tuple[ProjectTold, ...]
    past: tuple[ProjectTold, ...]


def renewal_of(centre_id: int, *, viewer: Viewer, on: date) -> Renewal:
    """The projects of a centre that the viewer may see."""
    if not viewer.may("facilities.view_renewalproject"):
        return Renewal((), ())
    flagged = flagged_as(FlagKind.MILESTONE, viewer)
    projects = projects_of_centre(centre_id, scope=viewer.scope, on=on, flagged=flagged)
    return Renewal(
        ongoing=tuple(project for project in projects if not project.over),
        past=tuple(project for project in projects if project.over),
    )


def conditions_of(centre_id: int, *, viewer: Viewer, on: date) -> Mapping[int, Condition]:
    """The latest survey of each building of a centre that has one, by the building."""
    if not viewer.may("facilities.view_conditionassessment"):
        return {}
    latest = latest_of_centre(centre_id, scope=viewer.scope, on=on)
    return {condition.building.pk: condition for condition in latest}

"""The acts of the office on buildings, one file for each thing they change."""

from __future__ import annotations

from facilities.actions.buildings import (
    change_building,
    change_equipment,
    register_building,
    register_equipment,
    state_sources,
)
from facilities.actions.condition import (
    PartSeen,
    correct_assessment,
    record_assessment,
    refuse_changed_methods,
)
from facilities.actions.projects import (
    CannotKeepProject,
    PlanDraft,
    cancel_project,
    change_project,
    open_project,
    plan_project,
    record_milestone,
    register_project,
    resume_project,
    take_back_opening,
)

__all__ = [
    "CannotKeepProject",
    "PartSeen",
    "PlanDraft",
    "cancel_project",
    "change_building",
    "change_equipment",
    "change_project",
    "correct_assessment",
    "open_project",
    "plan_project",
    "record_assessment",
    "record_milestone",
    "refuse_changed_methods",
    "register_building",
    "register_equipment",
    "register_project",
    "resume_project",
    "state_sources",
    "take_back_opening",
]

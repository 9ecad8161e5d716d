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
from facilities.actions.files import (
    AlreadyWithdrawn,
    attach_file,
    withdraw_file,
)
from facilities.actions.project_problems import (
    PlanDraft,
)
from facilities.actions.projects import (
    CannotKeepProject,
    cancel_project,
    change_project,
    open_project,
    plan_project,
    record_milestone,
    register_project,
    resume_project,
    take_back_opening,
)
from facilities.actions.record import (
    change_land,
    change_room,
    change_year_of_use,
    register_land,
    register_room,
    register_year_of_use,
    set_uses,
)
from facilities.actions.scenarios import (
    compute_scenario,
    request_scenario,
    scenarios_to_resume,
)

__all__ = [
    "AlreadyWithdrawn",
    "CannotKeepProject",
    "PartSeen",
    "PlanDraft",
    "attach_file",
    "cancel_project",
    "change_building",
    "change_equipment",
    "change_land",
    "change_project",
    "change_room",
    "change_year_of_use",
    "compute_scenario",
    "correct_assessment",
    "open_project",
    "plan_project",
    "record_assessment",
    "record_milestone",
    "refuse_changed_methods",
    "register_building",
    "register_equipment",
    "register_land",
    "register_project",
    "register_room",
    "register_year_of_use",
    "request_scenario",
    "resume_project",
    "scenarios_to_resume",
    "set_uses",
    "state_sources",
    "take_back_opening",
    "withdraw_file",
]

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

__all__ = [
    "PartSeen",
    "change_building",
    "change_equipment",
    "correct_assessment",
    "record_assessment",
    "refuse_changed_methods",
    "register_building",
    "register_equipment",
    "state_sources",
]

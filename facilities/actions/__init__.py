"""The acts of the office on buildings, one file for each thing they change."""

from __future__ import annotations

from facilities.actions.buildings import (
    change_building,
    change_equipment,
    register_building,
    register_equipment,
    state_sources,
)

__all__ = ["change_building", "change_equipment", "register_building", "register_equipment", "state_sources"]

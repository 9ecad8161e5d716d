"""The words of the building register, one file for each thing."""

from __future__ import annotations

from facilities.choices.buildings import BuildingRole, EquipmentCategory, Structure

__all__ = ["BuildingRole", "EquipmentCategory", "Structure"]

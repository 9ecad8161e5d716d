"""The words of the building register, one file for each thing."""

from __future__ import annotations

from facilities.choices.buildings import BuildingRole, EquipmentCategory, Structure
from facilities.choices.projects import BuildingPart, ProjectKind, ProjectStage, ProjectStep

__all__ = [
    "BuildingPart",
    "BuildingRole",
    "EquipmentCategory",
    "ProjectKind",
    "ProjectStage",
    "ProjectStep",
    "Structure",
]

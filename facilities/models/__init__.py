"""The records of the buildings: one file for each thing the office keeps a card of."""

from __future__ import annotations

from facilities.models.buildings import Building, BuildingFact, Equipment
from facilities.models.condition import ConditionAssessment, ConditionMethod, PartGrade, PartPhoto

__all__ = [
    "Building",
    "BuildingFact",
    "ConditionAssessment",
    "ConditionMethod",
    "Equipment",
    "PartGrade",
    "PartPhoto",
]

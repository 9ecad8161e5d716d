"""The records of the buildings: one file for each thing the office keeps a card of."""

from __future__ import annotations

from facilities.models.buildings import (
    Building,
    BuildingFact,
    Equipment,
)
from facilities.models.condition import (
    ConditionAssessment,
    ConditionMethod,
    PartGrade,
    PartPhoto,
)
from facilities.models.projects import (
    Milestone,
    PlannedCost,
    PlannedMilestone,
    ProjectBuilding,
    ProjectPlan,
    RenewalProject,
)

__all__ = [
    "Building",
    "BuildingFact",
    "ConditionAssessment",
    "ConditionMethod",
    "Equipment",
    "Milestone",
    "PartGrade",
    "PartPhoto",
    "PlannedCost",
    "PlannedMilestone",
    "ProjectBuilding",
    "ProjectPlan",
    "RenewalProject",
]

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
from facilities.models.record import (
    BuildingUse,
    CentreFile,
    Land,
    Room,
    YearOfUse,
)
from facilities.models.scenarios import (
    ForecastScenario,
)

__all__ = [
    "Building",
    "BuildingFact",
    "BuildingUse",
    "CentreFile",
    "ConditionAssessment",
    "ConditionMethod",
    "Equipment",
    "ForecastScenario",
    "Land",
    "Milestone",
    "PartGrade",
    "PartPhoto",
    "PlannedCost",
    "PlannedMilestone",
    "ProjectBuilding",
    "ProjectPlan",
    "RenewalProject",
    "Room",
    "YearOfUse",
]

"""The words of the building register, one file for each thing."""

from __future__ import annotations

from facilities.choices.buildings import (
    BuildingRole,
    EquipmentCategory,
    Structure,
)
from facilities.choices.costs import (
    CostCategory,
    CostKind,
    CostTiming,
    ScenarioState,
)
from facilities.choices.law import (
    Boiler,
    FireItem,
    Generator,
    SeismicStandard,
    SepticTank,
    Shelter,
    Strengthening,
    UndergroundTank,
    Voltage,
)
from facilities.choices.projects import (
    BuildingPart,
    ProjectKind,
    ProjectStage,
    ProjectStep,
)
from facilities.choices.record import (
    FeeBasis,
    FileKind,
    Ownership,
    UseKind,
    Zoning,
)

__all__ = [
    "Boiler",
    "BuildingPart",
    "BuildingRole",
    "CostCategory",
    "CostKind",
    "CostTiming",
    "EquipmentCategory",
    "FeeBasis",
    "FileKind",
    "FireItem",
    "Generator",
    "Ownership",
    "ProjectKind",
    "ProjectStage",
    "ProjectStep",
    "ScenarioState",
    "SeismicStandard",
    "SepticTank",
    "Shelter",
    "Strengthening",
    "Structure",
    "UndergroundTank",
    "UseKind",
    "Voltage",
    "Zoning",
]

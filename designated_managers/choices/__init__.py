"""The words of the designated-manager system, one file for each thing."""

from __future__ import annotations

from designated_managers.choices.designations import (
    DesignationStage,
    SelectionKind,
    VoteResult,
)
from designated_managers.choices.organisations import (
    OrganisationKind,
)
from designated_managers.choices.roads import Needed, RoadStepState, SessionKind

__all__ = [
    "DesignationStage",
    "Needed",
    "OrganisationKind",
    "RoadStepState",
    "SelectionKind",
    "SessionKind",
    "VoteResult",
]

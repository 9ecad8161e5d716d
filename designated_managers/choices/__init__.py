"""The words of the designated-manager system, one file for each thing."""

from __future__ import annotations

from designated_managers.choices.designations import (
    DesignationStage,
    SelectionKind,
    VoteResult,
)
from designated_managers.choices.measures import (
    ENDING,
    SUSPENSIONS,
    ClosedHow,
    MeasureKind,
    MeasureState,
)
from designated_managers.choices.monitoring import (
    FindingState,
    Severity,
    SheetSide,
)
from designated_managers.choices.organisations import (
    OrganisationKind,
)

__all__ = [
    "ENDING",
    "SUSPENSIONS",
    "ClosedHow",
    "DesignationStage",
    "FindingState",
    "MeasureKind",
    "MeasureState",
    "OrganisationKind",
    "SelectionKind",
    "Severity",
    "SheetSide",
    "VoteResult",
]

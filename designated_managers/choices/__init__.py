"""The words of the designated-manager system, one file for each thing."""

from __future__ import annotations

from designated_managers.choices.designations import (
    DesignationStage,
    SelectionKind,
    VoteResult,
)
from designated_managers.choices.organisations import (
    IN_LAW,
    YEARLY_PAPERS,
    CorporateStatus,
    OfficerRole,
    OrganisationKind,
    PaperKind,
)

__all__ = [
    "IN_LAW",
    "YEARLY_PAPERS",
    "CorporateStatus",
    "DesignationStage",
    "OfficerRole",
    "OrganisationKind",
    "PaperKind",
    "SelectionKind",
    "VoteResult",
]

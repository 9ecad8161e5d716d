"""The words of the designated-manager system, one file for each thing."""

from __future__ import annotations

from designated_managers.choices.agreements import (
    Bearer,
    FeeSystem,
    ResponsibilityArea,
    SubcontractConsent,
)
from designated_managers.choices.designations import (
    DesignationStage,
    SelectionKind,
    VoteResult,
)
from designated_managers.choices.obligations import (
    DoneBy,
    DueRule,
    Frequency,
    ObligationForm,
    ObligationSide,
    Rolls,
    RollsBy,
)
from designated_managers.choices.organisations import (
    OrganisationKind,
)

__all__ = [
    "Bearer",
    "DesignationStage",
    "DoneBy",
    "DueRule",
    "FeeSystem",
    "Frequency",
    "ObligationForm",
    "ObligationSide",
    "OrganisationKind",
    "ResponsibilityArea",
    "Rolls",
    "RollsBy",
    "SelectionKind",
    "SubcontractConsent",
    "VoteResult",
]

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
from designated_managers.choices.submissions import (
    UNITS,
    Figure,
    SubmissionChannel,
    SubmissionFormKind,
    SubmissionState,
)

__all__ = [
    "UNITS",
    "Bearer",
    "DesignationStage",
    "DoneBy",
    "DueRule",
    "FeeSystem",
    "Figure",
    "Frequency",
    "ObligationForm",
    "ObligationSide",
    "OrganisationKind",
    "ResponsibilityArea",
    "Rolls",
    "RollsBy",
    "SelectionKind",
    "SubcontractConsent",
    "SubmissionChannel",
    "SubmissionFormKind",
    "SubmissionState",
    "VoteResult",
]

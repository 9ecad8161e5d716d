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
    IN_LAW,
    YEARLY_PAPERS,
    CorporateStatus,
    OfficerRole,
    OrganisationKind,
    PaperKind,
)
from designated_managers.choices.roads import Needed, RoadStepState, SessionKind
from designated_managers.choices.transfers import (
    SUSPENDED,
    SUSPENDED_NAME,
    MeetingKind,
    QuestionTopic,
    StageState,
    TaskSide,
    TransferDirection,
)

__all__ = [
    "IN_LAW",
    "SUSPENDED",
    "SUSPENDED_NAME",
    "YEARLY_PAPERS",
    "Bearer",
    "CorporateStatus",
    "DesignationStage",
    "DoneBy",
    "DueRule",
    "FeeSystem",
    "Frequency",
    "MeetingKind",
    "Needed",
    "ObligationForm",
    "ObligationSide",
    "OfficerRole",
    "OrganisationKind",
    "PaperKind",
    "QuestionTopic",
    "ResponsibilityArea",
    "RoadStepState",
    "Rolls",
    "RollsBy",
    "SelectionKind",
    "SessionKind",
    "StageState",
    "SubcontractConsent",
    "TaskSide",
    "TransferDirection",
    "VoteResult",
]

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
    "CorporateStatus",
    "DesignationStage",
    "MeetingKind",
    "Needed",
    "OfficerRole",
    "OrganisationKind",
    "PaperKind",
    "QuestionTopic",
    "RoadStepState",
    "SelectionKind",
    "SessionKind",
    "StageState",
    "TaskSide",
    "TransferDirection",
    "VoteResult",
]

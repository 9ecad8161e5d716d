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
from designated_managers.choices.submissions import (
    UNITS,
    Figure,
    SubmissionChannel,
    SubmissionFormKind,
    SubmissionState,
)
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
    "ENDING",
    "IN_LAW",
    "SUSPENDED",
    "SUSPENDED_NAME",
    "SUSPENSIONS",
    "UNITS",
    "YEARLY_PAPERS",
    "Bearer",
    "ClosedHow",
    "CorporateStatus",
    "DesignationStage",
    "DoneBy",
    "DueRule",
    "FeeSystem",
    "Figure",
    "FindingState",
    "Frequency",
    "MeasureKind",
    "MeasureState",
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
    "Severity",
    "SheetSide",
    "StageState",
    "SubcontractConsent",
    "SubmissionChannel",
    "SubmissionFormKind",
    "SubmissionState",
    "TaskSide",
    "TransferDirection",
    "VoteResult",
]

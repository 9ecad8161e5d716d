"""The records of designated managers: one file for each thing the office keeps."""

from __future__ import annotations

from designated_managers.models.council import CouncilSession, CouncilWindow
from designated_managers.models.designations import (
    DAYS_WITH_EFFECT,
    FIRST_WITHOUT_EFFECT,
    Bundle,
    Designation,
    DesignationFact,
)
from designated_managers.models.organisations import (
    Organisation,
    OrganisationFile,
    OrganisationOfficer,
)
from designated_managers.models.road_catalogue import RoadSetting, RoadStepType
from designated_managers.models.roads import PlannedStep, Road, RoadPlan, RoadStep
from designated_managers.models.transfer_catalogues import (
    HandoverType,
    TransferStage,
)
from designated_managers.models.transfer_log import (
    HandoverItem,
    OpenQuestion,
    TransferMeeting,
)
from designated_managers.models.transfers import (
    EvidenceFile,
    Transfer,
    TransferEvidence,
    TransferWave,
    UnneededStage,
)

__all__ = [
    "DAYS_WITH_EFFECT",
    "FIRST_WITHOUT_EFFECT",
    "Bundle",
    "CouncilSession",
    "CouncilWindow",
    "Designation",
    "DesignationFact",
    "EvidenceFile",
    "HandoverItem",
    "HandoverType",
    "OpenQuestion",
    "Organisation",
    "OrganisationFile",
    "OrganisationOfficer",
    "PlannedStep",
    "Road",
    "RoadPlan",
    "RoadSetting",
    "RoadStep",
    "RoadStepType",
    "Transfer",
    "TransferEvidence",
    "TransferMeeting",
    "TransferStage",
    "TransferWave",
    "UnneededStage",
]

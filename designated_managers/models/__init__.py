"""The records of designated managers: one file for each thing the office keeps."""

from __future__ import annotations

from designated_managers.models.agreement_templates import (
    AgreementTemplate,
    ObligationType,
    ResponsibilityTemplateRow,
)
from designated_managers.models.agreements import (
    Agreement,
    AgreementFile,
    AgreementTerms,
    ResponsibilityRow,
)
from designated_managers.models.annual_agreements import (
    AnnualAgreement,
    FeePayment,
)
from designated_managers.models.council import CouncilSession, CouncilWindow
from designated_managers.models.designations import (
    DAYS_WITH_EFFECT,
    FIRST_WITHOUT_EFFECT,
    Bundle,
    Designation,
    DesignationFact,
)
from designated_managers.models.evaluations import (
    Evaluation,
    EvaluationItem,
    EvaluationScheme,
    EvaluationSheet,
)
from designated_managers.models.measures import (
    ImprovementPlan,
    Measure,
    MeasureFile,
)
from designated_managers.models.obligations import (
    FeeApproval,
    Obligation,
)
from designated_managers.models.organisations import (
    Organisation,
    OrganisationFile,
    OrganisationOfficer,
)
from designated_managers.models.road_catalogue import RoadSetting, RoadStepType
from designated_managers.models.roads import PlannedStep, Road, RoadPlan, RoadStep
from designated_managers.models.submissions import (
    AnnualFigures,
    MonthlyFigures,
    ReportForm,
    Submission,
    SubmissionFile,
)
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
from designated_managers.models.visits import (
    Finding,
    FindingFile,
    SiteVisit,
    VisitItem,
    VisitMark,
)

__all__ = [
    "DAYS_WITH_EFFECT",
    "FIRST_WITHOUT_EFFECT",
    "Agreement",
    "AgreementFile",
    "AgreementTemplate",
    "AgreementTerms",
    "AnnualAgreement",
    "AnnualFigures",
    "Bundle",
    "CouncilSession",
    "CouncilWindow",
    "Designation",
    "DesignationFact",
    "Evaluation",
    "EvaluationItem",
    "EvaluationScheme",
    "EvaluationSheet",
    "EvidenceFile",
    "FeeApproval",
    "FeePayment",
    "Finding",
    "FindingFile",
    "HandoverItem",
    "HandoverType",
    "ImprovementPlan",
    "Measure",
    "MeasureFile",
    "MonthlyFigures",
    "Obligation",
    "ObligationType",
    "OpenQuestion",
    "Organisation",
    "OrganisationFile",
    "OrganisationOfficer",
    "PlannedStep",
    "ReportForm",
    "ResponsibilityRow",
    "ResponsibilityTemplateRow",
    "Road",
    "RoadPlan",
    "RoadSetting",
    "RoadStep",
    "RoadStepType",
    "SiteVisit",
    "Submission",
    "SubmissionFile",
    "Transfer",
    "TransferEvidence",
    "TransferMeeting",
    "TransferStage",
    "TransferWave",
    "UnneededStage",
    "VisitItem",
    "VisitMark",
]

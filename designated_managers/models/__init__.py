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
from designated_managers.models.designations import (
    DAYS_WITH_EFFECT,
    FIRST_WITHOUT_EFFECT,
    Bundle,
    Designation,
    DesignationFact,
)
from designated_managers.models.obligations import (
    FeeApproval,
    Obligation,
)
from designated_managers.models.organisations import (
    Organisation,
)
from designated_managers.models.submissions import (
    AnnualFigures,
    MonthlyFigures,
    ReportForm,
    Submission,
    SubmissionFile,
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
    "Designation",
    "DesignationFact",
    "FeeApproval",
    "FeePayment",
    "MonthlyFigures",
    "Obligation",
    "ObligationType",
    "Organisation",
    "ReportForm",
    "ResponsibilityRow",
    "ResponsibilityTemplateRow",
    "Submission",
    "SubmissionFile",
]

"""The records of inspections and service contracts, one file for each thing."""

from __future__ import annotations

from maintenance.models.city_facts import CityFact
from maintenance.models.contracts import ContractCoverage, ServiceContract
from maintenance.models.failed_attempts import FailedAttempt
from maintenance.models.filings import Filing, FilingFile
from maintenance.models.findings import FindingPhoto, InspectionFile, InspectionFinding
from maintenance.models.inspection_outcomes import InspectionOutcome
from maintenance.models.inspection_types import InspectionType
from maintenance.models.inspections import DueInspection
from maintenance.models.verdicts import VerdictOverrule

__all__ = [
    "CityFact",
    "ContractCoverage",
    "DueInspection",
    "FailedAttempt",
    "Filing",
    "FilingFile",
    "FindingPhoto",
    "InspectionFile",
    "InspectionFinding",
    "InspectionOutcome",
    "InspectionType",
    "ServiceContract",
    "VerdictOverrule",
]

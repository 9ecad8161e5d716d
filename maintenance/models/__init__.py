"""The records of inspections and service contracts, one file for each thing."""

from __future__ import annotations

from maintenance.models.contracts import ContractCoverage, ServiceContract
from maintenance.models.findings import FindingPhoto, InspectionFile, InspectionFinding
from maintenance.models.inspection_types import InspectionType
from maintenance.models.inspections import DueInspection
from maintenance.models.year_end import YearEndAnswer, YearEndReport
from maintenance.models.year_plans import PlannedTurn, YearPlan

__all__ = [
    "ContractCoverage",
    "DueInspection",
    "FindingPhoto",
    "InspectionFile",
    "InspectionFinding",
    "InspectionType",
    "PlannedTurn",
    "ServiceContract",
    "YearEndAnswer",
    "YearEndReport",
    "YearPlan",
]

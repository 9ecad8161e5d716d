"""The records of inspections, repairs and service contracts, one file for each thing."""

from __future__ import annotations

from maintenance.models.contracts import ContractCoverage, ServiceContract
from maintenance.models.findings import FindingPhoto, InspectionFile, InspectionFinding
from maintenance.models.inspection_types import InspectionType
from maintenance.models.inspections import DueInspection
from maintenance.models.repairs import EstimateFile, Repair, RepairEstimate, RepairPhoto, RepairStep

__all__ = [
    "ContractCoverage",
    "DueInspection",
    "EstimateFile",
    "FindingPhoto",
    "InspectionFile",
    "InspectionFinding",
    "InspectionType",
    "Repair",
    "RepairEstimate",
    "RepairPhoto",
    "RepairStep",
    "ServiceContract",
]

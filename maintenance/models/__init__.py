"""The records of inspections and service contracts, one file for each thing."""

from __future__ import annotations

from maintenance.models.contract_scope import ContractEquipment, ContractType, ContractYear
from maintenance.models.contracts import ContractCoverage, ServiceContract
from maintenance.models.findings import FindingPhoto, InspectionFile, InspectionFinding
from maintenance.models.inspection_types import InspectionType
from maintenance.models.inspections import DueInspection
from maintenance.models.rounds import EmergencyRound, RoundAnswer, RoundCentre, RoundPhoto

__all__ = [
    "ContractCoverage",
    "ContractEquipment",
    "ContractType",
    "ContractYear",
    "DueInspection",
    "EmergencyRound",
    "FindingPhoto",
    "InspectionFile",
    "InspectionFinding",
    "InspectionType",
    "RoundAnswer",
    "RoundCentre",
    "RoundPhoto",
    "ServiceContract",
]

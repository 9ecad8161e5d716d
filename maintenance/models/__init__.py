"""The records of inspections and service contracts, one file for each thing."""

from __future__ import annotations

from maintenance.models.city_facts import CityFact
from maintenance.models.contract_scope import ContractEquipment, ContractType, ContractYear
from maintenance.models.contracts import ContractCoverage, ServiceContract
from maintenance.models.failed_attempts import FailedAttempt
from maintenance.models.filings import Filing, FilingFile
from maintenance.models.findings import FindingPhoto, InspectionFile, InspectionFinding
from maintenance.models.inspection_outcomes import InspectionOutcome
from maintenance.models.inspection_types import InspectionType
from maintenance.models.inspections import DueInspection
from maintenance.models.repairs import EstimateFile, Repair, RepairEstimate, RepairPhoto, RepairStep
from maintenance.models.rounds import EmergencyRound, RoundAnswer, RoundCentre, RoundPhoto
from maintenance.models.verdicts import VerdictOverrule
from maintenance.models.year_end import YearEndAnswer, YearEndReport
from maintenance.models.year_plans import PlannedTurn, YearPlan

__all__ = [
    "CityFact",
    "ContractCoverage",
    "ContractEquipment",
    "ContractType",
    "ContractYear",
    "DueInspection",
    "EmergencyRound",
    "EstimateFile",
    "FailedAttempt",
    "Filing",
    "FilingFile",
    "FindingPhoto",
    "InspectionFile",
    "InspectionFinding",
    "InspectionOutcome",
    "InspectionType",
    "PlannedTurn",
    "Repair",
    "RepairEstimate",
    "RepairPhoto",
    "RepairStep",
    "RoundAnswer",
    "RoundCentre",
    "RoundPhoto",
    "ServiceContract",
    "VerdictOverrule",
    "YearEndAnswer",
    "YearEndReport",
    "YearPlan",
]

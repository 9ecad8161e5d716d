"""The words of inspections and service contracts, one file for each thing."""

from __future__ import annotations

from maintenance.choices.contracts import ContractKind, Coverage
from maintenance.choices.filings import FilingState
from maintenance.choices.inspections import (
    Counting,
    FirstFrom,
    Footing,
    Meaning,
    OutcomeFamily,
    Severity,
    SubjectOfInspection,
    TurnState,
)
from maintenance.choices.repairs import (
    OVER,
    UNMENDED,
    InsuranceState,
    PhotoMoment,
    RepairCause,
    RepairMove,
    RepairState,
    RequestedSide,
    Urgency,
)
from maintenance.choices.rounds import RoundKind, RoundState
from maintenance.choices.verdicts import Answer
from maintenance.choices.year_plans import PlanGap, PlanProgress, ReportState, YearEndState

__all__ = [
    "OVER",
    "UNMENDED",
    "Answer",
    "ContractKind",
    "Counting",
    "Coverage",
    "FilingState",
    "FirstFrom",
    "Footing",
    "InsuranceState",
    "Meaning",
    "OutcomeFamily",
    "PhotoMoment",
    "PlanGap",
    "PlanProgress",
    "RepairCause",
    "RepairMove",
    "RepairState",
    "ReportState",
    "RequestedSide",
    "RoundKind",
    "RoundState",
    "Severity",
    "SubjectOfInspection",
    "TurnState",
    "Urgency",
    "YearEndState",
]

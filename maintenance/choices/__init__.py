"""The words of inspections and service contracts, one file for each thing."""

from __future__ import annotations

from maintenance.choices.contracts import ContractKind
from maintenance.choices.inspections import (
    Counting,
    FirstFrom,
    Footing,
    Outcome,
    OutcomeFamily,
    Severity,
    SubjectOfInspection,
    TurnState,
)
from maintenance.choices.year_plans import PlanGap, PlanProgress, ReportState, YearEndState

__all__ = [
    "ContractKind",
    "Counting",
    "FirstFrom",
    "Footing",
    "Outcome",
    "OutcomeFamily",
    "PlanGap",
    "PlanProgress",
    "ReportState",
    "Severity",
    "SubjectOfInspection",
    "TurnState",
    "YearEndState",
]

"""The words of inspections and service contracts, one file for each thing."""

from __future__ import annotations

from maintenance.choices.contracts import ContractKind, Coverage
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
from maintenance.choices.rounds import RoundKind, RoundState

__all__ = [
    "ContractKind",
    "Counting",
    "Coverage",
    "FirstFrom",
    "Footing",
    "Outcome",
    "OutcomeFamily",
    "RoundKind",
    "RoundState",
    "Severity",
    "SubjectOfInspection",
    "TurnState",
]

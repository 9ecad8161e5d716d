"""The words of inspections, repairs and service contracts, one file for each thing."""

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

__all__ = [
    "OVER",
    "UNMENDED",
    "ContractKind",
    "Counting",
    "FirstFrom",
    "Footing",
    "InsuranceState",
    "Outcome",
    "OutcomeFamily",
    "PhotoMoment",
    "RepairCause",
    "RepairMove",
    "RepairState",
    "RequestedSide",
    "Severity",
    "SubjectOfInspection",
    "TurnState",
    "Urgency",
]

"""The words of inspections and service contracts, one file for each thing."""

from __future__ import annotations

from maintenance.choices.contracts import ContractKind
from maintenance.choices.inspections import Outcome, SubjectOfInspection, TurnState

__all__ = ["ContractKind", "Outcome", "SubjectOfInspection", "TurnState"]

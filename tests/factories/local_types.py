"""The city's own types of inspection for tests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from maintenance import actions
from maintenance.choices import Counting, SubjectOfInspection

if TYPE_CHECKING:
    from maintenance.models import InspectionType

CLEANING: dict[str, Any] = {
    "name": "日常清掃",
    "subject": SubjectOfInspection.BUILDING,
    "counting": Counting.CALENDAR_MONTH,
    "cycle_months": 1,
}


def make_local_type(code: str = "C-CLEAN", **facts: Any) -> InspectionType:
    """Cleaning once a month, in every building."""
    return actions.add_local_type(code=code, **{**CLEANING, **facts})

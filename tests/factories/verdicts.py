"""Types with conditions, and overrulings of their verdicts, for tests."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from maintenance import actions
from tests.factories.accounts import make_user
from tests.factories.maintenance import make_lift_type, make_type

if TYPE_CHECKING:
    from facilities.models import Building
    from maintenance.models import InspectionType, VerdictOverrule

DECIDED_ON = date(2026, 11, 20)


def make_area_type(code: str = "FIR-1", **facts: Any) -> InspectionType:
    """A type for every building of more than 200 m2."""
    return make_type(code, **{"applies_when": "floor_area > m2(200)", **facts})


def make_lift_rule(**facts: Any) -> InspectionType:
    """A type for every lift; the building says how many it has."""
    return make_lift_type(**{"equipment_categories": ["lift"], "exists_when": "lifts >= 1", **facts})


def make_overrule(building: Building, type_code: str = "FIR-1", **facts: Any) -> VerdictOverrule:
    """Somebody says that it applies, on 20 November 2026."""
    defaults = {
        "answer": "applies",
        "reason": "消防署に確かめたため",
        "on": DECIDED_ON,
        **({} if "by" in facts else {"by": make_user(f"decider-{building.pk}-{type_code}").pk}),
    }
    return actions.overrule_verdict(building, type_code, **{**defaults, **facts})

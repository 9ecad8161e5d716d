"""The acts of the office on designated managers, one file for each thing they change."""

from __future__ import annotations

from designated_managers.actions.designations import (
    NOTHING_SAID,
    CannotDesignate,
    CannotReturn,
    bundle_together,
    change_designation,
    decide_direct_return,
    register_designation,
    state_sources,
)
from designated_managers.actions.organisations import (
    change_organisation,
    register_organisation,
)

__all__ = [
    "NOTHING_SAID",
    "CannotDesignate",
    "CannotReturn",
    "bundle_together",
    "change_designation",
    "change_organisation",
    "decide_direct_return",
    "register_designation",
    "register_organisation",
    "state_sources",
]

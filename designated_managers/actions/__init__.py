"""The acts of the office on designated managers, one file for each thing they change."""

from __future__ import annotations

from designated_managers.actions.bundles import (
    bundle_together,
    change_bundle,
)
from designated_managers.actions.designations import (
    CannotDesignate,
    CannotReturn,
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
    "CannotDesignate",
    "CannotReturn",
    "bundle_together",
    "change_bundle",
    "change_designation",
    "change_organisation",
    "decide_direct_return",
    "register_designation",
    "register_organisation",
    "state_sources",
]

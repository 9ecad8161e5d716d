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
from designated_managers.actions.officers import (
    CannotTakeOffice,
    change_officer,
    register_officer,
)
from designated_managers.actions.organisation_files import (
    AlreadyWithdrawn,
    CannotFile,
    file_paper,
    withdraw_paper,
)
from designated_managers.actions.organisations import (
    change_organisation,
    register_organisation,
)

__all__ = [
    "AlreadyWithdrawn",
    "CannotDesignate",
    "CannotFile",
    "CannotReturn",
    "CannotTakeOffice",
    "bundle_together",
    "change_bundle",
    "change_designation",
    "change_officer",
    "change_organisation",
    "decide_direct_return",
    "file_paper",
    "register_designation",
    "register_officer",
    "register_organisation",
    "state_sources",
    "withdraw_paper",
]

"""The acts of the office on designated managers, one file for each thing they change."""

from __future__ import annotations

from designated_managers.actions.bundles import (
    bundle_together,
    change_bundle,
)
from designated_managers.actions.council import (
    CannotKeepSession,
    CannotLoadCalendar,
    change_session,
    load_calendar,
    register_session,
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
from designated_managers.actions.road_plans import CannotKeepRoad
from designated_managers.actions.roads import (
    drop_road,
    move_session,
    open_due_roads,
    open_road,
    record_step,
    replan_road,
)

__all__ = [
    "CannotDesignate",
    "CannotKeepRoad",
    "CannotKeepSession",
    "CannotLoadCalendar",
    "CannotReturn",
    "bundle_together",
    "change_bundle",
    "change_designation",
    "change_organisation",
    "change_session",
    "decide_direct_return",
    "drop_road",
    "load_calendar",
    "move_session",
    "open_due_roads",
    "open_road",
    "record_step",
    "register_designation",
    "register_organisation",
    "register_session",
    "replan_road",
    "state_sources",
]

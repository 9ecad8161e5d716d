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
from designated_managers.actions.evaluations import (
    CannotEvaluate,
    SheetSaid,
    ask_for_self_evaluation,
    draft_evaluation,
    open_evaluation,
    open_evaluations,
    publish_evaluation,
    refuse_changed_schemes,
    write_self_evaluation,
)
from designated_managers.actions.measures import (
    AlreadyOver,
    CannotSupervise,
    accept_plan,
    attach_measure_file,
    change_measure,
    close_measure,
    hand_in_plan,
    send_plan_back,
    take_measure,
)
from designated_managers.actions.organisations import (
    change_organisation,
    register_organisation,
)
from designated_managers.actions.visits import (
    AlreadyClosed,
    answer_finding,
    change_finding,
    change_visit,
    close_finding,
    record_finding,
    record_visit,
    tell_group,
)

__all__ = [
    "AlreadyClosed",
    "AlreadyOver",
    "CannotDesignate",
    "CannotEvaluate",
    "CannotReturn",
    "CannotSupervise",
    "SheetSaid",
    "accept_plan",
    "answer_finding",
    "ask_for_self_evaluation",
    "attach_measure_file",
    "bundle_together",
    "change_bundle",
    "change_designation",
    "change_finding",
    "change_measure",
    "change_organisation",
    "change_visit",
    "close_finding",
    "close_measure",
    "decide_direct_return",
    "draft_evaluation",
    "hand_in_plan",
    "open_evaluation",
    "open_evaluations",
    "publish_evaluation",
    "record_finding",
    "record_visit",
    "refuse_changed_schemes",
    "register_designation",
    "register_organisation",
    "send_plan_back",
    "state_sources",
    "take_measure",
    "tell_group",
    "write_self_evaluation",
]

"""The acts of the office on designated managers, one file for each thing they change."""

from __future__ import annotations

from designated_managers.actions.agreement_files import (
    attach_agreement_file,
    withdraw_agreement_file,
)
from designated_managers.actions.agreements import (
    amend_agreement,
    change_agreement,
    register_agreement,
)
from designated_managers.actions.annual_agreements import (
    CannotAgreeOnYear,
    CannotPay,
    change_annual_agreement,
    make_annual_agreement,
    record_payment,
    settle_year,
)
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
from designated_managers.actions.handover import (
    redate_items,
    tick_handover_item,
)
from designated_managers.actions.obligations import (
    CannotOpen,
    CannotWithdraw,
    PlanReport,
    approve_fees,
    open_obligation,
    plan_obligations,
    tell_earlier_not_needed,
    tell_needed_again,
    tell_not_needed,
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
from designated_managers.actions.responsibilities import (
    CannotAgree,
    set_responsibilities,
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
from designated_managers.actions.transfer_log import (
    Upload,
    change_meeting,
    log_meeting,
    mark_not_needed,
    need_again,
    raise_question,
    record_evidence,
    settle_question,
    take_back_evidence,
)
from designated_managers.actions.transfer_problems import (
    CannotTransfer,
)
from designated_managers.actions.transfers import (
    change_transfer,
    change_wave,
    choose_organisation,
    complete_transfer,
    plan_wave,
    resume_transfer,
    start_return,
    start_transfer,
    suspend_transfer,
)

__all__ = [
    "AlreadyWithdrawn",
    "CannotAgree",
    "CannotAgreeOnYear",
    "CannotDesignate",
    "CannotFile",
    "CannotKeepRoad",
    "CannotKeepSession",
    "CannotLoadCalendar",
    "CannotOpen",
    "CannotPay",
    "CannotReturn",
    "CannotTakeOffice",
    "CannotTransfer",
    "CannotWithdraw",
    "PlanReport",
    "Upload",
    "amend_agreement",
    "approve_fees",
    "attach_agreement_file",
    "bundle_together",
    "change_agreement",
    "change_annual_agreement",
    "change_bundle",
    "change_designation",
    "change_meeting",
    "change_officer",
    "change_organisation",
    "change_session",
    "change_transfer",
    "change_wave",
    "choose_organisation",
    "complete_transfer",
    "decide_direct_return",
    "drop_road",
    "file_paper",
    "load_calendar",
    "log_meeting",
    "make_annual_agreement",
    "mark_not_needed",
    "move_session",
    "need_again",
    "open_due_roads",
    "open_obligation",
    "open_road",
    "plan_obligations",
    "plan_wave",
    "raise_question",
    "record_evidence",
    "record_payment",
    "record_step",
    "redate_items",
    "register_agreement",
    "register_designation",
    "register_officer",
    "register_organisation",
    "register_session",
    "replan_road",
    "resume_transfer",
    "set_responsibilities",
    "settle_question",
    "settle_year",
    "start_return",
    "start_transfer",
    "state_sources",
    "suspend_transfer",
    "take_back_evidence",
    "tell_earlier_not_needed",
    "tell_needed_again",
    "tell_not_needed",
    "tick_handover_item",
    "withdraw_agreement_file",
    "withdraw_paper",
]

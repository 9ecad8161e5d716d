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
from designated_managers.actions.designations import (
    CannotDesignate,
    CannotReturn,
    change_designation,
    decide_direct_return,
    register_designation,
    state_sources,
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
from designated_managers.actions.organisations import (
    change_organisation,
    register_organisation,
)
from designated_managers.actions.paper_submissions import Paper, record_paper_submission
from designated_managers.actions.responsibilities import (
    CannotAgree,
    set_responsibilities,
)
from designated_managers.actions.submission_files import CannotAttach, Upload
from designated_managers.actions.submissions import (
    CannotReview,
    CannotSubmit,
    CannotWrite,
    Written,
    accept_submission,
    begin_draft,
    remove_from_draft,
    return_submission,
    save_draft,
    submit,
    submit_at_once,
    write_draft,
)

__all__ = [
    "CannotAgree",
    "CannotAgreeOnYear",
    "CannotAttach",
    "CannotDesignate",
    "CannotOpen",
    "CannotPay",
    "CannotReturn",
    "CannotReview",
    "CannotSubmit",
    "CannotWithdraw",
    "CannotWrite",
    "Paper",
    "PlanReport",
    "Upload",
    "Written",
    "accept_submission",
    "amend_agreement",
    "approve_fees",
    "attach_agreement_file",
    "begin_draft",
    "bundle_together",
    "change_agreement",
    "change_annual_agreement",
    "change_bundle",
    "change_designation",
    "change_organisation",
    "decide_direct_return",
    "make_annual_agreement",
    "open_obligation",
    "plan_obligations",
    "record_paper_submission",
    "record_payment",
    "register_agreement",
    "register_designation",
    "register_organisation",
    "remove_from_draft",
    "return_submission",
    "save_draft",
    "set_responsibilities",
    "settle_year",
    "state_sources",
    "submit",
    "submit_at_once",
    "tell_earlier_not_needed",
    "tell_needed_again",
    "tell_not_needed",
    "withdraw_agreement_file",
    "write_draft",
]

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
from designated_managers.actions.responsibilities import (
    CannotAgree,
    set_responsibilities,
)

__all__ = [
    "CannotAgree",
    "CannotAgreeOnYear",
    "CannotDesignate",
    "CannotOpen",
    "CannotPay",
    "CannotReturn",
    "CannotWithdraw",
    "PlanReport",
    "amend_agreement",
    "approve_fees",
    "attach_agreement_file",
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
    "record_payment",
    "register_agreement",
    "register_designation",
    "register_organisation",
    "set_responsibilities",
    "settle_year",
    "state_sources",
    "tell_earlier_not_needed",
    "tell_needed_again",
    "tell_not_needed",
    "withdraw_agreement_file",
]

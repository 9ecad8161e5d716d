"""The acts on inspections and service contracts."""

from __future__ import annotations

from maintenance.actions.contracts import (
    CannotContract,
    change_contract,
    decide_not_to_renew,
    problems_with_answering,
    sign_contract,
    succeed_contract,
)
from maintenance.actions.inspections import (
    AlreadyDone,
    CannotPlan,
    CannotRecord,
    plan_inspection,
    problems_when_done,
    problems_with_day_of,
    problems_with_subject,
    record_inspection,
    there_since,
)
from maintenance.actions.local_types import (
    CannotKeepType,
    add_local_type,
    change_local_type,
    reopen_local_type,
    retire_local_type,
)
from maintenance.actions.planning import plan_applicable
from maintenance.actions.verdicts import (
    CannotOverrule,
    judged_place,
    overrule_verdict,
    plan_what_applies,
    withdraw_overrule,
)

__all__ = [
    "AlreadyDone",
    "CannotContract",
    "CannotKeepType",
    "CannotOverrule",
    "CannotPlan",
    "CannotRecord",
    "add_local_type",
    "change_contract",
    "change_local_type",
    "decide_not_to_renew",
    "judged_place",
    "overrule_verdict",
    "plan_applicable",
    "plan_inspection",
    "plan_what_applies",
    "problems_when_done",
    "problems_with_answering",
    "problems_with_day_of",
    "problems_with_subject",
    "record_inspection",
    "reopen_local_type",
    "retire_local_type",
    "sign_contract",
    "succeed_contract",
    "there_since",
    "withdraw_overrule",
]

"""The acts on inspections, repairs and service contracts."""

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
from maintenance.actions.repair_moves import (
    CannotMove,
    accept,
    add_estimate,
    decide,
    decline,
    mark_done,
    order,
    pay,
    redo,
    reopen,
    triage,
)
from maintenance.actions.repairs import (
    CannotRequest,
    add_photos,
    change_repair,
    request_from_finding,
    request_repair,
)

__all__ = [
    "AlreadyDone",
    "CannotContract",
    "CannotMove",
    "CannotPlan",
    "CannotRecord",
    "CannotRequest",
    "accept",
    "add_estimate",
    "add_photos",
    "change_contract",
    "change_repair",
    "decide",
    "decide_not_to_renew",
    "decline",
    "mark_done",
    "order",
    "pay",
    "plan_inspection",
    "problems_when_done",
    "problems_with_answering",
    "problems_with_day_of",
    "problems_with_subject",
    "record_inspection",
    "redo",
    "reopen",
    "request_from_finding",
    "request_repair",
    "sign_contract",
    "succeed_contract",
    "there_since",
    "triage",
]

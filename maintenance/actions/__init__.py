"""The acts on inspections and service contracts."""

from __future__ import annotations

from maintenance.actions.contracts import (
    CannotContract,
    ContractScope,
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
from maintenance.actions.rounds import (
    CannotAnswer,
    CannotCloseRound,
    CannotOpenRound,
    RoundOver,
    answer_round,
    close_round,
    open_round,
)

__all__ = [
    "AlreadyDone",
    "CannotAnswer",
    "CannotCloseRound",
    "CannotContract",
    "CannotOpenRound",
    "CannotPlan",
    "CannotRecord",
    "ContractScope",
    "RoundOver",
    "answer_round",
    "change_contract",
    "close_round",
    "decide_not_to_renew",
    "open_round",
    "plan_inspection",
    "problems_when_done",
    "problems_with_answering",
    "problems_with_day_of",
    "problems_with_subject",
    "record_inspection",
    "sign_contract",
    "succeed_contract",
    "there_since",
]

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
from maintenance.actions.corrections import (
    CannotCorrect,
    correct_inspection,
    problems_when_open,
    problems_with_new_day,
)
from maintenance.actions.evidence import MOST_FINDINGS, Evidence, FindingSeen, problems_with_word
from maintenance.actions.failed_attempts import (
    CannotSayNotDone,
    problems_with_attempt_at,
    record_failed_attempt,
)
from maintenance.actions.filings import (
    AlreadyFiled,
    CannotFile,
    plan_filing,
    plan_filing_of,
    record_filing,
    withdraw_filing,
)
from maintenance.actions.inspections import (
    AlreadyDone,
    CannotPlan,
    CannotRecord,
    plan_first_turn,
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
from maintenance.actions.rounds import (
    CannotAnswer,
    CannotCloseRound,
    CannotOpenRound,
    RoundOver,
    answer_round,
    close_round,
    open_round,
)
from maintenance.actions.turn_days import (
    CannotPlanDay,
    CannotWithdraw,
    PlannedDay,
    TurnThrough,
    plan_day,
    problems_when_through,
    withdraw_turn,
)
from maintenance.actions.turns import first_turn, following_turn
from maintenance.actions.verdicts import (
    CannotOverrule,
    judged_place,
    overrule_verdict,
    plan_what_applies,
    withdraw_overrule,
)

__all__ = [
    "MOST_FINDINGS",
    "AlreadyDone",
    "AlreadyFiled",
    "CannotAnswer",
    "CannotCloseRound",
    "CannotContract",
    "CannotCorrect",
    "CannotFile",
    "CannotKeepType",
    "CannotOpenRound",
    "CannotOverrule",
    "CannotPlan",
    "CannotPlanDay",
    "CannotRecord",
    "CannotSayNotDone",
    "CannotWithdraw",
    "ContractScope",
    "Evidence",
    "FindingSeen",
    "PlannedDay",
    "RoundOver",
    "TurnThrough",
    "add_local_type",
    "answer_round",
    "change_contract",
    "change_local_type",
    "close_round",
    "correct_inspection",
    "decide_not_to_renew",
    "first_turn",
    "following_turn",
    "judged_place",
    "open_round",
    "overrule_verdict",
    "plan_applicable",
    "plan_day",
    "plan_filing",
    "plan_filing_of",
    "plan_first_turn",
    "plan_inspection",
    "plan_what_applies",
    "problems_when_done",
    "problems_when_open",
    "problems_when_through",
    "problems_with_answering",
    "problems_with_attempt_at",
    "problems_with_day_of",
    "problems_with_new_day",
    "problems_with_subject",
    "problems_with_word",
    "record_failed_attempt",
    "record_filing",
    "record_inspection",
    "reopen_local_type",
    "retire_local_type",
    "sign_contract",
    "succeed_contract",
    "there_since",
    "withdraw_filing",
    "withdraw_overrule",
    "withdraw_turn",
]

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
from maintenance.actions.corrections import (
    CannotCorrect,
    correct_inspection,
    problems_when_open,
    problems_with_new_day,
)
from maintenance.actions.evidence import (
    MOST_FINDINGS,
    Evidence,
    FindingSeen,
    problems_with_word,
)
from maintenance.actions.failed_attempts import (
    CannotSayNotDone,
    problems_with_attempt_at,
    record_failed_attempt,
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

__all__ = [
    "MOST_FINDINGS",
    "AlreadyDone",
    "CannotContract",
    "CannotCorrect",
    "CannotPlan",
    "CannotRecord",
    "CannotSayNotDone",
    "Evidence",
    "FindingSeen",
    "change_contract",
    "correct_inspection",
    "decide_not_to_renew",
    "plan_inspection",
    "problems_when_done",
    "problems_when_open",
    "problems_with_answering",
    "problems_with_attempt_at",
    "problems_with_day_of",
    "problems_with_new_day",
    "problems_with_subject",
    "problems_with_word",
    "record_failed_attempt",
    "record_inspection",
    "sign_contract",
    "succeed_contract",
    "there_since",
]

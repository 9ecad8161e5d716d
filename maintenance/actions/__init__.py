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
from maintenance.actions.year_end import (
    Answered,
    CannotReport,
    answer_year_end,
    close_year,
    reopen_year,
)
from maintenance.actions.year_plans import (
    CannotPlanYear,
    change_planned_turn,
    draft_year_plan,
    put_on_one_day,
    remove_planned_turn,
)

__all__ = [
    "AlreadyDone",
    "Answered",
    "CannotContract",
    "CannotPlan",
    "CannotPlanYear",
    "CannotRecord",
    "CannotReport",
    "answer_year_end",
    "change_contract",
    "change_planned_turn",
    "close_year",
    "decide_not_to_renew",
    "draft_year_plan",
    "plan_inspection",
    "problems_when_done",
    "problems_with_answering",
    "problems_with_day_of",
    "problems_with_subject",
    "put_on_one_day",
    "record_inspection",
    "remove_planned_turn",
    "reopen_year",
    "sign_contract",
    "succeed_contract",
    "there_since",
]

"""The deadlines of every kind (期日の一覧): where each app says what is pending and what is settled."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from accounts import queries as accounts
from common.db.columns import Sql, sql_of, union_of
from designated_managers.queries import (
    agreements,
    designations,
    handover,
    measures,
    obligations,
    officers,
    payments,
    road_plans,
    submissions,
    visits,
)
from facilities.queries import equipment, projects
from maintenance.queries import contracts, filings, inspections, repairs, rounds
from reminders.choices import FlagKind

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from django.db.models import QuerySet


@dataclass(frozen=True)
class KindOfDeadline:
    """How one kind is read, as ``common/deadlines.py`` says. ``from_day``: facts of this kind are entered
    ahead, or nothing waits once its day has passed, and both queries take the day from which they count.
    ``ends_with_day``: after its day it waits for nobody."""

    pending: Callable[..., QuerySet[Any, tuple[Any, ...]]]
    settled: Callable[..., QuerySet[Any, tuple[Any, ...]]]
    from_day: bool = False
    ends_with_day: bool = False


DEADLINES: Mapping[str, KindOfDeadline] = MappingProxyType(
    {
        FlagKind.INSPECTION: KindOfDeadline(
            inspections.inspection_deadlines, inspections.settled_inspections
        ),
        FlagKind.FILING: KindOfDeadline(filings.filing_deadlines, filings.settled_filings),
        FlagKind.CONTRACT: KindOfDeadline(contracts.contract_deadlines, contracts.settled_contracts),
        FlagKind.CONTRACT_NOTICE: KindOfDeadline(contracts.notice_deadlines, contracts.settled_notices),
        FlagKind.ROUND_ANSWER: KindOfDeadline(rounds.round_deadlines, rounds.settled_rounds),
        FlagKind.REPAIR: KindOfDeadline(repairs.repair_deadlines, repairs.settled_repairs),
        FlagKind.DESIGNATION_END: KindOfDeadline(designations.deadlines, designations.settled),
        FlagKind.EQUIPMENT_LIFE: KindOfDeadline(
            equipment.life_deadlines, equipment.settled_lives, from_day=True
        ),
        FlagKind.WARRANTY: KindOfDeadline(
            equipment.warranty_deadlines, equipment.settled_warranties, from_day=True, ends_with_day=True
        ),
        FlagKind.MILESTONE: KindOfDeadline(projects.deadlines, projects.settled),
        FlagKind.ROAD_STEP: KindOfDeadline(
            road_plans.road_step_deadlines, road_plans.settled_road_steps, from_day=True
        ),
        FlagKind.OFFICER_TERM: KindOfDeadline(officers.deadlines, officers.settled),
        FlagKind.HANDOVER_ITEM: KindOfDeadline(handover.deadlines, handover.settled),
        FlagKind.OBLIGATION: KindOfDeadline(obligations.deadlines, obligations.settled),
        FlagKind.FEE_PAYMENT: KindOfDeadline(payments.deadlines, payments.settled),
        FlagKind.AGREEMENT_MISSING: KindOfDeadline(agreements.deadlines, agreements.settled),
        FlagKind.INSTRUCTION: KindOfDeadline(measures.instruction_deadlines, measures.settled_instructions),
        FlagKind.FINDING: KindOfDeadline(visits.finding_deadlines, visits.settled_findings),
        FlagKind.RETURNED_SUBMISSION: KindOfDeadline(
            submissions.returned_deadlines, submissions.settled_returned
        ),
        FlagKind.SUBMISSION_REVIEW: KindOfDeadline(submissions.review_deadlines, submissions.settled_reviews),
        FlagKind.ACCOUNT_END: KindOfDeadline(
            accounts.account_deadlines, accounts.settled_accounts, from_day=True, ends_with_day=True
        ),
    }
)


def pending(kind: str, *, on: date, until: date = date.max) -> QuerySet[Any, tuple[Any, ...]]:
    """Everything of this kind that waits for somebody; whenever it is due, or not after ``until``."""
    of_kind = DEADLINES[kind]
    return of_kind.pending(until=until, on=on) if of_kind.from_day else of_kind.pending(until=until)


def settled(kind: str, *, on: date) -> QuerySet[Any, tuple[Any, ...]]:
    """Everything of this kind that was done or answered."""
    of_kind = DEADLINES[kind]
    return of_kind.settled(on=on) if of_kind.from_day else of_kind.settled()


def every_pending(*, on: date, using: str) -> Sql:
    """Everything of every kind that waits for somebody, as SQL."""
    return union_of(
        sql_of(pending(kind, on=on), using=using) if of_kind.from_day else _pending_on_any_day(kind, using)
        for kind, of_kind in DEADLINES.items()
    )


def every_settled(*, on: date, using: str) -> Sql:
    """Everything of every kind that was done or answered, as SQL."""
    return union_of(
        sql_of(settled(kind, on=on), using=using) if of_kind.from_day else _settled_on_any_day(kind, using)
        for kind, of_kind in DEADLINES.items()
    )


# Django takes longer to write these texts than a small city's database to answer them; they never change.
@cache
def _pending_on_any_day(kind: str, using: str) -> Sql:
    return sql_of(pending(kind, on=date.min), using=using)


@cache
def _settled_on_any_day(kind: str, using: str) -> Sql:
    return sql_of(settled(kind, on=date.min), using=using)

"""The deadlines of a fiscal year by month (年度の期限): done, to come, overdue."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Case, Count, Q, QuerySet, When
from django.db.models.functions import ExtractMonth

from accounts.models import User
from accounts.querysets import UserQuerySet
from common.db.columns import text
from designated_managers.models import (
    Designation,
    FeePayment,
    Finding,
    HandoverItem,
    Measure,
    Obligation,
    OrganisationOfficer,
    PlannedStep,
    Submission,
)
from designated_managers.queries import measures
from facilities.models import Equipment, PlannedMilestone
from maintenance.models import DueInspection, Filing, Repair, RoundCentre, ServiceContract
from portal.flag_rows import kinds_seen
from reminders.choices import FlagKind
from reminders.deadlines import pending, settled
from ui.figures import FISCAL_MONTHS, Counts

if TYPE_CHECKING:
    from datetime import date

    from common.fiscal_year import FiscalYear
    from portal.viewer import Viewer


@dataclass(frozen=True)
class Source:
    """The records of one kind that the viewer sees, and the column of their day."""

    rows: QuerySet[Any]
    day: str


def months_of(year: FiscalYear, *, viewer: Viewer, on: date) -> tuple[Counts, ...]:
    """The twelve months, April first; one query. Counted is what the nightly job asks about or has seen
    settled.
    """
    known = sources(viewer)
    counted = [_by_month(kind, known[kind], year=year, on=on) for kind in kinds_seen(viewer)]
    numbers: dict[tuple[int, str], int] = defaultdict(int)
    if counted:
        for month, state, number in counted[0].union(*counted[1:], all=True):
            numbers[month, state] += number
    return tuple(
        Counts(done=numbers[month, "done"], ahead=numbers[month, "ahead"], overdue=numbers[month, "overdue"])
        for month in FISCAL_MONTHS
    )


def sources(viewer: Viewer) -> dict[str, Source]:
    """Of every kind of flag, what this person sees of it."""
    scope = viewer.scope
    return {
        FlagKind.INSPECTION: Source(DueInspection.objects.within(scope), "due_on"),
        FlagKind.FILING: Source(Filing.objects.within(scope), "due_on"),
        FlagKind.CONTRACT: Source(ServiceContract.objects.within(scope), "last_on"),
        FlagKind.CONTRACT_NOTICE: Source(ServiceContract.objects.within(scope), "notice_on"),
        FlagKind.ROUND_ANSWER: Source(RoundCentre.objects.within(scope), "round__answer_by_on"),
        FlagKind.REPAIR: Source(Repair.objects.within(scope), "promised_on"),
        FlagKind.DESIGNATION_END: Source(Designation.objects.within(scope), "last_on"),
        FlagKind.EQUIPMENT_LIFE: Source(Equipment.objects.within(scope), "life_ends_on"),
        FlagKind.WARRANTY: Source(Equipment.objects.within(scope), "warranty_until"),
        FlagKind.MILESTONE: Source(PlannedMilestone.objects.within(scope), "planned_on_last"),
        FlagKind.ROAD_STEP: Source(PlannedStep.objects.within(scope), "latest_on"),
        FlagKind.OFFICER_TERM: Source(OrganisationOfficer.objects.within(scope), "last_on"),
        FlagKind.HANDOVER_ITEM: Source(HandoverItem.objects.within(scope), "due_on"),
        FlagKind.OBLIGATION: Source(Obligation.objects.within(scope), "due_on"),
        FlagKind.FEE_PAYMENT: Source(FeePayment.objects.within(scope), "due_on"),
        FlagKind.AGREEMENT_MISSING: Source(Designation.objects.within(scope), "first_on"),
        FlagKind.INSTRUCTION: Source(measures.with_due_on(Measure.objects.within(scope)), "due_on"),
        FlagKind.FINDING: Source(Finding.objects.within(scope), "due_on"),
        FlagKind.RETURNED_SUBMISSION: Source(Submission.objects.within(scope), "return_due_on"),
        FlagKind.SUBMISSION_REVIEW: Source(Submission.objects.within(scope), "review_due_on"),
        FlagKind.ACCOUNT_END: Source(UserQuerySet(User), "active_until"),
    }


def _by_month(kind: str, source: Source, *, year: FiscalYear, on: date) -> QuerySet[Any, Any]:
    """Rows of month, state and number."""
    done = Q(pk__in=settled(kind, on=on).values("pk"))
    waiting = Q(pk__in=pending(kind, on=on, until=year.last_day).values("pk"))
    in_year = {f"{source.day}__range": (year.first_day, year.last_day)}
    state = Case(
        When(done, then=text("done")),
        When(**{f"{source.day}__lt": on}, then=text("overdue")),
        default=text("ahead"),
    )
    rows: QuerySet[Any, Any] = (
        source.rows.filter(done | waiting, **in_year)
        .order_by()
        .annotate(month=ExtractMonth(source.day), state=state)
        .values_list("month", "state")
        .annotate(number=Count("pk"))
    )
    return rows

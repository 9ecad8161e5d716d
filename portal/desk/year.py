"""The deadlines of a fiscal year by month (年度の期限): done, to come, overdue."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Case, Count, Q, QuerySet, When
from django.db.models.functions import ExtractMonth

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
from facilities.models import PlannedMilestone
from facilities.queries import projects
from maintenance.models import DueInspection, Filing, Repair, RoundCentre, ServiceContract
from maintenance.queries import contracts, filings, inspections, repairs, rounds
from portal.flag_rows import kinds_seen
from reminders.choices import FlagKind
from ui.figures import FISCAL_MONTHS, Counts

if TYPE_CHECKING:
    from datetime import date

    from common.fiscal_year import FiscalYear
    from portal.viewer import Viewer


@dataclass(frozen=True)
class Source:
    """The records of one kind, the column of their day, and which of them are pending or settled."""

    rows: QuerySet[Any]
    day: str
    pending: QuerySet[Any, Any]
    settled: QuerySet[Any, Any]


def months_of(year: FiscalYear, *, viewer: Viewer, on: date) -> tuple[Counts, ...]:
    """The twelve months, April first; one query. Counted is what the nightly job asks about or has seen
    settled.
    """
    seen = kinds_seen(viewer)
    counted = [
        _by_month(source, year=year, on=on)
        for kind, source in sources(viewer, until=year.last_day, on=on).items()
        if kind in seen
    ]
    numbers: dict[tuple[int, str], int] = defaultdict(int)
    if counted:
        for month, state, number in counted[0].union(*counted[1:], all=True):
            numbers[month, state] += number
    return tuple(
        Counts(done=numbers[month, "done"], ahead=numbers[month, "ahead"], overdue=numbers[month, "overdue"])
        for month in FISCAL_MONTHS
    )


def sources(viewer: Viewer, *, until: date, on: date) -> dict[str, Source]:
    """Of every kind of flag, what this person sees of it."""
    return {
        FlagKind.INSPECTION: Source(
            DueInspection.objects.within(viewer.scope),
            "due_on",
            inspections.inspection_deadlines(until=until),
            inspections.settled_inspections(),
        ),
        FlagKind.FILING: Source(
            Filing.objects.within(viewer.scope),
            "due_on",
            filings.filing_deadlines(until=until),
            filings.settled_filings(),
        ),
        FlagKind.CONTRACT: Source(
            ServiceContract.objects.within(viewer.scope),
            "last_on",
            contracts.contract_deadlines(until=until),
            contracts.settled_contracts(),
        ),
        FlagKind.CONTRACT_NOTICE: Source(
            ServiceContract.objects.within(viewer.scope),
            "notice_on",
            contracts.notice_deadlines(until=until),
            contracts.settled_notices(),
        ),
        FlagKind.ROUND_ANSWER: Source(
            RoundCentre.objects.within(viewer.scope),
            "round__answer_by_on",
            rounds.round_deadlines(until=until),
            rounds.settled_rounds(),
        ),
        FlagKind.REPAIR: Source(
            Repair.objects.within(viewer.scope),
            "promised_on",
            repairs.repair_deadlines(until=until),
            repairs.settled_repairs(),
        ),
        FlagKind.DESIGNATION_END: Source(
            Designation.objects.within(viewer.scope),
            "last_on",
            designations.deadlines(until=until),
            designations.settled(),
        ),
        FlagKind.MILESTONE: Source(
            PlannedMilestone.objects.within(viewer.scope),
            "planned_on_last",
            projects.deadlines(until=until),
            projects.settled(),
        ),
        FlagKind.ROAD_STEP: Source(
            PlannedStep.objects.within(viewer.scope),
            "latest_on",
            road_plans.road_step_deadlines(until=until, on=on),
            road_plans.settled_road_steps(on=on),
        ),
        FlagKind.OFFICER_TERM: Source(
            OrganisationOfficer.objects.within(viewer.scope),
            "last_on",
            officers.deadlines(until=until),
            officers.settled(),
        ),
        FlagKind.HANDOVER_ITEM: Source(
            HandoverItem.objects.within(viewer.scope),
            "due_on",
            handover.deadlines(until=until),
            handover.settled(),
        ),
        FlagKind.OBLIGATION: Source(
            Obligation.objects.within(viewer.scope),
            "due_on",
            obligations.deadlines(until=until),
            obligations.settled(),
        ),
        FlagKind.FEE_PAYMENT: Source(
            FeePayment.objects.within(viewer.scope),
            "due_on",
            payments.deadlines(until=until),
            payments.settled(),
        ),
        FlagKind.AGREEMENT_MISSING: Source(
            Designation.objects.within(viewer.scope),
            "first_on",
            agreements.deadlines(until=until),
            agreements.settled(),
        ),
        FlagKind.INSTRUCTION: Source(
            measures.with_due_on(Measure.objects.within(viewer.scope)),
            "due_on",
            measures.instruction_deadlines(until=until),
            measures.settled_instructions(),
        ),
        FlagKind.FINDING: Source(
            Finding.objects.within(viewer.scope),
            "due_on",
            visits.finding_deadlines(until=until),
            visits.settled_findings(),
        ),
        FlagKind.RETURNED_SUBMISSION: Source(
            Submission.objects.within(viewer.scope),
            "return_due_on",
            submissions.returned_deadlines(until=until),
            submissions.settled_returned(),
        ),
        FlagKind.SUBMISSION_REVIEW: Source(
            Submission.objects.within(viewer.scope),
            "review_due_on",
            submissions.review_deadlines(until=until),
            submissions.settled_reviews(),
        ),
    }


def _by_month(source: Source, *, year: FiscalYear, on: date) -> QuerySet[Any, Any]:
    """Rows of month, state and number."""
    settled = Q(pk__in=source.settled.values("pk"))
    pending = Q(pk__in=source.pending.values("pk"))
    in_year = {f"{source.day}__range": (year.first_day, year.last_day)}
    state = Case(
        When(settled, then=text("done")),
        When(**{f"{source.day}__lt": on}, then=text("overdue")),
        default=text("ahead"),
    )
    rows: QuerySet[Any, Any] = (
        source.rows.filter(settled | pending, **in_year)
        .order_by()
        .annotate(month=ExtractMonth(source.day), state=state)
        .values_list("month", "state")
        .annotate(number=Count("pk"))
    )
    return rows

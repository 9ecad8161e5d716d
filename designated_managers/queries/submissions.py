"""What a duty asks for, what stands in the way of handing it in, and the deadlines of submissions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import F, Q, QuerySet

from common.db.columns import text
from common.deadlines import COLUMNS, SETTLED_COLUMNS, SettledReason, Side
from common.months import MONTHS_OF_YEAR, add_months, last_of_month
from common.periods import Period
from common.problems import Problem
from designated_managers.choices import SubmissionFormKind
from designated_managers.models import MonthlyFigures, ReportForm, Submission
from designated_managers.querysets.submissions import SUPERSEDED
from designated_managers.rules.figures import (
    Compared,
    MonthTold,
    Report,
    Sum,
    added_up,
    contradictions,
    doubts,
    not_answered,
    too_early,
    unexplained,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from designated_managers.models import Obligation

RETURNED_SUBMISSION = "returned_submission"
"""The kind of deadline that a returned submission is: the group mends it (差戻しの出し直し)."""

SUBMISSION_REVIEW = "submission_review"
"""The kind of deadline that a submission handed in is: the city reviews it (提出物の確認)."""

NEEDED = Q(obligation__not_needed_on__isnull=True)
"""The duty was not told to be no longer needed (不要)."""

NOTHING_WRITTEN = "書類を付けるか、「市に伝えたいこと」を書いてください。"

OTHER_FORM = "other"
"""The form of every kind of obligation that has none of its own."""


def returned_deadlines(*, until: date) -> QuerySet[Submission, tuple[Any, ...]]:
    """Returned submissions that are not answered yet; the group's task. Nothing is mended for a duty that
    fell away."""
    return (
        Submission.objects.to_be_mended()
        .filter(NEEDED, return_due_on__lte=until)
        .order_by()
        .annotate(
            kind=text(RETURNED_SUBMISSION),
            lead=text(RETURNED_SUBMISSION),
            subject_id=F("pk"),
            centre_id=F("obligation__designation__centre_id"),
            due_on=F("return_due_on"),
            post_id=F("obligation__designation__centre__post_in_charge_id"),
            side=text(Side.MANAGER),
        )
        .values_list(*COLUMNS)
    )


def settled_returned() -> QuerySet[Submission, tuple[Any, ...]]:
    """Returned submissions that a later version answers."""
    return (
        Submission.objects.filter(SUPERSEDED, returned_on__isnull=False)
        .order_by()
        .annotate(kind=text(RETURNED_SUBMISSION), subject_id=F("pk"), reason=text(SettledReason.DONE))
        .values_list(*SETTLED_COLUMNS)
    )


def review_deadlines(*, until: date) -> QuerySet[Submission, tuple[Any, ...]]:
    """Submissions that wait for the city's review; the city's task, as long as the duty is needed."""
    return (
        Submission.objects.waiting()
        .filter(NEEDED, review_due_on__lte=until)
        .order_by()
        .annotate(
            kind=text(SUBMISSION_REVIEW),
            lead=text(SUBMISSION_REVIEW),
            subject_id=F("pk"),
            centre_id=F("obligation__designation__centre_id"),
            due_on=F("review_due_on"),
            post_id=F("obligation__designation__centre__post_in_charge_id"),
            side=text(Side.CITY),
        )
        .values_list(*COLUMNS)
    )


def settled_reviews() -> QuerySet[Submission, tuple[Any, ...]]:
    """Submissions that were accepted or returned."""
    return (
        Submission.objects.filter(Q(accepted_on__isnull=False) | Q(returned_on__isnull=False))
        .order_by()
        .annotate(kind=text(SUBMISSION_REVIEW), subject_id=F("pk"), reason=text(SettledReason.DONE))
        .values_list(*SETTLED_COLUMNS)
    )


def report_forms() -> Mapping[str, ReportForm]:
    """What each kind of obligation asks for, by its code."""
    return {form.code: form for form in ReportForm.objects.in_front().filter(retired_on__isnull=True)}


def asked_of(obligation: Obligation, forms: Mapping[str, ReportForm] | None = None) -> ReportForm:
    """What this obligation asks for (様式): the form of its kind, else that of all others."""
    known = report_forms() if forms is None else forms
    return known.get(obligation.type_code) or known[OTHER_FORM]


def period_of(obligation: Obligation) -> Period:
    """The days that the report is about."""
    return Period(obligation.period_first, obligation.period_last)


def report_of(submission: Submission) -> Report:
    """The figures of a submission; none where its form asks for none."""
    figures = getattr(submission, "monthly", None) or getattr(submission, "annual", None)
    return figures.report if figures is not None else Report({})


def problems_with_report(submission: Submission, form: ReportForm, *, on: date) -> tuple[Problem, ...]:
    """What stands in the way of handing it in, and what is worth a second look, all at once."""
    return tuple(_problems_with(submission, form, on=on))


def _problems_with(submission: Submission, form: ReportForm, *, on: date) -> Iterator[Problem]:
    obligation, report = submission.obligation, report_of(submission)
    if form.form_kind == SubmissionFormKind.FILE:
        if not submission.note.strip() and not submission.files.exists():
            yield Problem("nothing-to-submit", NOTHING_WRITTEN, field="file")
        return
    yield from not_answered(report, form.asked)
    period = period_of(obligation)
    yield from contradictions(report, period)
    yield from too_early(period, on=on)
    if form.form_kind == SubmissionFormKind.MONTH:
        yield from doubts(report, compared_with(obligation), times=form.doubt_times)
    else:
        reason = submission.annual.correction_reason
        yield from unexplained(report, year_sums(obligation, form.asked), reason)


def compared_with(obligation: Obligation) -> Compared:
    """What the same group handed in at the same centre for the month before, and for that of a year ago."""
    month = obligation.period_first.replace(day=1)
    before, year_ago = add_months(month, -1), add_months(month, -MONTHS_OF_YEAR)
    found = {
        figures.submission.obligation.period_first.replace(day=1): figures.report
        for figures in _handed_in(
            Q(submission__obligation__period_first__range=(before, last_of_month(before)))
            | Q(submission__obligation__period_first__range=(year_ago, last_of_month(year_ago))),
            submission__obligation__designation__centre=obligation.designation.centre_id,
            submission__obligation__designation__organisation=obligation.designation.organisation_id,
        )
    }
    return Compared(found.get(before, Report({})), found.get(year_ago, Report({})))


def year_sums(obligation: Obligation, figures: Sequence[str]) -> tuple[Sum, ...]:
    """The months of an annual report added up: each figure with its working, and the months missing by
    name."""
    period = period_of(obligation)
    found = {
        figures.submission.obligation.period_first: figures.report
        for figures in _handed_in(
            submission__obligation__designation=obligation.designation_id,
            submission__obligation__period_first__range=(period.first, period.last),
        )
    }
    by_month = {(day.year, day.month): report for day, report in found.items()}
    months = [
        MonthTold(f"{month.month}月", by_month.get((month.year, month.month))) for month in months_of(period)
    ]
    return added_up(months, figures)


def months_of(period: Period) -> tuple[date, ...]:
    """The first day of every month that shares a day with the period."""
    first = period.first.replace(day=1)
    count = (period.last.year - first.year) * MONTHS_OF_YEAR + period.last.month - first.month + 1
    return tuple(add_months(first, number) for number in range(count))


def _handed_in(*conditions: Q, **which: Any) -> QuerySet[MonthlyFigures]:
    """The figures of the versions handed in last."""
    return (
        MonthlyFigures.objects.filter(*conditions, **which)
        .of_latest_versions()
        .select_related("submission__obligation")
    )

"""What a group owes and hands in (出すもの), as its home tells it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, F, OuterRef, Prefetch, Q, Subquery

from designated_managers.choices import DoneBy, SheetSide
from designated_managers.models import Evaluation, EvaluationSheet, Obligation, Submission
from designated_managers.queries.submission_pages import owed
from designated_managers.queries.submission_titles import duty_title
from designated_managers.queries.submissions import asked_of, report_forms
from designated_managers.rules.evaluations import self_evaluation_open

if TYPE_CHECKING:
    from datetime import date

    from common.scope import Scope
    from designated_managers.models import ReportForm


@dataclass(frozen=True)
class Duty:
    """One thing that a group hands in, as its home tells it: what it is, by when, where it stands, and the
    words of the button; ``returned`` is the version that has to be mended, ``latest`` the one handed in
    last."""

    obligation_pk: int
    centre_id: int
    title: str
    due_on: date
    act_label: str
    drafted: bool
    returned: Submission | None
    latest: Submission | None

    @property
    def to_do(self) -> bool:
        """Whether it is the group's turn: nothing was handed in, or it came back."""
        return self.latest is None or self.returned is not None


def duties(scope: Scope, *, on: date, days_ahead: int, days_back: int) -> tuple[Duty, ...]:
    """What the groups of this scope hand in: what is open and due before long, what came back, and what was
    handed in or accepted in the last days; the most urgent first. A report on days that are still to come
    waits until they are over, unless it is due before or somebody has begun it."""
    since = on - timedelta(days=days_back)
    rows: Any = (
        owed(scope)
        .filter(
            Q(period_last__lt=on) | Q(due_on__lte=F("period_last")) | Q(submissions__isnull=False),
            Q(due_on__lte=on + timedelta(days=days_ahead)) | Q(submissions__isnull=False),
        )
        .exclude(Q(submissions__accepted_on__lt=since))
        .select_related("designation__centre")
        .prefetch_related(Prefetch("submissions", Submission.objects.order_by("number"), to_attr="versions"))
        .distinct()
        .order_by("due_on", "pk")
    )
    forms = report_forms()
    found = [_duty(row, asked_of(row, forms), on=on) for row in rows]
    return tuple(sorted(found, key=lambda duty: (not duty.to_do, duty.due_on)))


def _duty(row: Any, form: ReportForm, *, on: date) -> Duty:
    handed_in = [version for version in row.versions if version.submitted_on is not None]
    latest = handed_in[-1] if handed_in else None
    returned = latest if latest is not None and latest.returned_on is not None else None
    return Duty(
        obligation_pk=row.pk,
        centre_id=row.designation.centre_id,
        title=duty_title(row, on=on),
        due_on=row.due_on if returned is None or returned.return_due_on is None else returned.return_due_on,
        act_label="なおして出す" if returned else form.act_label,
        drafted=any(v.submitted_on is None and v.set_aside_on is None for v in row.versions),
        returned=returned,
        latest=latest,
    )


@dataclass(frozen=True)
class SheetAwaited:
    """The group's own sheet of a year's evaluation (自己評価) that is open and not handed in; ``due_on`` is
    the day that the city named when it asked, else that of the duty; ``drafted``: somebody has begun it."""

    evaluation_pk: int
    centre_id: int
    title: str
    due_on: date | None
    drafted: bool


def sheets_awaited(scope: Scope, *, on: date) -> tuple[SheetAwaited, ...]:
    """The sheets that the groups of this scope can fill in now and are expected to: the city has asked for
    it, or a duty is done by it."""
    duty = (
        Obligation.objects.needed()
        .filter(
            designation=OuterRef("designation"),
            fiscal_year=OuterRef("fiscal_year"),
            done_by=DoneBy.SELF_SHEET,
        )
        .order_by("due_on")
    )
    sheets = EvaluationSheet.objects.filter(evaluation=OuterRef("pk"))
    rows: Any = (
        Evaluation.objects.within(scope)
        .annotate(duty_on=Subquery(duty.values("due_on")[:1]))
        .filter(
            ~Exists(sheets.filter(released_on__isnull=False)),
            Q(asked_on__lte=on) | Q(duty_on__isnull=False),
        )
        .annotate(drafted=Exists(sheets.filter(side=SheetSide.SELF)))
        .select_related("designation")
        .order_by("fiscal_year", "pk")
    )
    return tuple(
        SheetAwaited(
            evaluation_pk=row.pk,
            centre_id=row.designation.centre_id,
            title=f"{row.year}の自己評価",
            due_on=row.self_due_on or row.duty_on,
            drafted=row.drafted,
        )
        for row in rows
        if self_evaluation_open(row.designation.days, row.year, asked=row.asked_on, on=on)
    )

"""Answers for the pages on submissions: the list, one submission, and what was handed in for a duty."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q

from centres.models import Centre
from designated_managers.choices import (
    UNITS,
    DoneBy,
    Figure,
    ObligationSide,
    SubmissionFormKind,
    SubmissionState,
)
from designated_managers.models import Obligation, Submission
from designated_managers.queries.submission_titles import duty_title_in_full
from designated_managers.queries.submissions import (
    asked_of,
    compared_with,
    problems_with_report,
    report_of,
    year_sums,
)
from designated_managers.rules.figures import Compared, Report
from designated_managers.rules.submissions import days_late
from ui.states import State

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from common.problems import Problem
    from common.scope import Scope
    from designated_managers.models import ReportForm, SubmissionFile
    from designated_managers.querysets.obligations import ObligationQuerySet
    from designated_managers.querysets.submissions import SubmissionQuerySet
    from designated_managers.rules.figures import Sum

SHAPES = {
    SubmissionState.DRAFT: "planned",
    SubmissionState.SUBMITTED: "active",
    SubmissionState.RETURNED: "returned",
    SubmissionState.ACCEPTED: "done",
    SubmissionState.SET_ASIDE: "none",
}
"""The shape in which a state is shown."""

PLAIN = {
    SubmissionState.DRAFT: "書いている途中",
    SubmissionState.SUBMITTED: "市が見ています",
    SubmissionState.RETURNED: "なおしてください",
    SubmissionState.ACCEPTED: "受け付けました",
    SubmissionState.SET_ASIDE: "紙で出しました",
}
"""The same states in plain words, for the group."""

NOT_KNOWN = "わからない"


MENDED, FELL_AWAY = State("none", "出し直しました"), State("none", "出さなくてよくなりました")
"""What the group reads of a version with which nobody has anything to do any more."""

OPEN = {SubmissionState.SUBMITTED, SubmissionState.RETURNED}
"""In these somebody has to act: the city reviews it, or the group mends it."""


def state_shown(submission: Submission, *, mended: bool = False, scope: Scope, on: date) -> State:
    """Where a submission stands today, in the reader's words; ``mended``: a later version answers it."""
    state = submission.state_on(on)
    if scope.internal:
        return State(SHAPES[state], str(state.label))
    if state is SubmissionState.RETURNED and mended:
        return MENDED
    if state in OPEN and submission.obligation.not_needed_on is not None:
        return FELL_AWAY
    return State(SHAPES[state], PLAIN[state])


@dataclass(frozen=True)
class SubmissionLine:
    """One submission in a list."""

    pk: int
    title: str
    centre: str
    organisation: str
    submitted_on: date | None
    late: int
    state: State
    receipt: str


def submissions(*, scope: Scope) -> SubmissionQuerySet:
    """The submissions this person may see, of each duty the version handed in last, the newest first."""
    return (
        Submission.objects.within(scope)
        .latest_versions()
        .select_related("obligation__designation__centre", "obligation__designation__organisation", "answers")
        .order_by("-submitted_on", "-pk")
    )


def submission_lines(rows: Iterable[Submission], *, scope: Scope, on: date) -> list[SubmissionLine]:
    """These submissions, as ``submissions`` finds them, ready to be shown."""
    return [
        SubmissionLine(
            pk=row.pk,
            title=duty_title_in_full(row.obligation),
            centre=row.obligation.designation.centre.name,
            organisation=row.obligation.designation.organisation.name,
            submitted_on=row.submitted_on,
            late=days_late(row.submitted_on, row.due_by, on=on),
            state=state_shown(row, scope=scope, on=on),
            receipt=row.receipt,
        )
        for row in rows
    ]


def submission_centres(scope: Scope) -> list[tuple[int, str]]:
    """The centres for which something was handed in, as id and name."""
    handed_in = Submission.objects.within(scope).filter(submitted_on__isnull=False).order_by()
    of = handed_in.values("obligation__designation__centre_id")
    return list(Centre.objects.filter(pk__in=of).values_list("pk", "name"))


@dataclass(frozen=True)
class FigureLine:
    """A figure on a page: what was written, and beside it the version before, last month and last year.

    ``changed``: the version before said something else. ``working`` is how the months add up.
    """

    code: str
    label: str
    unit: str
    words: str
    before: str
    changed: bool
    last_month: str
    last_year: str
    working: str = ""


def figure_words(report: Report, code: str) -> str:
    """A figure as it is read: 1,234; わからない; nothing where it was not answered."""
    value = report.value(code)
    if value is not None:
        return f"{value:,}"
    return NOT_KNOWN if code in report.not_known else ""


def working_words(sum_: Sum) -> str:
    """How the months add up: 4月 120＋5月 98＝218; what is missing is named."""
    unit = UNITS[Figure(sum_.figure)]
    missing = f"{'・'.join(sum_.missing)}は分かりません" if sum_.missing else ""
    if not sum_.months:
        return missing
    terms = "＋".join(f"{label}\u00a0{value:,}" for label, value in sum_.months)
    what = "分かっている月の合計" if sum_.missing else "合計"
    return f"{terms}＝{what} {sum_.known:,}{unit}{'。' + missing if missing else ''}"


@dataclass(frozen=True)
class SubmissionStory:
    """One submission with everything its page tells.

    ``late`` counts against its own due day, ``first_late`` that of the first version against the day of the
    duty. ``versions`` are all that this reader may see, the newest first.
    """

    submission: Submission
    obligation: Obligation
    title: str
    state: State
    form: ReportForm
    figures: tuple[FigureLine, ...]
    correction_reason: str
    files: Sequence[SubmissionFile]
    late: int
    first_late: int
    versions: Sequence[VersionLine]
    doubts: tuple[Problem, ...]
    is_waiting: bool
    to_be_mended: bool
    compares: bool


@dataclass(frozen=True)
class VersionLine:
    """One version of a submission, in the history of its duty."""

    pk: int
    number: int
    submitted_on: date | None
    receipt: str
    state: State
    comment: str
    is_this: bool


def for_story(scope: Scope) -> SubmissionQuerySet:
    """Submissions with what their own page needs."""
    return Submission.objects.within(scope).select_related(
        "obligation__designation__centre",
        "obligation__designation__organisation",
        "answers",
        "monthly",
        "annual",
    )


def submission_story(submission: Submission, *, scope: Scope, on: date) -> SubmissionStory:
    """What the page of a submission tells this reader; expects what ``for_story`` has loaded."""
    obligation, form = submission.obligation, asked_of(submission.obligation)
    of_duty = list(
        for_story(scope)
        .filter(obligation=obligation)
        .filter(Q(submitted_on__isnull=False) | Q(pk=submission.pk))
        .order_by("-number")
    )
    before = next((row for row in of_duty if row.pk == submission.answers_id), None)
    first = min((row for row in of_duty if row.submitted_on), key=lambda row: row.number, default=submission)
    answered = {row.answers_id for row in of_duty if row.submitted_on is not None}
    state = submission.state_on(on)
    is_month = form.form_kind == SubmissionFormKind.MONTH
    is_open = obligation.not_needed_on is None
    is_waiting = state is SubmissionState.SUBMITTED and is_open
    return SubmissionStory(
        submission=submission,
        obligation=obligation,
        title=duty_title_in_full(obligation),
        state=state_shown(submission, mended=submission.pk in answered, scope=scope, on=on),
        form=form,
        figures=_figure_lines(submission, form, before=before),
        correction_reason=getattr(getattr(submission, "annual", None), "correction_reason", ""),
        files=list(submission.files.all()),
        late=days_late(submission.submitted_on, submission.due_by, on=on),
        first_late=days_late(first.submitted_on, obligation.due_on, on=on),
        versions=_version_lines(of_duty, submission, scope=scope, on=on),
        doubts=_doubts(submission, form) if is_waiting and scope.internal else (),
        is_waiting=is_waiting,
        to_be_mended=state is SubmissionState.RETURNED and submission.pk not in answered and is_open,
        compares=is_month,
    )


def _doubts(submission: Submission, form: ReportForm) -> tuple[Problem, ...]:
    """What is worth a second look, as on the day it was handed in."""
    if submission.submitted_on is None:
        return ()
    found = problems_with_report(submission, form, on=submission.submitted_on)
    return tuple(problem for problem in found if not problem.blocks)


def _figure_lines(
    submission: Submission, form: ReportForm, *, before: Submission | None
) -> tuple[FigureLine, ...]:
    if form.form_kind == SubmissionFormKind.FILE:
        return ()
    is_month = form.form_kind == SubmissionFormKind.MONTH
    compared = compared_with(submission.obligation) if is_month else Compared()
    sums = {} if is_month else {s.figure: s for s in year_sums(submission.obligation, form.asked)}
    report, earlier = report_of(submission), report_of(before) if before else None
    return figure_lines(form, report, earlier=earlier, compared=compared, sums=sums)


def figure_lines(
    form: ReportForm,
    report: Report,
    *,
    earlier: Report | None,
    compared: Compared,
    sums: Mapping[str, Sum],
) -> tuple[FigureLine, ...]:
    """The figures asked for, each beside what it is compared with."""
    return tuple(
        FigureLine(
            code=code,
            label=str(Figure(code).label),
            unit=UNITS[Figure(code)],
            words=figure_words(report, code),
            before=figure_words(earlier, code) if earlier else "",
            changed=earlier is not None and figure_words(earlier, code) != figure_words(report, code),
            last_month=figure_words(compared.last_month, code),
            last_year=figure_words(compared.last_year, code),
            working=working_words(sums[code]) if code in sums else "",
        )
        for code in form.asked
    )


def _version_lines(
    rows: Sequence[Submission], shown: Submission | None, *, scope: Scope, on: date
) -> list[VersionLine]:
    answered = {row.answers_id for row in rows if row.submitted_on is not None}
    return [
        VersionLine(
            pk=row.pk,
            number=row.number,
            submitted_on=row.submitted_on,
            receipt=row.receipt,
            state=state_shown(row, mended=row.pk in answered, scope=scope, on=on),
            comment=row.return_comment,
            is_this=shown is not None and row.pk == shown.pk,
        )
        for row in rows
    ]


def owed(scope: Scope) -> ObligationQuerySet:
    """What the groups of this scope owe the city and hand in."""
    return Obligation.objects.within(scope).filter(
        side=ObligationSide.MANAGER, done_by=DoneBy.SUBMISSION, not_needed_on__isnull=True
    )


@dataclass(frozen=True)
class HandedIn:
    """What the page of an obligation shows of its submissions, with
    ``designated_managers/submissions_of_obligation.html``: the versions, whether anything is handed in for
    it at all, and whether the group may write or the city enter a paper now."""

    obligation: Obligation
    versions: Sequence[VersionLine]
    is_owed: bool
    may_write: bool
    may_enter_paper: bool


def handed_in_for(obligation: Obligation, *, scope: Scope, on: date) -> HandedIn:
    """The submissions of an obligation that this reader may see, the newest first."""
    rows = list(
        Submission.objects.within(scope)
        .filter(obligation=obligation, submitted_on__isnull=False)
        .order_by("-number")
    )
    for row in rows:
        row.obligation = obligation
    is_open = not rows or rows[0].returned_on is not None
    theirs = (
        obligation.side == ObligationSide.MANAGER
        and obligation.done_by == DoneBy.SUBMISSION
        and obligation.not_needed_on is None
    )
    return HandedIn(
        obligation=obligation,
        versions=_version_lines(rows, None, scope=scope, on=on),
        is_owed=theirs or bool(rows),
        may_write=theirs and is_open and not scope.internal,
        may_enter_paper=theirs and is_open and scope.internal,
    )

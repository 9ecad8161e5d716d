"""The acts on submissions (提出物): begun, saved, handed in, returned, accepted."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.db.models import Max

from common.acting import current
from common.db.history import create_with_history, locked
from common.db.records import COLLISION, changed, problems_with, save_checked
from common.deadlines import SettledReason, tell_settled
from common.eras import era_day
from common.fiscal_year import FiscalYear
from common.problems import Problem, Refused, refuse_if_blocked
from designated_managers.actions.submission_files import check_files, keep_files
from designated_managers.choices import DoneBy, Figure, ObligationSide, SubmissionChannel, SubmissionFormKind
from designated_managers.models import AnnualFigures, MonthlyFigures, Obligation, Submission, SubmissionFile
from designated_managers.queries.obligations import OBLIGATION
from designated_managers.queries.submissions import (
    RETURNED_SUBMISSION,
    SUBMISSION_REVIEW,
    asked_of,
    problems_with_report,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date, datetime

    from common.files import Upload

ATTEMPTS = 20
"""How often a receipt number is tried for while others take theirs at the same moment."""

FIGURES: Mapping[str, type[MonthlyFigures] | type[AnnualFigures]] = {
    SubmissionFormKind.MONTH: MonthlyFigures,
    SubmissionFormKind.YEAR: AnnualFigures,
}


class CannotWrite(Refused):
    """Nothing can be written for this obligation now; ``problems`` says why."""


class CannotSubmit(Refused):
    """It cannot be handed in as it is; ``problems`` says everything that is missing or cannot be."""


class CannotReview(Refused):
    """It cannot be returned or accepted; ``problems`` says why."""


@dataclass(frozen=True)
class Written:
    """What was typed so far (書いた内容): the figures of these codes, those of which nobody knows, the note,
    why the figures of the year are not those of the months, files to be added, and by their ids files to be
    taken out (はずす; one that is gone already is no mistake). None leaves what was written before."""

    figures: Mapping[str, int | None] = field(default_factory=dict)
    not_known: frozenset[str] = frozenset()
    note: str | None = None
    correction_reason: str | None = None
    files: Sequence[Upload] = ()
    taken_out: Collection[int] = ()


@dataclass(frozen=True)
class Saved:
    """A draft that was saved. ``position_removed``: a photograph told where it was taken, and that was taken
    out. Tell the person."""

    draft: Submission
    position_removed: bool


@transaction.atomic
def begin_draft(obligation_pk: int, *, on: date) -> Submission:
    """Begin to write (書きはじめる), or go on with the draft there is.

    What was returned is answered by a new version that starts from the old one's figures, note and files.
    Raises ``CannotWrite`` while the city reviews what was handed in, and once it was accepted.
    """
    return _draft(held(obligation_pk), on=on)


@transaction.atomic
def save_draft(pk: int, written: Written, *, expected_version: str | None = None) -> Submission:
    """Save what was written so far (途中まで保存する); nothing has to be complete.

    Raises ``Stale`` if somebody else of the group wrote meanwhile, ``CannotWrite`` if it is no draft any
    more, ``Refused`` for a figure that no report can hold.
    """
    return write(_held_draft(pk, expected_version=expected_version), written).draft


@transaction.atomic
def write_draft(
    obligation_pk: int, written: Written, *, on: date, expected_version: str | None = None
) -> Saved:
    """Begin to write, or go on, and save what was typed by one act; raises what each of them raises.

    ``expected_version`` is ``queries.writing.NO_DRAFT`` where whoever writes saw that nobody had begun.
    """
    obligation = held(obligation_pk)
    begun = obligation.submissions.drafts().first()
    if begun is None:
        return write(_draft(obligation, on=on), written)
    return write(_locked_draft(begun.pk, expected_version=expected_version), written)


@transaction.atomic
def submit(pk: int, *, on: date, at: datetime, expected_version: str | None = None) -> Submission:
    """Hand in a draft (提出): it gets its receipt number (受付番号) at once, and the city's review begins.

    Raises ``CannotSubmit`` with everything that is missing or cannot be; what is only worth a second look
    blocks nothing.
    """
    draft = _held_draft(pk, expected_version=expected_version)
    return hand_in(draft, counts_on=on, on=on, at=at)


@transaction.atomic
def submit_at_once(obligation_pk: int, written: Written, *, on: date, at: datetime) -> Submission:
    """Write and hand in by one act, without a draft before. Raises what each of them raises."""
    draft = write(_draft(held(obligation_pk), on=on), written).draft
    return hand_in(draft, counts_on=on, on=on, at=at)


@transaction.atomic
def return_submission(
    pk: int, *, comment: str, due_on: date, on: date, expected_version: str | None = None
) -> Submission:
    """Send it back to be mended (差戻し), with what has to be mended and by when; raises ``CannotReview``."""
    submission = locked(Submission, pk, expected_version=expected_version)
    problems = [*_not_to_be_reviewed(submission)]
    if due_on < on:
        message = "出し直す期限は、きょう以後の日にしてください。"
        problems.append(Problem("mended-in-the-past", message, field="return_due_on"))
    facts = {"returned_on": on, "return_comment": comment.strip(), "return_due_on": due_on}
    refuse_if_blocked(problems, CannotReview)
    save_checked(changed(submission, facts), error=CannotReview)
    tell_settled(SUBMISSION_REVIEW, [pk], SettledReason.ANSWERED, on=on)
    return submission


@transaction.atomic
def accept_submission(pk: int, *, on: date, expected_version: str | None = None) -> Submission:
    """Accept it (受理): the obligation is done. Raises ``CannotReview``."""
    submission = locked(Submission, pk, expected_version=expected_version)
    refuse_if_blocked(_not_to_be_reviewed(submission), CannotReview)
    save_checked(changed(submission, {"accepted_on": on}), error=CannotReview)
    tell_settled(SUBMISSION_REVIEW, [pk], SettledReason.DONE, on=on)
    return submission


def held(obligation_pk: int) -> Obligation:
    """The obligation, so that of two who write for it at the same moment one waits for the other. Raises
    ``CannotWrite`` where nothing is handed in for it."""
    obligation = locked(Obligation, obligation_pk)
    if obligation.side != ObligationSide.MANAGER or obligation.done_by != DoneBy.SUBMISSION:
        raise CannotWrite([Problem("nothing-to-hand-in", "これは、団体が出すものではありません。")])
    if obligation.not_needed_on is not None:
        message = f"{era_day(obligation.not_needed_on)}に、出さなくてよいことになりました。"
        raise CannotWrite([Problem("not-needed", message)])
    return obligation


def _held_draft(pk: int, *, expected_version: str | None) -> Submission:
    """The draft, held together with its obligation, and the obligation first: as everybody who writes."""
    held(Submission.objects.values_list("obligation_id", flat=True).get(pk=pk))
    return _locked_draft(pk, expected_version=expected_version)


def _locked_draft(pk: int, *, expected_version: str | None) -> Submission:
    """The draft, held. That it was handed in is told before that it was changed; and nobody is told of what
    they wrote themselves, as whoever goes back a page would be."""
    draft = locked(Submission, pk)
    refuse_unless_draft(draft)
    if expected_version is not None:
        changes = draft.history.order_by("-history_id").values_list("history_user_id", flat=True)
        if current().user_id is None or changes.first() != current().user_id:
            locked(Submission, pk, expected_version=expected_version)
    return draft


def _draft(obligation: Obligation, *, on: date) -> Submission:
    begun = obligation.submissions.drafts().first()
    if begun is not None:
        return begun
    return new_version(obligation, to_be_answered(obligation), channel=SubmissionChannel.ONLINE, on=on)


def to_be_answered(obligation: Obligation) -> Submission | None:
    """The returned version that the next one answers; None for the first. Raises ``CannotWrite``."""
    latest: Submission | None = obligation.submissions.latest_versions().first()
    if latest is None:
        return None
    if latest.accepted_on is not None:
        message = f"{era_day(latest.accepted_on)}に受け付けました。出し直すことはできません。"
        raise CannotWrite([Problem("already-accepted", message)])
    if latest.returned_on is None:
        message = f"もう出してあります（受付番号 {latest.receipt}）。市が見ています。"
        raise CannotWrite([Problem("already-submitted", message)])
    return latest


def new_version(
    obligation: Obligation, answered: Submission | None, *, channel: SubmissionChannel, on: date
) -> Submission:
    """The next version, which answers a returned one; written on the screen it starts from what that said."""
    last = obligation.submissions.aggregate(last=Max("number"))["last"] or 0
    draft = save_checked(
        Submission(
            obligation=obligation,
            number=last + 1,
            answers=answered,
            channel=channel,
            begun_on=on,
            note=answered.note if answered and channel == SubmissionChannel.ONLINE else "",
        ),
        error=CannotWrite,
    )
    _start_from(draft, answered if channel == SubmissionChannel.ONLINE else None)
    return draft


def _start_from(draft: Submission, answered: Submission | None) -> None:
    """The new version's figures and files, at first those of the one it answers."""
    model = FIGURES.get(asked_of(draft.obligation).form_kind)
    if model is not None:
        before = model.objects.filter(submission=answered).first() if answered else None
        save_checked(model(submission=draft, **(_figures_of(before) if before else {})))
    if answered is not None:
        create_with_history([_kept_again(file, draft) for file in answered.files.all()])


def _figures_of(figures: MonthlyFigures | AnnualFigures) -> dict[str, Any]:
    apart = {"id", "submission"}
    return {f.name: getattr(figures, f.name) for f in figures._meta.concrete_fields if f.name not in apart}


def _kept_again(file: SubmissionFile, draft: Submission) -> SubmissionFile:
    """The same stored file as part of another version."""
    facts = {f.name: getattr(file, f.name) for f in file._meta.concrete_fields if f.name != "id"}
    return SubmissionFile(**{**facts, "submission": draft})


def write(draft: Submission, written: Written) -> Saved:
    """What was typed, put into the draft; raises ``Refused`` with everything that no report can hold and
    every file that is none."""
    if written.note is not None:
        draft.note = written.note.strip()
    problems = list(problems_with(draft))
    figures = figures_of(draft)
    if figures is not None:
        known = frozenset(figures.not_known.split()) - written.figures.keys()
        unknown = known | (written.not_known & written.figures.keys())
        changed(figures, {name: None if name in unknown else n for name, n in written.figures.items()})
        figures.not_known = " ".join(figure.value for figure in Figure if figure.value in unknown)
        if isinstance(figures, AnnualFigures) and written.correction_reason is not None:
            figures.correction_reason = written.correction_reason.strip()
        problems += problems_with(figures)
    staying = draft.files.exclude(pk__in=written.taken_out)
    checked, refused = check_files(written.files, there=staying) if written.files else ([], [])
    refuse_if_blocked([*problems, *refused])
    if figures is not None:
        figures.save()
    # Saved even where only a figure is new: whoever looked at the draft before is told.
    draft.save()
    for file in draft.files.filter(pk__in=written.taken_out):
        file.delete()
    keep_files(draft, checked)
    return Saved(draft, position_removed=any(file.stripped_position for file, _ in checked))


def figures_of(submission: Submission) -> MonthlyFigures | AnnualFigures | None:
    """The figures of a submission, where its form has any."""
    return getattr(submission, "monthly", None) or getattr(submission, "annual", None)


def refuse_unless_draft(draft: Submission) -> None:
    """Raises ``CannotWrite`` once it was handed in or set aside."""
    if draft.submitted_on is not None:
        message = f"もう出してあります（受付番号 {draft.receipt}）。"
        raise CannotWrite([Problem("already-submitted", message)])
    if draft.set_aside_on is not None:
        message = "同じものを窓口で紙で受け取ったので、この下書きは取りやめました。"
        raise CannotWrite([Problem("set-aside", message)])


def hand_in(draft: Submission, *more: Problem, counts_on: date, on: date, at: datetime) -> Submission:
    """Handed in on ``counts_on``, with its receipt number of the day of the act; raises ``CannotSubmit`` with
    what is known to be wrong already and, of the other fields, what the report itself has against it."""
    form = asked_of(draft.obligation)
    told = {problem.field for problem in more}
    found = problems_with_report(draft, form, on=on)
    refuse_if_blocked([*more, *(p for p in found if not p.field or p.field not in told)], CannotSubmit)
    facts = {
        "submitted_on": counts_on,
        "submitted_at": at,
        "review_due_on": on + timedelta(days=form.review_days),
        "receipt_year": FiscalYear.of(on).year,
    }
    done = _with_receipt(changed(draft, facts))
    tell_settled(OBLIGATION, [draft.obligation_id], SettledReason.DONE, on=on)
    if draft.answers_id is not None:
        tell_settled(RETURNED_SUBMISSION, [draft.answers_id], SettledReason.DONE, on=on)
    return done


def _with_receipt(draft: Submission) -> Submission:
    """Saved with the next number of the year. Whoever takes the same number at the same moment loses it to
    the unique constraint and takes the one after."""
    of_year = Submission.objects.filter(receipt_year=draft.receipt_year)
    for _ in range(ATTEMPTS):
        last = of_year.aggregate(last=Max("receipt_serial"))["last"] or 0
        draft.receipt_serial = last + 1
        try:
            with transaction.atomic():
                draft.save()
        except IntegrityError:
            problems = problems_with(draft, leaving_out={"receipt_serial"})
            refuse_if_blocked(problems, CannotSubmit)
        else:
            return draft
    raise CannotSubmit([COLLISION])


def _not_to_be_reviewed(submission: Submission) -> list[Problem]:
    if submission.submitted_on is None:
        return [Problem("not-submitted", "まだ提出されていません。")]
    if submission.accepted_on is not None:
        return [Problem("already-accepted", f"{era_day(submission.accepted_on)}に受理しています。")]
    if submission.returned_on is not None:
        return [Problem("already-returned", f"{era_day(submission.returned_on)}に差し戻しています。")]
    if submission.obligation.not_needed_on is not None:
        return [Problem("not-needed", f"{era_day(submission.obligation.not_needed_on)}に不要になりました。")]
    return []

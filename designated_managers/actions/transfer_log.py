"""The acts on what is kept on the way of a transfer: evidence, stages not needed, meetings, questions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from common.acting import current
from common.db.attached_files import file_values
from common.db.history import locked
from common.db.records import changed, save_checked
from common.files import EVERY_KIND, CheckedFile, FileRefused, Upload, check_upload
from common.problems import Problem
from designated_managers.actions.transfer_problems import (
    CannotTransfer,
    ahead_of_today,
    problems_when_over,
)
from designated_managers.models import (
    EvidenceFile,
    OpenQuestion,
    Transfer,
    TransferEvidence,
    TransferMeeting,
    UnneededStage,
)
from designated_managers.queries.transfer_roads import stages

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date


@transaction.atomic
def record_evidence(
    pk: int, *, stage: str, evidence: str, on: date, file: Upload | None = None, **facts: Any
) -> TransferEvidence:
    """Record a piece of evidence that stands nowhere else (確認資料の記録), with its day, a note and perhaps
    a file.

    Raises ``CannotTransfer`` with every problem; one that is read elsewhere in the register is refused.
    """
    transfer = locked(Transfer, pk)
    record = TransferEvidence(transfer=transfer, stage_code=stage, evidence_code=evidence, **facts)
    problems = [
        *problems_when_over(transfer),
        *_not_entered_here(transfer, stage, evidence, on=on),
        *ahead_of_today("dated_on", "その日", record.dated_on, on=on),
    ]
    checked = None
    if file is not None:
        checked, refused = _checked(file)
        problems += refused
    save_checked(record, *problems, error=CannotTransfer)
    if file is not None and checked is not None:
        values = file_values(checked, uploaded_by_id=current().user_id, at=file.at)
        save_checked(changed(EvidenceFile(evidence=record), values), error=CannotTransfer)
    return record


def _checked(file: Upload) -> tuple[CheckedFile | None, list[Problem]]:
    try:
        return check_upload(file.name, file.content, EVERY_KIND), []
    except FileRefused as refusal:
        return None, [Problem(problem.code, problem.message, field="file") for problem in refusal.problems]


def _not_entered_here(transfer: Transfer, stage: str, evidence: str, *, on: date) -> Iterator[Problem]:
    needs = {
        (need.code, piece.code): piece for need in stages(on)[transfer.direction] for piece in need.evidence
    }
    piece = needs.get((stage, evidence))
    if piece is None:
        yield Problem("no-such-evidence", "確認資料を選び直してください。", field="evidence")
    elif not piece.is_entered:
        message = f"「{piece.name}」は、台帳のほかの記録から読みます。ここでは入力しません。"
        yield Problem("read-elsewhere", message, field="evidence")


@transaction.atomic
def take_back_evidence(pk: int, *, on: date, reason: str) -> TransferEvidence:
    """Take a piece of evidence back (確認資料の取消し), with the reason; it stays and counts no longer.
    Raises ``CannotTransfer``."""
    record = locked(TransferEvidence, pk)
    problems = [*problems_when_over(record.transfer)]
    if record.withdrawn_on is not None:
        problems.append(Problem("already-taken-back", "この確認資料は、もう取り消されています。"))
    record.withdrawn_on, record.withdrawn_reason = on, reason.strip()
    return save_checked(record, *problems, error=CannotTransfer)


@transaction.atomic
def mark_not_needed(pk: int, *, stage: str, reason: str, on: date) -> UnneededStage:
    """Say that a road does without a stage (不要), and why. Raises ``CannotTransfer``: the catalogue says
    which stages a road may do without."""
    transfer = locked(Transfer, pk)
    problems = [*problems_when_over(transfer)]
    need = next((one for one in stages(on)[transfer.direction] if one.code == stage), None)
    if need is None or not need.skippable:
        problems.append(Problem("stage-needed", "不要にできる段階を選んでください。", field="stage"))
    record = UnneededStage(transfer=transfer, stage_code=stage, reason=reason.strip(), marked_on=on)
    return save_checked(record, *problems, error=CannotTransfer)


@transaction.atomic
def need_again(pk: int) -> Transfer:
    """A stage is needed after all (不要の取消し); that it once was not, the history tells. Raises
    ``CannotTransfer``."""
    record = locked(UnneededStage, pk)
    transfer = record.transfer
    problems = tuple(problems_when_over(transfer))
    if problems:
        raise CannotTransfer(problems)
    record.delete()
    return transfer


@transaction.atomic
def log_meeting(*, on: date, **facts: Any) -> TransferMeeting:
    """Log a meeting (会議の記録); raises ``CannotTransfer``."""
    return _save_meeting(TransferMeeting(**facts), on=on)


@transaction.atomic
def change_meeting(
    pk: int, *, on: date, expected_version: str | None = None, **facts: Any
) -> TransferMeeting:
    """Change the log of a meeting; raises ``Stale``, ``CannotTransfer``."""
    return _save_meeting(
        changed(locked(TransferMeeting, pk, expected_version=expected_version), facts), on=on
    )


def _save_meeting(meeting: TransferMeeting, *, on: date) -> TransferMeeting:
    return save_checked(
        meeting, *ahead_of_today("held_on", "開いた日", meeting.held_on, on=on), error=CannotTransfer
    )


@transaction.atomic
def raise_question(*, on: date, **facts: Any) -> OpenQuestion:
    """Note a question that has to be settled (論点); raises ``CannotTransfer``."""
    question = OpenQuestion(**facts)
    problems = ahead_of_today("raised_on", "出た日", question.raised_on, on=on)
    return save_checked(question, *problems, error=CannotTransfer)


@transaction.atomic
def settle_question(
    pk: int, *, answer: str, settled_on: date | None, on: date, expected_version: str | None = None
) -> OpenQuestion:
    """Write down how a question stands, and on which day it was settled; without a day it stays open. Raises
    ``Stale``, ``CannotTransfer``."""
    question = locked(OpenQuestion, pk, expected_version=expected_version)
    question.answer, question.settled_on = answer.strip(), settled_on
    problems = ahead_of_today("settled_on", "決まった日", settled_on, on=on)
    return save_checked(question, *problems, error=CannotTransfer)

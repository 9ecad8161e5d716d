"""The acts on the papers of organisations (団体の書類)."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Any

from django.db import transaction
from django.utils.timezone import localtime

from common.acting import current
from common.db.attached_files import file_values
from common.db.history import locked
from common.db.records import changed, problems_with, save_checked
from common.files import EVERY_KIND, FileRefused, check_upload
from common.problems import Problem, Refused
from designated_managers.models import OrganisationFile

if TYPE_CHECKING:
    from datetime import date, datetime

OF_THE_FILE = frozenset({"file", "original_name", "content_type", "size", "sha256", "uploaded_at"})


class CannotFile(Refused):
    """The paper cannot be put on file; ``problems`` says why, and nothing was stored."""


class AlreadyWithdrawn(Refused):
    """The paper was withdrawn before."""


@transaction.atomic
def file_paper(*, name: str, content: bytes | IO[bytes], at: datetime, **facts: Any) -> OrganisationFile:
    """Put a paper of an organisation on file (団体の書類の登録), checked by its content.

    Raises ``CannotFile`` with every problem of file and facts; then nothing is stored.
    """
    record = OrganisationFile(**facts)
    problems = [*problems_with(record, leaving_out=OF_THE_FILE), *_not_yet(record, on=localtime(at).date())]
    try:
        checked = check_upload(name, content, EVERY_KIND)
    except FileRefused as refusal:
        of_file = [Problem(problem.code, problem.message, field="file") for problem in refusal.problems]
        raise CannotFile([*problems, *of_file]) from refusal
    if problems:
        raise CannotFile(problems)
    values = file_values(checked, uploaded_by_id=current().user_id, at=at)
    return save_checked(changed(record, values), error=CannotFile)


def _not_yet(record: OrganisationFile, *, on: date) -> list[Problem]:
    if record.dated_on is None or record.dated_on <= on:
        return []
    return [
        Problem("dated-in-future", "定めた日・開いた日は、きょうまでの日にしてください。", field="dated_on")
    ]


@transaction.atomic
def withdraw_paper(pk: int, *, on: date, reason: str) -> OrganisationFile:
    """Show a paper to nobody any more (取り下げ), with the reason; it stays in the store and in the history.

    Raises ``AlreadyWithdrawn``, and ``Refused`` where the reason is missing.
    """
    record = locked(OrganisationFile, pk)
    if record.withdrawn_on is not None:
        raise AlreadyWithdrawn([Problem("already-withdrawn", "この書類は、すでに取り下げられています。")])
    record.withdrawn_on, record.withdrawn_reason = on, reason.strip()
    return save_checked(record)

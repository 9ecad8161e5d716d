"""The acts on the signed papers of agreements (協定書)."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

from django.db import transaction

from common.acting import current
from common.db.attached_files import file_values
from common.db.history import locked
from common.db.records import changed, problems_with, save_checked
from common.files import EVERY_KIND, FileRefused, check_upload
from common.problems import Problem, Refused, refuse_if_blocked
from designated_managers.models import Agreement, AgreementFile

if TYPE_CHECKING:
    from datetime import date, datetime

OF_THE_FILE = frozenset({"file", "original_name", "content_type", "size", "sha256", "uploaded_at"})


@transaction.atomic
def attach_agreement_file(
    agreement_pk: int, *, title: str, name: str, content: bytes | IO[bytes], at: datetime
) -> AgreementFile:
    """Keep a signed paper (協定書), checked by its content. Raises ``Refused`` with every problem."""
    record = AgreementFile(agreement=locked(Agreement, agreement_pk), title=title)
    problems = list(problems_with(record, leaving_out=OF_THE_FILE))
    try:
        checked = check_upload(name, content, EVERY_KIND)
    except FileRefused as refusal:
        of_file = [Problem(problem.code, problem.message, field="file") for problem in refusal.problems]
        raise Refused([*problems, *of_file]) from refusal
    refuse_if_blocked(problems)
    return save_checked(changed(record, file_values(checked, uploaded_by_id=current().user_id, at=at)))


@transaction.atomic
def withdraw_agreement_file(pk: int, *, on: date, reason: str) -> AgreementFile:
    """Show a paper to nobody any more, with the reason (取り下げ)."""
    record = locked(AgreementFile, pk)
    again = [Problem("withdrawn-already", "もう取り下げられています。")] if record.withdrawn_on else []
    return save_checked(changed(record, {"withdrawn_on": on, "withdrawn_reason": reason}), *again)

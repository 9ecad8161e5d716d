"""The acts on the photographs and documents of a centre (写真・文書)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any

from django.db import transaction

from common.acting import current
from common.db.attached_files import file_values
from common.db.history import locked
from common.db.records import changed, problems_with, save_checked
from common.files import DOCUMENTS, EVERY_KIND, PHOTOS, FileRefused, check_upload
from common.problems import Problem, Refused
from facilities.choices import FileKind
from facilities.models import CentreFile

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from common.files import Kind

KINDS: Mapping[str, frozenset[Kind]] = {FileKind.PHOTO: PHOTOS, FileKind.DOCUMENT: DOCUMENTS}
OF_THE_FILE = frozenset({"file", "original_name", "content_type", "size", "sha256", "uploaded_at"})


class AlreadyWithdrawn(Refused):
    """The file was withdrawn before."""


@dataclass(frozen=True)
class Attached:
    """A file that was kept. ``position_removed``: the place where the photograph was taken was in it, and was
    taken out. Tell the person."""

    file: CentreFile
    position_removed: bool


@transaction.atomic
def attach_file(*, name: str, content: bytes | IO[bytes], at: datetime, **facts: Any) -> Attached:
    """Keep a photograph or document of a centre (写真・文書の登録).

    The file is checked against its kind, and a photograph is kept without the place where it was taken.
    Raises ``Refused`` with every problem of file and facts; then nothing is stored.
    """
    record = CentreFile(**facts)
    problems = [*problems_with(record, leaving_out=OF_THE_FILE), *_of_another_centre(record)]
    try:
        checked = check_upload(name, content, KINDS.get(record.kind, EVERY_KIND))
    except FileRefused as refusal:
        of_file = [Problem(problem.code, problem.message, field="file") for problem in refusal.problems]
        raise Refused([*problems, *of_file]) from refusal
    if problems:
        raise Refused(problems)
    values = file_values(checked, uploaded_by_id=current().user_id, at=at)
    return Attached(save_checked(changed(record, values)), position_removed=checked.stripped_position)


def _of_another_centre(record: CentreFile) -> list[Problem]:
    building = record.building
    if building is None or building.centre_id == record.centre_id:
        return []
    return [Problem("building-elsewhere", "この施設の建物を選んでください。", field="building")]


@transaction.atomic
def withdraw_file(pk: int, *, on: date, reason: str) -> CentreFile:
    """Show a file to nobody any more (取り下げ), with the reason; it stays in the store and in the history.

    Raises ``AlreadyWithdrawn``, and ``Refused`` where the reason is missing.
    """
    record = locked(CentreFile, pk)
    if record.withdrawn_on is not None:
        raise AlreadyWithdrawn([Problem("already-withdrawn", "このファイルは、すでに取り下げられています。")])
    record.withdrawn_on, record.withdrawn_reason = on, reason.strip()
    return save_checked(record)

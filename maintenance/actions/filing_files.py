"""How the papers of a filing are checked and kept (届出・報告の書類)."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from common.acting import current
from common.db.attached_files import file_values
from common.db.records import save_checked
from common.files import EVERY_KIND, FileRefused, check_upload
from common.problems import Problem
from maintenance.models import FilingFile

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from common.files import CheckedFile, Upload
    from maintenance.models import Filing
    from maintenance.querysets.filings import FilingFileQuerySet

FILES_AT_MOST = 10

Checked: TypeAlias = "tuple[CheckedFile, datetime]"
"""A paper that may be kept, and when it was handed in."""


def check_files(
    uploads: Sequence[Upload], *, there: FilingFileQuerySet
) -> tuple[list[Checked], list[Problem]]:
    """Look at papers by their content; nothing is stored yet. Answers what may be kept, and what is wrong
    with any of them. What is ``there`` already is passed over."""
    known = {*there.values_list("original_name", "sha256")} if uploads else set()
    checked: list[Checked] = []
    problems: list[Problem] = []
    for upload in uploads[:FILES_AT_MOST]:
        try:
            file = check_upload(upload.name, upload.content, EVERY_KIND)
        except FileRefused as refusal:
            problems += [Problem(found.code, found.message, field="file") for found in refusal.problems]
            continue
        if (file.name, file.sha256) not in known:
            known.add((file.name, file.sha256))
            checked.append((file, upload.at))
    if len(uploads) > FILES_AT_MOST:
        problems.append(Problem("too-many-files", f"書類は{FILES_AT_MOST}個までです。", field="file"))
    return checked, problems


def keep_files(filing: Filing, files: Sequence[Checked]) -> None:
    """Keep what was checked with the filing."""
    for checked, at in files:
        values = file_values(checked, uploaded_by_id=current().user_id, at=at)
        save_checked(FilingFile(filing=filing, **values))

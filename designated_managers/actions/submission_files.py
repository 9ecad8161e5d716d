"""How the files of a submission are checked and kept (添付書類)."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from common.acting import current
from common.db.attached_files import file_values
from common.db.records import save_checked
from common.files import EVERY_KIND, FileRefused, check_upload
from common.problems import Problem
from designated_managers.models import SubmissionFile

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from common.files import CheckedFile, Upload
    from designated_managers.models import Submission
    from designated_managers.querysets.submissions import SubmissionFileQuerySet

FILES_AT_MOST = 10

TOO_MANY = Problem("too-many-files", f"書類は{FILES_AT_MOST}個まで付けられます。", field="file")

Checked: TypeAlias = "tuple[CheckedFile, datetime]"
"""A file that may be kept, and when it was handed in."""


def check_files(
    uploads: Sequence[Upload], *, there: SubmissionFileQuerySet
) -> tuple[list[Checked], list[Problem]]:
    """Look at files by their content, a photograph without the place where it was taken; nothing is stored
    yet. Answers what may be kept, and what is wrong with any of them and with their number.

    What is ``there`` already is passed over: a button pressed twice attaches once.
    """
    known = list(there.values_list("original_name", "sha256"))
    if len(uploads) > FILES_AT_MOST:
        return [], [TOO_MANY]
    checked: list[Checked] = []
    problems: list[Problem] = []
    for upload in uploads:
        try:
            file = check_upload(upload.name, upload.content, EVERY_KIND)
        except FileRefused as refusal:
            problems += [Problem(found.code, found.message, field="file") for found in refusal.problems]
            continue
        if (file.name, file.sha256) not in known:
            known.append((file.name, file.sha256))
            checked.append((file, upload.at))
    if len(known) > FILES_AT_MOST:
        problems.append(TOO_MANY)
    return checked, problems


def keep_files(submission: Submission, files: Sequence[Checked]) -> None:
    """Keep what was checked with the submission."""
    for checked, at in files:
        values = file_values(checked, uploaded_by_id=current().user_id, at=at)
        save_checked(SubmissionFile(submission=submission, **values))

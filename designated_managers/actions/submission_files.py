"""How the files of a submission are checked and kept (添付書類)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from common.acting import current
from common.db.attached_files import file_values
from common.db.records import save_checked
from common.files import EVERY_KIND, FileRefused, Upload, check_upload
from common.problems import Problem, Refused
from designated_managers.models import SubmissionFile

if TYPE_CHECKING:
    from designated_managers.models import Submission

FILES_AT_MOST = 10


class CannotAttach(Refused):
    """The file was not taken; ``problems`` says why."""


def keep_file(submission: Submission, upload: Upload) -> bool:
    """Check a file by its content and keep it; a photograph without the place where it was taken.

    Answers whether that place was in it: tell the person. Raises ``CannotAttach``; then nothing is stored.
    """
    if submission.files.count() >= FILES_AT_MOST:
        message = f"書類は{FILES_AT_MOST}個まで付けられます。"
        raise CannotAttach([Problem("too-many-files", message, field="file")])
    try:
        checked = check_upload(upload.name, upload.content, EVERY_KIND)
    except FileRefused as refusal:
        raise CannotAttach(
            Problem(problem.code, problem.message, field="file") for problem in refusal.problems
        ) from refusal
    values = file_values(checked, uploaded_by_id=current().user_id, at=upload.at)
    save_checked(SubmissionFile(submission=submission, **values), error=CannotAttach)
    return checked.stripped_position

"""Files handed in with the record of an inspection: photographs of findings, and papers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from common.files import DOCUMENTS, MAX_BYTES, MEGABYTE, PHOTOS, CheckedFile, FileRefused, Kind, check_upload
from facilities.forms.condition import ManyFilesInput

if TYPE_CHECKING:
    from collections.abc import Collection

MOST_FILES = 6
PHOTO_LIMITS = (
    f"JPEG・PNGの写真、1つ{MAX_BYTES // MEGABYTE}MBまで、{MOST_FILES}枚まで。"
    "撮影した場所の情報は消して保存します。"
)
PAPER_LIMITS = f"PDF・Excel・Word・写真、1つ{MAX_BYTES // MEGABYTE}MBまで、{MOST_FILES}個まで。"
PAPERS = DOCUMENTS | PHOTOS


class FilesField(forms.FileField):
    """Several files of these kinds, each checked by its content; cleans to a tuple of ``CheckedFile``."""

    def __init__(self, *, kinds: Collection[Kind], **kwargs: Any) -> None:
        accept = ",".join(sorted(kind.content_type for kind in kinds))
        kwargs.setdefault("widget", ManyFilesInput(attrs={"accept": accept}))
        super().__init__(required=False, **kwargs)
        self.kinds = kinds

    def clean(self, data: Any, initial: Any = None) -> tuple[CheckedFile, ...]:  # noqa: ARG002
        """The files. Raises ``ValidationError`` with everything wrong with each."""
        given = [one for one in (data if isinstance(data, (list, tuple)) else [data]) if one]
        if len(given) > MOST_FILES:
            message = f"{self.label}は、一度に{MOST_FILES}つまでにしてください。"
            raise forms.ValidationError(message, code="too-many")
        checked, wrong = [], []
        for one in given:
            try:
                checked.append(check_upload(one.name, one, self.kinds))
            except FileRefused as refusal:
                wrong += [forms.ValidationError(found.message, code=found.code) for found in refusal.problems]
        if wrong:
            raise forms.ValidationError(wrong)
        return tuple(checked)

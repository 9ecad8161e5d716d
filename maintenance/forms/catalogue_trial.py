"""The form that tries a changed catalogue (一覧の変更を試す)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from common.catalogues import CatalogueError
from ui.forms import KyotenForm

if TYPE_CHECKING:
    from collections.abc import Callable

LARGEST = 1_000_000
"""Bytes; the shipped catalogue has a twentieth of it."""


class CatalogueTrialForm(KyotenForm, forms.Form):
    """A catalogue of inspections as a file; it is read and not kept."""

    file = forms.FileField(label="変えた一覧のファイル", help_text="点検の種類の一覧（YAML）")

    def clean_file(self) -> Any:
        """A file of a size that can be read at once."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            message = "1MBまでのファイルを選んでください。"
            raise forms.ValidationError(message, code="too-large")
        return file

    def tried(self, read: Callable[[str, bytes], Any]) -> Any:
        """What comes of reading the file; None where the form or the file is wrong, and then it says why."""
        if not self.is_valid():
            return None
        file = self.cleaned_data["file"]
        try:
            return read(file.name, file.read())
        except CatalogueError as error:
            for line in error.lines:
                self.add_error("file", forms.ValidationError(line, code="catalogue"))
            return None

"""The forms of filings (届出・報告)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from common.files import Upload
from designated_managers.forms.submissions import FilesField
from maintenance.actions.filings import problems_when_through, problems_with_day
from ui.forms import EraDateField, KyotenForm, problems_to_errors

if TYPE_CHECKING:
    from datetime import date, datetime

    from maintenance.models import Filing


class RecordFilingForm(KyotenForm, forms.Form):
    """That it was filed (提出の記録)."""

    filed_on = EraDateField(label="提出した日")
    addressee = forms.CharField(label="提出先", max_length=200)
    receipt_number = forms.CharField(
        label="受付番号", max_length=60, required=False, help_text="受付印の番号や、電子申請の到達番号。"
    )
    file = FilesField(
        label="書類", required=False, help_text="報告書の写しなど。受付印のあるものがあれば、それを付けます。"
    )
    remarks = forms.CharField(label="備考", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    version = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, filing: Filing, version: str, on: date, **kwargs: Any) -> None:
        initial = {"filed_on": on, "addressee": filing.addressee, "version": version}
        super().__init__(*args, initial=initial, **kwargs)
        self.filing, self.on = filing, on

    def clean(self) -> dict[str, Any]:
        """What the act would refuse is told together with everything else."""
        cleaned = super().clean() or self.cleaned_data
        problems_to_errors(self, problems_when_through(self.filing))
        if cleaned.get("filed_on"):
            problems_to_errors(self, problems_with_day(self.filing, cleaned["filed_on"], on=self.on))
        return cleaned

    def facts(self, *, at: datetime) -> dict[str, Any]:
        """What the act takes."""
        cleaned = dict(self.cleaned_data)
        version = cleaned.pop("version")
        uploads = [Upload(one.name, one, at) for one in cleaned.pop("file")]
        return {**cleaned, "uploads": uploads, "expected_version": version or None}


class WithdrawForm(KyotenForm, forms.Form):
    """Why something will not be done at all (取りやめる理由)."""

    reason = forms.CharField(label="理由", max_length=200, widget=forms.Textarea(attrs={"rows": 3}))

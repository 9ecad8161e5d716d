"""The forms of filings (届出・報告)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from common.files import Upload
from designated_managers.forms.submissions import FilesField
from maintenance.actions import problems_with_subject
from maintenance.actions.filing_corrections import problems_when_not_filed, problems_with_new_day_of_filing
from maintenance.actions.filings import problems_when_through, problems_with_day
from maintenance.choices import SubjectOfInspection
from maintenance.forms.inspections import SINCE_HEISEI
from maintenance.forms.places import targets_of
from maintenance.queries.filings import RECORDED
from maintenance.rules.filings import problems_with_last_filing
from ui.forms import CHOOSE, EraDateField, KyotenForm, problems_to_errors

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from centres.models import Centre
    from facilities.models import Building
    from maintenance.models import Filing, InspectionType


class CentreOfFilingForm(KyotenForm, forms.Form):
    """Of which centre a filing is put under watch: what can be chosen next follows from it."""

    centre = forms.ChoiceField(label="施設", choices=())

    def __init__(self, *args: Any, centres: Iterable[Centre], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["centre"]
        field.choices = [("", CHOOSE), *((str(centre.pk), centre.name) for centre in centres)]


class PlanFilingForm(KyotenForm, forms.Form):
    """Puts under watch what was filed before the system (前回の報告)."""

    type_code = forms.ChoiceField(label="点検の種類", choices=())
    target = forms.ChoiceField(
        label="対象", choices=(), help_text="設備の点検では設備を、そのほかでは建物を選びます。"
    )
    last_filed_on = EraDateField(
        label="前回の報告日",
        eras=SINCE_HEISEI,
        help_text="この日から数えて、次の提出期限が決まります。控えの受付印の日などで確かめてください。",
    )

    def __init__(
        self,
        *args: Any,
        types: Iterable[InspectionType],
        buildings: Iterable[Building],
        on: date,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.on = on
        self.types = {kind.code: kind for kind in types}
        targets = targets_of(buildings)
        self.targets = targets.places
        fields: dict[str, Any] = self.fields
        fields["target"].choices = targets.choices
        fields["type_code"].choices = [("", CHOOSE), *self._types_by_subject()]

    def _types_by_subject(self) -> list[Any]:
        return [
            (f"{subject.label}の点検", named)
            for subject in SubjectOfInspection
            if (named := [(kind.code, kind.name) for kind in self.types.values() if kind.subject == subject])
        ]

    def clean(self) -> dict[str, Any]:
        """What the act would refuse is told together with everything else."""
        cleaned = super().clean() or self.cleaned_data
        building, equipment = self.targets.get(cleaned.get("target", ""), (None, None))
        kind = self.types.get(cleaned.get("type_code", ""))
        if kind and building:
            for problem in problems_with_subject(kind, building, equipment):
                self.add_error("target", forms.ValidationError(problem.message, code=problem.code))
        if cleaned.get("last_filed_on"):
            problems_to_errors(self, problems_with_last_filing(cleaned["last_filed_on"], on=self.on))
        return cleaned

    @property
    def facts(self) -> dict[str, Any]:
        """What the act takes."""
        building, equipment = self.targets[self.cleaned_data["target"]]
        named = {name: self.cleaned_data[name] for name in ("type_code", "last_filed_on")}
        return {"building": building, "equipment": equipment, **named}


class FiledForm(KyotenForm, forms.Form):
    """What is recorded of a filing that was filed."""

    filed_on = EraDateField(label="提出した日")
    addressee = forms.CharField(label="提出先", max_length=200)
    receipt_number = forms.CharField(
        label="受付番号", max_length=60, required=False, help_text="受付印の番号や、電子申請の到達番号。"
    )
    remarks = forms.CharField(label="備考", required=False, widget=forms.Textarea(attrs={"rows": 3}))


class RecordFilingForm(FiledForm):
    """That it was filed (提出の記録)."""

    file = FilesField(
        label="書類", required=False, help_text="報告書の写しなど。受付印のあるものがあれば、それを付けます。"
    )
    version = forms.CharField(required=False, widget=forms.HiddenInput)
    field_order = ("filed_on", "addressee", "receipt_number", "file", "remarks")

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


class CorrectFilingForm(FiledForm):
    """What was recorded, put right (提出の記録の訂正), and why."""

    reason = forms.CharField(
        label="直す理由",
        max_length=200,
        help_text="例：受付印の日付と違っていたため。前の記録は、直した人と日時と一緒に残ります。",
    )
    field_order = ("reason",)

    def __init__(self, *args: Any, filing: Filing, following: Filing | None, on: date, **kwargs: Any) -> None:
        recorded = {name: getattr(filing, name) for name in RECORDED}
        super().__init__(*args, initial=recorded, **kwargs)
        self.filing, self.following, self.on = filing, following, on

    def clean(self) -> dict[str, Any]:
        """What the act would refuse is told together with everything else."""
        cleaned = super().clean() or self.cleaned_data
        problems_to_errors(self, problems_when_not_filed(self.filing))
        if cleaned.get("filed_on"):
            found = problems_with_new_day_of_filing(
                self.filing, cleaned["filed_on"], following=self.following, on=self.on
            )
            problems_to_errors(self, found)
        return cleaned

    @property
    def facts(self) -> dict[str, Any]:
        """What the act takes."""
        return {name: self.cleaned_data[name] for name in ("reason", *RECORDED)}


class WithdrawForm(KyotenForm, forms.Form):
    """Why something will not be done at all (取りやめる理由)."""

    reason = forms.CharField(label="理由", max_length=200, widget=forms.Textarea(attrs={"rows": 3}))

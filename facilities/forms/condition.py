"""The form of a condition assessment: its day and assessor, and each part of the method."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from common.certainty import Certainty
from common.files import MEGABYTE, PHOTOS, CheckedFile, FileRefused, check_upload
from facilities.actions import PartSeen
from facilities.forms.days import WHEN
from facilities.rules.condition import field_of, suggested_grade
from ui.forms import EraDateField, KyotenForm, PartialDateFormField, RadioRows

if TYPE_CHECKING:
    from datetime import date

    from django.forms.boundfield import BoundField

    from common.partial_dates import PartialDate
    from facilities.queries.condition import Sheet
    from facilities.rules.condition import Part

SINCE_HEISEI = ("令和", "平成")
NOT_LOOKED_AT = "調べていない"
LARGEST_PHOTO = 10 * MEGABYTE
MOST_PHOTOS = 10
PHOTO_LIMITS = f"JPEG・PNGの写真、1つ{LARGEST_PHOTO // MEGABYTE}MBまで、一度に{MOST_PHOTOS}枚まで"


class ManyFilesInput(forms.FileInput):
    """A file input that takes several at once."""

    allow_multiple_selected = True


class PhotosField(forms.FileField):
    """Photographs (写真), checked; cleans to a tuple of ``CheckedFile``."""

    widget = ManyFilesInput

    def clean(self, data: Any, initial: Any = None) -> tuple[CheckedFile, ...]:
        """The photographs. Raises ``ValidationError`` with everything wrong with each."""
        files = [one for one in (data or ()) if one] if isinstance(data, (list, tuple)) else [data]
        given = [super(PhotosField, self).clean(one, initial) for one in files if one]
        if len(given) > MOST_PHOTOS:
            message = f"写真は、一度に{MOST_PHOTOS}枚までにしてください。"
            raise forms.ValidationError(message, code="too-many")
        checked, wrong = [], []
        for one in given:
            try:
                checked.append(check_upload(one.name, one, PHOTOS, max_bytes=LARGEST_PHOTO))
            except FileRefused as refusal:
                wrong += [
                    forms.ValidationError(problem.message, code=problem.code) for problem in refusal.problems
                ]
        if wrong:
            raise forms.ValidationError(wrong)
        return tuple(checked)


class AssessmentForm(KyotenForm, forms.Form):
    """A survey by one method (劣化調査).

    For the parts that are graded by age the hint says what the years suggest.
    """

    assessed_on = EraDateField(label="調査日", eras=SINCE_HEISEI)
    assessor = forms.CharField(label="調査した人", max_length=120, help_text="会社名か氏名。")
    notes = forms.CharField(
        label="備考",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="市の職員だけが見ます。",
    )
    source = forms.CharField(label="出典", required=False, help_text="例：令和8年度 劣化調査業務委託 報告書")
    certainty = forms.ChoiceField(label="確かさ", choices=Certainty.choices)

    def __init__(self, *args: Any, sheet: Sheet, on: date, **kwargs: Any) -> None:
        self.sheet, self.method, self.on = sheet, sheet.method, on
        kwargs["initial"] = _initial(sheet, on)
        super().__init__(*args, **kwargs)
        for part in self.method.parts:
            self._add(part)
        for part in self.method.parts:
            self[field_of(part.code)].help_text = self._hint(part)

    def _add(self, part: Part) -> None:
        notes = {grade.code: grade.by_age if part.ages else grade.by_eye for grade in self.method.grades}
        self.fields[field_of(part.code)] = forms.ChoiceField(
            label=f"{part.label}の評価",
            required=False,
            choices=[*((grade, grade) for grade in notes), ("", NOT_LOOKED_AT)],
            widget=RadioRows(notes={**notes, "": "健全度の計算から除きます"}),
            error_messages={"invalid_choice": f"{part.label}の評価を選び直してください。"},
        )
        if part.ages:
            self.fields[f"refitted_{part.code}"] = PartialDateFormField(
                label=f"{part.label}を改修した年月",
                required=False,
                help_text=f"改修していなければ空けておきます。{WHEN}",
            )
        self.fields[f"note_{part.code}"] = forms.CharField(
            label=f"{part.label}の様子", required=False, widget=forms.Textarea(attrs={"rows": 2})
        )
        if there := self.sheet.photos.get(part.code):
            self.fields[f"without_{part.code}"] = forms.TypedMultipleChoiceField(
                label=f"外す{part.label}の写真",
                required=False,
                coerce=int,
                choices=[(photo.pk, photo.original_name) for photo in there],
                widget=forms.CheckboxSelectMultiple,
            )
        self.fields[f"photos_{part.code}"] = PhotosField(
            label=f"{part.label}の写真",
            required=False,
            widget=ManyFilesInput(attrs={"accept": "image/jpeg,image/png"}),
        )

    def _hint(self, part: Part) -> str:
        name = f"refitted_{part.code}"
        if name not in self.fields:
            return ""
        refitted = self._typed(name)
        suggestion = suggested_grade(
            self.method, part, built=self.sheet.building.built_on, refitted=refitted, on=self.on
        )
        return suggestion.reason if suggestion else ""

    def _typed(self, name: str) -> PartialDate | None:
        """The day as it stands in the box, as far as it can be read."""
        try:
            day: PartialDate | None = self.fields[name].to_python(self[name].value())
        except forms.ValidationError:
            return None
        return day

    @property
    def part_fields(self) -> list[dict[str, Any]]:
        """The fields of each part, for the page."""
        return [
            {
                "part": part,
                **{kind: self._of(kind, part) for kind in ("refitted", "grade", "note", "without", "photos")},
            }
            for part in self.method.parts
        ]

    def _of(self, kind: str, part: Part) -> BoundField | None:
        name = f"{kind}_{part.code}"
        return self[name] if name in self.fields else None

    @property
    def facts(self) -> dict[str, Any]:
        """The facts of the survey, as the act takes them."""
        return {name: self.cleaned_data[name] for name in AssessmentForm.base_fields}

    @property
    def parts(self) -> dict[str, PartSeen]:
        """What was seen of each part, as the act takes it."""
        said = self.cleaned_data
        return {
            part.code: PartSeen(
                grade=said[field_of(part.code)],
                refitted_on=said.get(f"refitted_{part.code}"),
                note=said[f"note_{part.code}"],
                photos=said[f"photos_{part.code}"],
                without=tuple(said.get(f"without_{part.code}", ())),
            )
            for part in self.method.parts
        }


def _initial(sheet: Sheet, on: date) -> dict[str, Any]:
    told: dict[str, Any] = {f"refitted_{part}": day for part, day in sheet.refits.items()}
    if sheet.assessment is None:
        return told | {"assessed_on": on, "certainty": Certainty.VERIFIED}
    for row in sheet.assessment.part_grades.all():
        told |= {
            field_of(row.part): row.grade,
            f"note_{row.part}": row.note,
            f"refitted_{row.part}": row.refitted_on,
        }
    return told | {name: getattr(sheet.assessment, name) for name in AssessmentForm.base_fields}

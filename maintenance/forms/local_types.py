"""The forms of the city's own types of inspection (市独自の点検)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from facilities.choices import EquipmentCategory
from maintenance.choices import Counting, SubjectOfInspection
from maintenance.models import InspectionType
from ui.forms import EraDateField, KyotenForm, RadioRows, WholeNumberField

if TYPE_CHECKING:
    from datetime import date

COUNTINGS = (Counting.FROM_LAST, Counting.FISCAL_YEAR, Counting.CALENDAR_MONTH, Counting.OCCASION)
"""How the city counts what it lays down itself; duties at all times and those done once are the law's."""

LONGEST = 600
"""Fifty years, in months."""


class LocalTypeForm(KyotenForm, forms.ModelForm[InspectionType]):
    """A type of inspection of the city's own."""

    subject = forms.ChoiceField(
        label="対象",
        choices=SubjectOfInspection.choices,
        widget=RadioRows(
            notes={
                SubjectOfInspection.BUILDING: "建物ごとに1つ。例：清掃、植栽の手入れ、機械警備",
                SubjectOfInspection.EQUIPMENT: "設備1台ごとに1つ。例：自動ドアの点検",
            }
        ),
    )
    equipment_categories = forms.MultipleChoiceField(
        label="対象の設備の区分",
        choices=EquipmentCategory.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="「設備」を選んだときに、どの設備かに印を付けます。",
    )
    counting = forms.ChoiceField(
        label="期限の数え方",
        choices=[(counting.value, counting.label) for counting in COUNTINGS],
        widget=RadioRows(
            notes={
                Counting.FROM_LAST: "前回の日から、周期だけあと",
                Counting.FISCAL_YEAR: "年度のうちに1回",
                Counting.CALENDAR_MONTH: "月のうちに1回",
                Counting.OCCASION: "決まった周期はなく、必要なときに行う",
            }
        ),
    )
    cycle_months = WholeNumberField(
        label="周期",
        required=False,
        min_value=1,
        max_value=LONGEST,
        help_text="月の数で入れます。毎年は12、3年ごとは36。「そのつど」のときは空けます。",
    )
    keep_years = WholeNumberField(label="記録の保存", required=False, min_value=1, max_value=100)
    code = forms.CharField(
        label="コード",
        required=False,
        max_length=22,
        help_text="「C-」で始まる短い名前。空けておくと、次の番号が付きます。例：C-CLEAN",
    )
    reason = forms.CharField(
        label="理由",
        required=False,
        max_length=200,
        help_text="なぜ登録するか、なぜ変えるか。あとで読む人のために残します。",
    )

    class Meta:
        model = InspectionType
        fields = (
            "name",
            "law",
            "subject",
            "equipment_categories",
            "applies_when",
            "counting",
            "cycle_months",
            "qualified",
            "keep_years",
            "source",
        )
        labels = {
            "law": "根拠",
            "qualified": "行う人",
            "source": "出典",
        }
        help_texts = {
            "name": "例：日常清掃、植栽のせん定、機械警備の作動確認",
            "law": "例：市民センター管理要綱、清掃業務仕様書",
            "qualified": "例：清掃業者、センターの職員",
            "applies_when": "空けると、すべての建物（設備）が対象です。下の「条件の書き方」をご覧ください。",
            "source": "もとにした書類と、その日付。",
        }
        widgets = {
            "applies_when": forms.Textarea(attrs={"rows": 2, "spellcheck": "false"}),
            "source": forms.Textarea(attrs={"rows": 2}),
        }

    def __init__(self, *args: Any, instance: InspectionType | None = None, **kwargs: Any) -> None:
        super().__init__(*args, instance=instance, **kwargs)
        if instance is not None:
            # What the records of the type name it by stays as it is.
            del self.fields["code"]

    def _get_validation_exclusions(self) -> set[str]:
        # Whether cycle and counting go together the act tells, with everything else and at its field.
        left_out: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]
        return {*left_out, "cycle_months"}

    @property
    def facts(self) -> dict[str, Any]:
        """What the act takes."""
        names = (*self.Meta.fields, "reason", *(("code",) if "code" in self.fields else ()))
        return {name: self.cleaned_data[name] for name in names}


class RetireTypeForm(KyotenForm, forms.Form):
    """From when on a type of the city's own is no longer used, and why."""

    retired_on = EraDateField(label="使わなくなる日", help_text="この日から、対象として出なくなります。")
    reason = forms.CharField(label="理由", max_length=200, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, initial={"retired_on": on}, **kwargs)

    @property
    def facts(self) -> dict[str, Any]:
        """What the act takes."""
        return {name: self.cleaned_data[name] for name in ("retired_on", "reason")}


class ReopenTypeForm(KyotenForm, forms.Form):
    """Why a type of the city's own is used again."""

    reason = forms.CharField(label="理由", max_length=200, widget=forms.Textarea(attrs={"rows": 3}))

    @property
    def facts(self) -> dict[str, Any]:
        """What the act takes."""
        return {"reason": self.cleaned_data["reason"]}

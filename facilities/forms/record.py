"""The forms of what stands on the card of a centre: uses, rooms, land, years of use, files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from common.certainty import Certainty
from common.fiscal_year import FiscalYear
from common.partial_dates import Precision, parse
from facilities.choices import FeeBasis, FileKind, Ownership, UseKind, Zoning
from facilities.forms.days import DaysInPart
from facilities.models import Building, CentreFile, Land, Room, YearOfUse
from ui.forms import (
    AreaField,
    EraDateField,
    KyotenForm,
    PartialDateFormField,
    RadioRows,
    WholeNumberField,
)
from ui.number_fields import AnswerField, DecimalsField

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.db.models import QuerySet

    from common.problems import Problem

NOT_YET = ("", "まだ分からない")
NONE_IS_ZERO = "ないときは0、分からないときは空けておきます。"
STOREY = "1階なら1、地下1階なら-1。"
MOST_YEN = 10**13


class StoreyField(forms.IntegerField):
    """A storey: 2, -1 for the first below the ground."""

    widget = forms.TextInput

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"autocomplete": "off"}))
        super().__init__(**{"label": "階", "required": False, **kwargs})
        self.error_messages["invalid"] = "階は、1階なら1、地下1階なら-1のように入力してください。"


class FiscalYearField(forms.Field):
    """A fiscal year, typed as 令和7年度 or 2025; cleans to the Western year in which it begins."""

    def to_python(self, value: Any) -> int | None:
        """The year. Raises ``ValidationError`` when the text tells none."""
        if value in self.empty_values or isinstance(value, int):
            return value or None
        text = str(value).strip()
        try:
            day = parse(text if "年度" in text else f"{text.removesuffix('年')}年度")
        except ValueError:
            day = None
        if day is None or day.precision is not Precision.FISCAL_YEAR:
            message = f"{self.label}は「令和7年度」のように入力してください。"
            raise ValidationError(message, code="invalid")
        return day.first.year

    def prepare_value(self, value: Any) -> Any:
        """Shown in its era."""
        return FiscalYear(value).label if isinstance(value, int) else value


class WebAddressField(forms.URLField):
    """The address of a page."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"assume_scheme": "https", **kwargs})


class Sources(KyotenForm, forms.Form):
    """Where a small record comes from, and how sure we are of it (出典と確かさ)."""

    SOURCED: ClassVar[tuple[str, ...]] = ("source", "source_url", "certainty")
    CLASSES: ClassVar[dict[str, type[forms.Field]]] = {"source_url": WebAddressField}

    source = forms.CharField(label="出典", required=False, help_text="どこで確かめたか。例：建物台帳")
    certainty = forms.ChoiceField(label="確かさ", choices=Certainty.choices, initial=Certainty.UNVERIFIED)

    @property
    def facts(self) -> dict[str, Any]:
        """The facts by name, as the act takes them."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class UseForm(KyotenForm, forms.Form):
    """One row of the uses of a building; a row left empty is none."""

    kind = forms.ChoiceField(label="用途", choices=[("", "選んでください"), *UseKind.choices], required=False)
    name = forms.CharField(label="呼び名", max_length=80, required=False)
    storey = StoreyField()
    area = AreaField(label="面積", required=False, max_value=2**31 - 1)

    def clean(self) -> dict[str, Any]:
        """A row that says anything says its use and its area."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if any(value not in {None, ""} for value in cleaned.values()) or self.errors:
            for name, sentence in (
                ("kind", f"{self.number}行目の用途を選んでください。"),
                ("area", f"{self.number}行目の面積を入力してください。"),
            ):
                if name not in self.errors and not cleaned.get(name):
                    self.add_error(name, ValidationError(sentence, code="required"))
        return cleaned

    @property
    def number(self) -> int:
        """Which row it is, from 1."""
        return int(str(self.prefix).rpartition("-")[2]) + 1

    @property
    def is_said(self) -> bool:
        """Whether anything is typed in the row."""
        return bool(self.cleaned_data.get("kind"))


class BaseUseFormSet(forms.BaseFormSet[UseForm]):
    """All uses of one building."""

    @property
    def said(self) -> list[UseForm]:
        """The rows that say something, in their order."""
        return [form for form in self.forms if form.is_said]

    @property
    def uses(self) -> list[dict[str, Any]]:
        """What the act takes."""
        return [dict(form.cleaned_data) for form in self.said]

    def told(self, problems: Iterable[Problem]) -> list[Problem]:
        """Put what the act refuses onto its rows; returns the rest. ``2-area`` is the area of the third."""
        rest = []
        for problem in problems:
            number, _, name = problem.field.partition("-")
            if number.isdecimal() and name in UseForm.base_fields:
                self.said[int(number)].add_error(name, ValidationError(problem.message, code=problem.code))
            else:
                rest.append(problem)
        return rest


class UsesForm(KyotenForm, forms.Form):
    """The uses as a whole: which state of them was looked at."""


UseFormSet = forms.formset_factory(
    UseForm, formset=BaseUseFormSet, extra=3, max_num=60, validate_max=True, absolute_max=80
)


class RoomForm(Sources, forms.ModelForm[Room]):
    """All facts of a room."""

    storey = StoreyField(help_text=STOREY)
    area = AreaField(label="面積", required=False, max_value=2**31 - 1)
    capacity = WholeNumberField(label="定員", required=False, min_value=1, max_value=99_999)
    fee = WholeNumberField(
        label="使用料",
        required=False,
        min_value=0,
        max_value=10_000_000,
        help_text="無料のときは0、分からないときは空けておきます。",
    )
    fee_basis = forms.ChoiceField(
        label="使用料の単位", choices=[("", "選ばない"), *FeeBasis.choices], required=False
    )
    retired_on = EraDateField(
        label="使わなくなった日", required=False, help_text="貸し出さなくなった最初の日。"
    )

    class Meta:
        model = Room
        field_classes = Sources.CLASSES
        fields = (
            "name",
            "storey",
            "area",
            "capacity",
            "fee",
            "fee_basis",
            "fee_note",
            "retired_on",
            *Sources.SOURCED,
        )
        help_texts: ClassVar[dict[str, str]] = {
            "name": "例：大会議室、調理室",
            "fee_note": "区分ごとに違うときなど。例：午前640円、午後と夜間930円",
        }


class LandForm(Sources, forms.ModelForm[Land]):
    """All facts of land."""

    area = AreaField(label="面積", required=False, max_value=2**31 - 1)
    ownership = forms.ChoiceField(label="所有", choices=[NOT_YET, *Ownership.choices], required=False)
    leased_area = DecimalsField(
        label="借地の面積",
        places=2,
        example="120.50",
        required=False,
        max_value=2**31 - 1,
        help_text=NONE_IS_ZERO,
    )
    zoning = forms.ChoiceField(
        label="用途地域",
        choices=[NOT_YET, *Zoning.choices],
        required=False,
        help_text="建て替えるとき、建てられる建物の種類と大きさが決まります。",
    )
    coverage_ratio = WholeNumberField(label="建ぺい率", required=False, min_value=1, max_value=100)
    floor_ratio = WholeNumberField(label="容積率", required=False, min_value=1, max_value=2000)
    parking = WholeNumberField(
        label="駐車場", required=False, min_value=0, max_value=9999, help_text=NONE_IS_ZERO
    )
    wheelchair_parking = WholeNumberField(
        label="車椅子用の駐車場",
        required=False,
        min_value=0,
        max_value=9999,
        help_text=f"駐車場のうち。{NONE_IS_ZERO}",
    )
    playground = AnswerField(label="遊具", help_text="あると、毎年の点検が望まれます。")

    class Meta:
        model = Land
        field_classes = Sources.CLASSES
        fields = (
            "name",
            "area",
            "ownership",
            "leased_area",
            "zoning",
            "coverage_ratio",
            "floor_ratio",
            "parking",
            "wheelchair_parking",
            "playground",
            "notes",
            *Sources.SOURCED,
        )
        widgets: ClassVar[dict[str, forms.Widget]] = {"notes": forms.Textarea(attrs={"rows": 4})}
        help_texts: ClassVar[dict[str, str]] = {"name": "例：敷地、第2駐車場"}


class YearOfUseForm(Sources, forms.ModelForm[YearOfUse]):
    """How a centre was used in a fiscal year, and what its upkeep cost."""

    fiscal_year = FiscalYearField(label="年度", help_text="例：令和7年度、2025")
    users = WholeNumberField(label="利用者数", required=False, min_value=0, max_value=10**9)
    uses_count = WholeNumberField(label="利用件数", required=False, min_value=0, max_value=10**9)
    fees = WholeNumberField(label="使用料の収入", required=False, min_value=0, max_value=MOST_YEN)
    utilities = WholeNumberField(label="光熱水費", required=False, min_value=0, max_value=MOST_YEN)
    repairs = WholeNumberField(label="修繕料", required=False, min_value=0, max_value=MOST_YEN)
    services = WholeNumberField(label="委託料", required=False, min_value=0, max_value=MOST_YEN)
    other_upkeep = WholeNumberField(
        label="そのほかの維持管理費", required=False, min_value=0, max_value=MOST_YEN
    )

    class Meta:
        model = YearOfUse
        field_classes = Sources.CLASSES
        fields = (
            "fiscal_year",
            "users",
            "uses_count",
            "fees",
            *YearOfUse.UPKEEP,
            "notes",
            *Sources.SOURCED,
        )
        widgets: ClassVar[dict[str, forms.Widget]] = {"notes": forms.Textarea(attrs={"rows": 4})}


class FileForm(DaysInPart[CentreFile]):
    """A photograph or document to be kept, and what is said of it."""

    days = ("made_on",)

    kind = forms.ChoiceField(
        label="種別", choices=FileKind.choices, widget=RadioRows(), initial=FileKind.PHOTO
    )
    file = forms.FileField(label="ファイル", max_length=200)
    building = forms.ModelChoiceField(
        Building.objects.none(), label="建物", required=False, empty_label="施設の全体"
    )
    made_on = PartialDateFormField(label="撮影・作成した日", required=False)
    shared = forms.BooleanField(
        label="団体にも見せる",
        required=False,
        help_text="印を付けると、この施設をまかせている団体の人も見られます。",
    )

    class Meta:
        model = CentreFile
        fields = ("kind", "title", "building", "shared")
        help_texts: ClassVar[dict[str, str]] = {"title": "例：正面の外観、2階の平面図"}

    def __init__(self, *args: Any, buildings: QuerySet[Building], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["building"]
        field.queryset = buildings
        field.label_from_instance = lambda building: building.name


class WithdrawFileForm(KyotenForm, forms.Form):
    """Why a file is withdrawn."""

    reason = forms.CharField(
        label="取り下げる理由", max_length=200, help_text="例：写っている人から申し出があったため"
    )


def rows_of(uses: Sequence[Any]) -> list[dict[str, Any]]:
    """What the rows of the uses show at first."""
    return [{"kind": use.kind, "name": use.name, "storey": use.storey, "area": use.area} for use in uses]

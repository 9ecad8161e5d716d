"""The forms of basic agreements: the agreement, an amendment, the sharing of responsibilities, a paper."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms

from designated_managers.actions.agreements import TERMS
from designated_managers.actions.responsibilities import ROW
from designated_managers.choices import Bearer, ResponsibilityArea
from designated_managers.forms.days import DayField
from designated_managers.forms.designations import PreviousField
from designated_managers.forms.layout import GroupedForm, Layout
from designated_managers.models import Agreement, AgreementTerms, Designation
from designated_managers.queries.agreements import without_agreement
from ui.forms import KyotenForm, WholeNumberField, messages_for, name_the_empty_choice

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.forms.boundfield import BoundField

    from common.scope import Scope
    from designated_managers.queries.agreements import TemplateChoices

EMPTY_ROWS, MOST_ROWS = 3, 200
MOST_YEN = 10**13

INSURANCE = ("liability_insurance", "fire_insurance", "accident_insurance")
TERMS_LAYOUT: Layout = (
    (
        "修繕・料金",
        ("repair_threshold", "fee_system"),
        "修繕の上限を変えると、責任分担表の金額の境目も変わります。",
    ),
    ("保険", (*INSURANCE, "insurance_notes"), ""),
    ("再委託・備品", ("subcontracting", "subcontracting_notes", "inventory_classes", "notes"), ""),
)


class KnownField(forms.TypedChoiceField):
    """Yes, no, or not known (あり・なし・不明)."""

    def __init__(self, **kwargs: Any) -> None:
        choices = [("", "不明"), ("true", "あり"), ("false", "なし")]
        super().__init__(
            choices=choices,
            required=False,
            empty_value=None,
            coerce=lambda value: value == "true",
            **{name: value for name, value in kwargs.items() if name in {"label", "help_text"}},
        )

    def prepare_value(self, value: Any) -> Any:
        """The answer as the choices write it."""
        return {True: "true", False: "false", None: ""}.get(value, value)


class TermsForm(GroupedForm, forms.ModelForm[AgreementTerms]):
    """What is agreed (協定の内容)."""

    class Meta:
        model = AgreementTerms
        fields = TERMS
        field_classes: ClassVar[dict[str, type[forms.Field]]] = {
            "repair_threshold": WholeNumberField,
            **dict.fromkeys(INSURANCE, KnownField),
        }
        widgets: ClassVar[dict[str, forms.Widget]] = {
            name: forms.Textarea(attrs={"rows": 3})
            for name in ("subcontracting_notes", "inventory_classes", "notes")
        }
        help_texts: ClassVar[dict[str, str]] = {
            "repair_threshold": "1件の金額。これを超える修繕は市が行います。例：100,000",
            "inventory_classes": "例：I種（市が貸す備品）、II種（指定管理料で買い、市のものになる備品）",
            **dict.fromkeys(INSURANCE, ""),
        }

    layout: ClassVar[Layout] = TERMS_LAYOUT

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name_the_empty_choice(self, "fee_system", "不明")
        name_the_empty_choice(self, "subcontracting", "不明")

    def _get_validation_exclusions(self) -> set[str]:
        """The act looks at the record as a whole."""
        return {field.name for field in AgreementTerms._meta.get_fields()}

    @property
    def terms(self) -> dict[str, Any]:
        """What the act takes of the terms."""
        return {name: self.cleaned_data[name] for name in TERMS}


class AgreementForm(TermsForm):
    """A basic agreement (基本協定) with the terms that count on the day."""

    agreed_on = DayField(label="基本協定の締結日", required=False, help_text="指定の日付として残ります。")
    first_on = DayField(label="協定の初日", required=False, help_text="空けておくと、指定期間の初日です。")
    last_on = DayField(label="協定の末日", required=False, help_text="空けておくと、指定期間の末日です。")
    template_code = forms.ChoiceField(
        label="協定のひな型", help_text="月報や事業報告書の期限は、ひな型で決まります。"
    )
    optional_types = forms.MultipleChoiceField(
        label="取り決めた任意の報告", required=False, widget=forms.CheckboxSelectMultiple
    )
    internal_notes = forms.CharField(
        label="内部メモ",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="市の職員だけが見ます。",
    )

    layout = (
        ("協定", ("designation", "whole_bundle", "agreed_on", "first_on", "last_on"), ""),
        ("報告などの義務", ("template_code", "optional_types"), ""),
        *TERMS_LAYOUT,
        ("メモ", ("internal_notes",), ""),
    )

    def __init__(
        self,
        *args: Any,
        scope: Scope,
        choices: TemplateChoices,
        agreement: Agreement | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.agreement = agreement
        self._offer("template_code", choices.templates)
        self._offer("optional_types", choices.optional)
        if agreement is None:
            self._ask_for_the_designation(scope)

    def _offer(self, name: str, pairs: Sequence[tuple[str, str]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = list(pairs)

    def _ask_for_the_designation(self, scope: Scope) -> None:
        designation = PreviousField(
            label="指定", queryset=without_agreement(scope), empty_label="選んでください"
        )
        whole = forms.BooleanField(
            label="一括の指定をまとめて1つの協定にする",
            required=False,
            help_text="選んだ指定が一括に入っていて、一括の指定がどれも同じ団体のときだけ、印を付けます。",
        )
        for name, field in (("designation", designation), ("whole_bundle", whole)):
            field.error_messages.update(messages_for(field, str(field.label)))
            self.fields[name] = field

    def clean(self) -> dict[str, Any]:
        """A bundle can only be meant where there is one."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        designation = cleaned.get("designation")
        if designation is not None and cleaned.get("whole_bundle") and designation.bundle_id is None:
            self.add_error("whole_bundle", "この指定は一括に入っていません。")
        return cleaned

    @property
    def facts(self) -> dict[str, Any]:
        """What the act takes of the agreement itself."""
        facts = self.taken(
            "agreed_on", "first_on", "last_on", "template_code", "optional_types", "internal_notes"
        )
        if "designation" not in self.fields:
            return facts
        designation: Designation = self.cleaned_data["designation"]
        whole = self.cleaned_data["whole_bundle"]
        return {**facts, **({"bundle": designation.bundle} if whole else {"designation": designation})}


class AmendmentForm(TermsForm):
    """An amendment (変更協定): its days, its reason, and the terms as they are from then on."""

    agreed_on = DayField(label="変更協定の締結日")
    counts_from = DayField(label="変更の効力が生じる日")
    reason = forms.CharField(
        label="変更の理由", max_length=300, help_text="例：物価の上昇により修繕の上限を見直したため"
    )

    layout = (("変更協定", ("agreed_on", "counts_from", "reason"), ""), *TERMS_LAYOUT)

    @property
    def facts(self) -> dict[str, Any]:
        """What the act takes of the amendment itself."""
        return self.taken("agreed_on", "counts_from", "reason")


class ResponsibilitiesForm(KyotenForm, forms.Form):
    """The sharing of responsibilities (責任分担表): one line for each row, a few empty ones at the end. A row
    whose area is not chosen goes."""

    def __init__(self, *args: Any, rows: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # What was sent has as many rows as it was opened with, however many there are by now.
        sent = sum(f"area_{number}" in self.data for number in range(MOST_ROWS))
        self.count = sent if self.is_bound else len(rows) + EMPTY_ROWS
        for number in range(self.count):
            self._add_row(number, rows[number] if number < len(rows) else None)

    def _add_row(self, number: int, row: Any) -> None:
        fields: dict[str, forms.Field] = {
            "area": forms.ChoiceField(
                label="ことがら", choices=[("", "（行なし）"), *ResponsibilityArea.choices]
            ),
            "name": forms.CharField(label="内容", max_length=120),
            "type_code": forms.CharField(label="点検の種類", max_length=60),
            "amount_from": WholeNumberField(label="から（円）", min_value=0, max_value=MOST_YEN),
            "amount_upto": WholeNumberField(label="まで（円）", min_value=0, max_value=MOST_YEN),
            "bearer": forms.ChoiceField(label="負担する者", choices=[("", "―"), *Bearer.choices]),
            "note": forms.CharField(label="備考", max_length=300),
        }
        for name, field in fields.items():
            field.required = False
            field.widget.is_required = False
            field.initial = getattr(row, name) if row is not None else None
            field.error_messages.update(messages_for(field, f"{number + 1}行目の{field.label}"))
            self.fields[f"{name}_{number}"] = field

    @property
    def lines(self) -> list[list[BoundField]]:
        """The rows as the page shows them."""
        order = ("area", "name", "type_code", "amount_from", "amount_upto", "bearer", "note")
        return [[self[f"{name}_{number}"] for name in order] for number in range(self.count)]

    def clean(self) -> dict[str, Any]:
        """A row says who bears the thing."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for number in range(self.count):
            if cleaned.get(f"area_{number}") and cleaned.get(f"bearer_{number}") == "":
                self.add_error(f"bearer_{number}", f"{number + 1}行目の負担する者を選んでください。")
        return cleaned

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The rows as the act takes them."""
        return [
            {name: self.cleaned_data[f"{name}_{number}"] for name in ROW}
            for number in range(self.count)
            if self.cleaned_data[f"area_{number}"]
        ]


class AgreementFileForm(GroupedForm, forms.Form):
    """A signed paper (協定書)."""

    title = forms.CharField(label="題名", max_length=120, help_text="例：基本協定書、令和8年度の年度協定書")
    file = forms.FileField(label="ファイル")

    layout = (("協定書", ("title", "file"), "PDF・Excel・Word・JPEG・PNG。1つ20MBまで。"),)


class ReasonForm(GroupedForm, forms.Form):
    """Why."""

    reason = forms.CharField(label="理由", max_length=200)

    layout = (("理由", ("reason",), ""),)

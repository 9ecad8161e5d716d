"""The forms of designations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms

from centres.models import Centre
from common.eras import era_day
from designated_managers.forms.days import DayField
from designated_managers.models import Bundle, CouncilSession, Designation, Organisation
from designated_managers.models.decisions import DECIDED
from ui.forms import EraDateField, KyotenForm, name_the_empty_choice
from ui.source_fields import SourceFields

if TYPE_CHECKING:
    from common.scope import Scope


class PreviousField(forms.ModelChoiceField[Designation]):
    """The designation before: its centre, organisation and end tell it from the others."""

    def label_from_instance(self, obj: Designation) -> str:
        ends = f"{era_day(obj.last_on)}まで" if obj.last_on else "末日不明"
        return f"{obj.centre.name}　{obj.organisation.name}（{ends}）"


class SessionField(forms.ModelChoiceField[CouncilSession]):
    """The session that votes: its year tells it from the same of another."""

    def label_from_instance(self, obj: CouncilSession) -> str:
        return obj.name_in_its_year


WHERE_NOT_KNOWN = "分からないときは「古い日付は要確認」に印を付けてください。"


DECIDED_DAYS = (
    "committee_on",
    "candidate_decided_on",
    "bill_submitted_on",
    "voted_on",
    "prior_decision_on",
    "announced_on",
    "agreed_on",
)
DECIDED_HELP: dict[str, str] = {
    "direct_reason": "公表する理由です。例：地域に根ざした団体に任せるため",
    "prior_decision_on": "議会を開くひまがなく、市長が代わって決めたときだけ（地方自治法 第179条）。",
    "bill_number": "例：議案第128号",
    "announcement_number": "例：周南市告示第12号",
}


class DesignationForm(SourceFields, KyotenForm, forms.ModelForm[Designation]):
    """All facts of a designation; ``facts`` and ``statements`` are what the act takes.

    The centre of a designation stands once it is entered.
    """

    sourced: ClassVar[tuple[str, ...]] = ("voted_on", "designated_on", "first_on", "last_on")

    bundle_name = forms.CharField(
        label="一括の名称",
        max_length=120,
        required=False,
        help_text="ほかの施設とまとめて決めるとき、どの指定にも同じ名称を入れます。例：令和9年度 西部一括",
    )

    class Meta:
        model = Designation
        fields = (
            "centre",
            "organisation",
            "previous",
            "first_on",
            "last_on",
            *DECIDED,
            "designated_on",
            "instrument_number",
            "days_unconfirmed",
            "revoked_on",
            "direct_return_decided_on",
            "direct_return_reason",
            "internal_notes",
        )
        field_classes: ClassVar[dict[str, type[forms.Field]]] = {
            "previous": PreviousField,
            "session": SessionField,
            **dict.fromkeys(
                (
                    "first_on",
                    "last_on",
                    *DECIDED_DAYS,
                    "designated_on",
                    "revoked_on",
                    "direct_return_decided_on",
                ),
                DayField,
            ),
        }
        widgets: ClassVar[dict[str, forms.Widget]] = {"internal_notes": forms.Textarea(attrs={"rows": 4})}
        help_texts: ClassVar[dict[str, str]] = {
            **DECIDED_HELP,
            "previous": "この指定のすぐ前の指定。選ぶと、前の指定の満了のお知らせが閉じます。",
            "designated_on": "市が指定した日。議決の日とは別です。",
            "days_unconfirmed": "システムより前の指定で、日付の一部が分からないときに印を付けます。",
        }

    def __init__(self, *args: Any, scope: Scope, instance: Designation | None = None, **kwargs: Any) -> None:
        if instance is not None:
            kwargs["stated_facts"] = instance.stated_facts.all()
            bundle_name = instance.bundle.name if instance.bundle else ""
            kwargs["initial"] = {"bundle_name": bundle_name, **(kwargs.get("initial") or {})}
        super().__init__(*args, instance=instance, **kwargs)
        if instance is not None:
            del self.fields["centre"]
        if instance is None or instance.direct_return_decided_on is None:
            del self.fields["direct_return_decided_on"], self.fields["direct_return_reason"]
        if instance is not None and instance.bundle is not None:
            self._leave_to_the_bundle()
        else:
            _name_what_is_open(self)
        self._offer(scope)

    def _leave_to_the_bundle(self) -> None:
        """What is decided together is changed on the page of the bundle."""
        for name in DECIDED:
            for part in (name, f"{name}_certainty", f"{name}_source"):
                self.fields.pop(part, None)

    def _offer(self, scope: Scope) -> None:
        """Only what this person may see can be chosen; the one before only from the same centre."""
        others = Designation.objects.within(scope).select_related("centre", "organisation")
        if self.instance.pk is not None:
            others = others.filter(centre=self.instance.centre_id).exclude(pk=self.instance.pk)
        rows = {
            "centre": Centre.objects.within(scope),
            "organisation": Organisation.objects.within(scope),
            "previous": others.order_by("centre__kana", "centre__code", "first_on"),
        }
        for name, queryset in rows.items():
            field = self.fields.get(name)
            if isinstance(field, forms.ModelChoiceField):
                field.queryset = queryset
                field.empty_label = "なし（はじめての指定）" if name == "previous" else "選んでください"

    def clean(self) -> dict[str, Any]:
        """A missing day of the term is said at its own field, where the register itself names none."""
        cleaned = super().clean() or self.cleaned_data
        for name, end in (("first_on", "初日"), ("last_on", "末日")):
            missing = name not in self.errors and cleaned.get(name) is None
            if missing and not cleaned.get("days_unconfirmed"):
                self.add_error(name, f"指定期間の{end}を入力してください。{WHERE_NOT_KNOWN}")
        return cleaned

    @property
    def facts(self) -> dict[str, Any]:
        """The facts as the act takes them."""
        names = (*self.Meta.fields, "bundle_name")
        return {name: self.cleaned_data[name] for name in names if name in self.fields}


class BundleForm(KyotenForm, forms.ModelForm[Bundle]):
    """What is decided of several centres together (一括)."""

    class Meta:
        model = Bundle
        fields = ("name", *DECIDED, "notes")
        field_classes: ClassVar[dict[str, type[forms.Field]]] = {
            "session": SessionField,
            **dict.fromkeys(DECIDED_DAYS, DayField),
        }
        widgets: ClassVar[dict[str, forms.Widget]] = {"notes": forms.Textarea(attrs={"rows": 4})}
        help_texts = DECIDED_HELP
        error_messages: ClassVar[dict[str, dict[str, str]]] = {
            "name": {"unique": "この名称の一括は、もう登録されています。"}
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name_what_is_open(self)

    @property
    def facts(self) -> dict[str, Any]:
        """The facts as the act takes them."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


def _name_what_is_open(form: forms.BaseForm) -> None:
    name_the_empty_choice(form, "selection_kind", "まだ決めていない")
    name_the_empty_choice(form, "vote_result", "まだ議決していない")


class DirectReturnForm(KyotenForm, forms.Form):
    """That the city will run the centre itself again: on which day it was decided, and why."""

    direct_return_decided_on = EraDateField(label="決めた日")
    direct_return_reason = forms.CharField(
        label="理由", max_length=200, help_text="例：引き受ける団体が見つからなかったため"
    )

    @property
    def facts(self) -> dict[str, Any]:
        """The facts as the act takes them."""
        return {
            "decided_on": self.cleaned_data["direct_return_decided_on"],
            "reason": self.cleaned_data["direct_return_reason"],
        }

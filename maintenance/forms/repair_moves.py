"""The forms of the moves of a repair, one for each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from common.files import DOCUMENTS, PHOTOS, CheckedFile, FileRefused, check_upload
from common.fiscal_year import FiscalYear
from designated_managers.choices import Bearer
from maintenance.choices import InsuranceState, RepairCause, Urgency
from maintenance.forms.repairs import FOR_CITY_ALONE, LONG, SHORT, photos_field
from ui.forms import EraDateField, KyotenForm, RadioRows, WholeNumberField

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from maintenance.models import Repair, RepairEstimate

YEARS_OFFERED = 2


class PaperField(forms.FileField):
    """One paper (PDF, Word, Excel or a photograph of it), checked; cleans to a tuple of ``CheckedFile``."""

    def clean(self, data: Any, initial: Any = None) -> tuple[CheckedFile, ...]:
        """The paper, if one was given. Raises ``ValidationError`` with everything wrong with it."""
        given = super().clean(data, initial)
        if not given:
            return ()
        try:
            return (check_upload(given.name, given, DOCUMENTS | PHOTOS),)
        except FileRefused as refusal:
            raise forms.ValidationError(
                [forms.ValidationError(problem.message, code=problem.code) for problem in refusal.problems]
            ) from None


class MoveForm(KyotenForm, forms.Form):
    """What every move of a repair asks: its day, a note, and what the group is told."""

    moved_on = EraDateField(label="日付")
    note = forms.CharField(label="メモ", required=False, widget=SHORT, help_text=FOR_CITY_ALONE)
    told = forms.CharField(
        label="センターと団体に知らせること",
        required=False,
        max_length=300,
        widget=SHORT,
        help_text="団体のページにそのまま出ます。例：部品が届くまで、1週間ほどかかります。",
    )

    def __init__(self, *args: Any, repair: Repair, on: date, **kwargs: Any) -> None:
        self.repair, self.on = repair, on
        initial = {"moved_on": on, **self.known(repair, on)}
        super().__init__(*args, initial=initial, **kwargs)
        last = [name for name in ("note", "told") if name in self.fields]
        self.order_fields([*(name for name in self.fields if name not in last), *last])

    def known(self, repair: Repair, on: date) -> dict[str, Any]:  # noqa: ARG002
        """What is filled in already."""
        return {}

    @property
    def facts(self) -> dict[str, Any]:
        """The facts as the act takes them."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


PAYERS = [("", "責任分担表のとおり"), *Bearer.choices]


def payer_field() -> forms.ChoiceField:
    """Who pays; as the table says, unless another is named."""
    return forms.ChoiceField(
        label="費用を負担する側",
        required=False,
        choices=PAYERS,
        widget=RadioRows(notes={"": "基本協定の責任分担表から決まります。見込み額が要ります"}),
    )


class TriageForm(MoveForm):
    """How soon, why, about how much, at whose cost (緊急度の判定)."""

    urgency = forms.ChoiceField(
        label="緊急度",
        choices=Urgency.choices,
        widget=RadioRows(
            notes={
                Urgency.DANGER: "けがをするおそれがある。使うのを止める",
                Urgency.URGENT: "使えない、または放っておくと広がる",
                Urgency.NORMAL: "使えるが、直す必要がある",
                Urgency.PLANNED: "次の年度以降に、まとめて直す",
            }
        ),
    )
    cause = forms.ChoiceField(label="原因", choices=RepairCause.choices)
    expected_amount = WholeNumberField(
        label="見込み額（税込み）", required=False, help_text="責任分担表は金額で分かれています。"
    )
    payer = payer_field()
    payer_reason = forms.CharField(
        label="責任分担表と変える理由", required=False, widget=SHORT, help_text=FOR_CITY_ALONE
    )
    insurance = forms.ChoiceField(
        label="保険の請求", choices=InsuranceState.choices, help_text="火災保険などの建物の保険。"
    )
    promised_on = EraDateField(
        label="いつまでに直すか（めやす）",
        required=False,
        help_text="入力すると、団体のページに出て、要対応でも知らせます。",
    )

    def known(self, repair: Repair, on: date) -> dict[str, Any]:  # noqa: ARG002
        """What was said before, in a repair that is judged anew."""
        names = ("urgency", "cause", "expected_amount", "payer_reason", "insurance", "promised_on")
        payer = "" if repair.payer == repair.payer_proposed else repair.payer
        return {**{name: getattr(repair, name) for name in names}, "payer": payer}


class EstimateForm(KyotenForm, forms.Form):
    """An estimate with its paper (見積りの登録)."""

    received_on = EraDateField(label="受領日")
    contractor = forms.CharField(label="業者", max_length=120)
    amount = WholeNumberField(label="金額（税込み）")
    note = forms.CharField(label="メモ", required=False, widget=SHORT, help_text=FOR_CITY_ALONE)
    paper = PaperField(label="見積書", required=False)

    def __init__(self, *args: Any, repair: Repair, on: date, **kwargs: Any) -> None:
        self.repair = repair
        super().__init__(*args, initial={"received_on": on}, **kwargs)

    @property
    def facts(self) -> dict[str, Any]:
        """The facts as the act takes them."""
        facts = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        facts["files"] = facts.pop("paper")
        return facts


class DecideForm(MoveForm):
    """It is done: by which estimate or without one, at whose cost, from which budget (実施の決定).

    ``estimates`` are those that may be chosen.
    """

    moved_on = EraDateField(label="決定日")
    no_estimate_reason = forms.CharField(
        label="見積りを取らない理由",
        required=False,
        max_length=200,
        help_text="見積りを選ばないときに入力します。",
    )
    payer = payer_field()
    payer_reason = forms.CharField(
        label="責任分担表と変える理由", required=False, widget=SHORT, help_text=FOR_CITY_ALONE
    )
    fiscal_year = forms.TypedChoiceField(label="年度", coerce=int, choices=())
    budget_line = forms.CharField(
        label="予算科目", required=False, max_length=120, help_text="例：市民センター費　修繕料"
    )

    def __init__(
        self, *args: Any, repair: Repair, on: date, estimates: Iterable[RepairEstimate] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, repair=repair, on=on, **kwargs)
        self.estimates = {str(one.pk): one for one in estimates}
        year = FiscalYear.of(on)
        self._offer("fiscal_year", [((year + n).year, (year + n).label) for n in range(YEARS_OFFERED)])
        if self.estimates:
            offered = [(pk, f"{one.contractor}　{one.amount:,}円") for pk, one in self.estimates.items()]
            chosen = forms.ChoiceField(
                label="選ぶ見積り",
                required=False,
                choices=[*offered, ("", "選ばない（見積りを取らない理由を入力する）")],
                widget=forms.RadioSelect,
            )
            day = self.fields.pop("moved_on")
            self.fields = {"moved_on": day, "estimate": chosen, **self.fields}

    def _offer(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices

    def known(self, repair: Repair, on: date) -> dict[str, Any]:
        """As it was settled at the triage; the fiscal year at hand."""
        payer = "" if repair.payer == repair.payer_proposed else repair.payer
        year = repair.fiscal_year or FiscalYear.of(on).year
        return {
            "payer": payer,
            "payer_reason": repair.payer_reason,
            "fiscal_year": year,
            "budget_line": repair.budget_line,
        }

    @property
    def facts(self) -> dict[str, Any]:
        """The facts as the act takes them."""
        facts = super().facts
        return {**facts, "estimate": self.estimates.get(facts.get("estimate", ""))}


class OrderForm(MoveForm):
    """To whom, for how much, by when (発注)."""

    moved_on = EraDateField(label="発注日")
    contractor = forms.CharField(label="業者", max_length=120)
    amount = WholeNumberField(label="発注額（税込み）")
    promised_on = EraDateField(
        label="いつまでに直すか", help_text="団体のページに出ます。過ぎると、要対応に出ます。"
    )

    def known(self, repair: Repair, on: date) -> dict[str, Any]:  # noqa: ARG002
        """As it was decided."""
        return {
            "contractor": repair.contractor,
            "amount": repair.expected_amount,
            "promised_on": repair.promised_on,
        }


class DoneForm(MoveForm):
    """It is mended (修繕の完了)."""

    moved_on = EraDateField(label="完了日")
    photos = photos_field("修繕後の写真")


class AcceptForm(MoveForm):
    """The city is content with the work (検収)."""

    moved_on = EraDateField(label="検収日")
    photos = photos_field("修繕後の写真")
    no_photo_reason = forms.CharField(
        label="写真がない理由",
        required=False,
        max_length=200,
        help_text="修繕後の写真が1枚もないときだけ入力します。手直しや再開の前の写真は数えません。",
    )


class PayForm(MoveForm):
    """It is paid (支払)."""

    moved_on = EraDateField(label="支払日")
    amount = WholeNumberField(label="支払額（税込み）")
    insurance = forms.ChoiceField(label="保険の請求", choices=InsuranceState.choices)
    insurance_amount = WholeNumberField(label="保険金", required=False)

    def known(self, repair: Repair, on: date) -> dict[str, Any]:  # noqa: ARG002
        """What was ordered, and how far the insurance is."""
        return {
            "amount": repair.ordered_amount,
            "insurance": repair.insurance,
            "insurance_amount": repair.insurance_amount,
        }


class ReasonForm(MoveForm):
    """A move that needs its reason (見送り・再開)."""

    note = forms.CharField(label="理由", widget=LONG, help_text=FOR_CITY_ALONE)


class RedoForm(ReasonForm):
    """The work is not right and goes on (手直し)."""

    promised_on = EraDateField(label="いつまでに直すか", help_text="新しい約束の日。団体のページに出ます。")

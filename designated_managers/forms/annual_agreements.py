"""The forms of annual agreements: the fee and its instalments, a payment, the settlement."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from common.fiscal_year import FiscalYear
from common.partial_dates import Precision, parse
from designated_managers.forms.days import DayField
from designated_managers.forms.layout import GroupedForm
from designated_managers.models.annual_agreements import FIRST_YEAR, LAST_YEAR
from designated_managers.rules.fees import Instalment
from ui.forms import WholeNumberField, messages_for

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.forms.boundfield import BoundField

    from designated_managers.models import AnnualAgreement, FeePayment

MOST_YEN = 10**13
EMPTY_ROWS = 2


class FiscalYearField(forms.CharField):
    """A fiscal year (年度), typed as 令和9年度 or 2027; cleans to the Western year it begins in."""

    def to_python(self, value: Any) -> Any:
        """The year. Raises ``ValidationError`` when it is none."""
        if isinstance(value, int):
            return value
        text = str(value or "").strip()
        if not text:
            return None
        message = f"「{text}」は年度として読めません。例：令和9年度"
        try:
            day = parse(text if text.endswith("年度") else f"{text.removesuffix('年')}年度")
        except ValueError:
            raise forms.ValidationError(message, code="invalid") from None
        year = FiscalYear.of(day.first).year
        if day.precision is not Precision.FISCAL_YEAR or not FIRST_YEAR <= year <= LAST_YEAR:
            raise forms.ValidationError(message, code="invalid")
        return year

    def prepare_value(self, value: Any) -> Any:
        """As the office writes it: 令和9年度."""
        return FiscalYear(value).label if isinstance(value, int) else value


class AnnualAgreementForm(GroupedForm, forms.Form):
    """The annual agreement of a fiscal year with its fee and instalments (年度協定)."""

    fiscal_year = FiscalYearField(label="年度", help_text="例：令和9年度")
    agreed_on = DayField(label="年度協定の締結日", required=False)
    fee = WholeNumberField(
        label="指定管理料（円・税込み）", min_value=0, max_value=MOST_YEN, help_text="例：4,800,000"
    )
    internal_notes = forms.CharField(
        label="内部メモ",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="市の職員だけが見ます。",
    )

    layout = (("年度協定", ("fiscal_year", "agreed_on", "fee", "internal_notes"), ""),)

    def __init__(
        self,
        *args: Any,
        annual: AnnualAgreement | None = None,
        payments: Sequence[FeePayment] = (),
        **kwargs: Any,
    ) -> None:
        if annual is not None:
            names = ("agreed_on", "fee", "internal_notes")
            kwargs["initial"] = {name: getattr(annual, name) for name in names}
        super().__init__(*args, **kwargs)
        if annual is not None:
            del self.fields["fiscal_year"]
        self.count = max(len(payments) + EMPTY_ROWS, 4)
        for number in range(self.count):
            self._add_payment(number, payments[number] if number < len(payments) else None)

    def _add_payment(self, number: int, payment: FeePayment | None) -> None:
        due_on = DayField(
            label=f"第{number + 1}回の支払期限",
            required=False,
            initial=payment.due_on if payment else None,
        )
        amount = WholeNumberField(
            label="金額（円）",
            required=False,
            min_value=1,
            max_value=MOST_YEN,
            initial=payment.amount if payment else None,
        )
        for name, field in (("due_on", due_on), ("amount", amount)):
            field.error_messages.update(messages_for(field, f"第{number + 1}回の{field.label}"))
            self.fields[f"{name}_{number}"] = field

    @property
    def payment_rows(self) -> list[tuple[BoundField, BoundField]]:
        """The instalments as the page shows them."""
        return [(self[f"due_on_{n}"], self[f"amount_{n}"]) for n in range(self.count)]

    def clean(self) -> dict[str, Any]:
        """Day and amount go together."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for n in range(self.count):
            due_on, amount = cleaned.get(f"due_on_{n}"), cleaned.get(f"amount_{n}")
            if due_on and amount is None and f"amount_{n}" not in self.errors:
                self.add_error(f"amount_{n}", f"第{n + 1}回の金額を入力してください。")
            if amount and due_on is None and f"due_on_{n}" not in self.errors:
                self.add_error(f"due_on_{n}", f"第{n + 1}回の支払期限を入力してください。")
        return cleaned

    @property
    def payments(self) -> list[Instalment] | None:
        """The instalments as the act takes them; None where none was entered."""
        found = [
            Instalment(self.cleaned_data[f"due_on_{n}"], self.cleaned_data[f"amount_{n}"])
            for n in range(self.count)
            if self.cleaned_data.get(f"due_on_{n}")
        ]
        return found or None

    @property
    def facts(self) -> dict[str, Any]:
        """What the act takes of the year itself."""
        return self.taken("fiscal_year", "agreed_on", "fee", "internal_notes")


class PaymentForm(GroupedForm, forms.Form):
    """That an instalment was paid (支払の記録)."""

    paid_on = DayField(label="支払った日")

    layout = (("支払", ("paid_on",), ""),)


class SettlementForm(GroupedForm, forms.Form):
    """The settlement of a year (精算)."""

    settled_on = DayField(label="精算した日")
    returned_amount = WholeNumberField(
        label="返還額（円）", min_value=0, max_value=MOST_YEN, help_text="返還がないときは0です。"
    )
    settlement_notes = forms.CharField(
        label="精算の内容", required=False, max_length=300, help_text="例：修繕費の残り"
    )

    layout = (("精算", ("settled_on", "returned_amount", "settlement_notes"), ""),)

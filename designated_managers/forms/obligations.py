"""The forms of obligations: one that something opens, one that is not needed, fees that were approved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from designated_managers.forms.days import DayField
from designated_managers.forms.layout import GroupedForm
from ui.forms import RadioRows

if TYPE_CHECKING:
    from collections.abc import Sequence


class EventForm(GroupedForm, forms.Form):
    """That something happened which has to be reported (事故・変更)."""

    type_code = forms.ChoiceField(label="知らせること", widget=RadioRows())
    event_on = DayField(label="あった日")
    event = forms.CharField(
        label="あったこと", max_length=200, help_text="例：階段で利用者が転んだ、代表者が替わった"
    )

    layout = (("あったこと", ("type_code", "event_on", "event"), ""),)

    def __init__(self, *args: Any, types: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["type_code"]
        if isinstance(field, forms.ChoiceField):
            field.choices = list(types)


class NotNeededForm(GroupedForm, forms.Form):
    """Why an obligation is not needed (不要)."""

    reason = forms.CharField(label="理由", max_length=200, help_text="例：紙で受け取ったため")

    layout = (("理由", ("reason",), ""),)


class ConfirmForm(GroupedForm, forms.Form):
    """Nothing but the act itself."""


class EarlierForm(GroupedForm, forms.Form):
    """That what was due before a day is not needed here (システムより前の分)."""

    before = DayField(label="この日より前が期限のもの")
    reason = forms.CharField(label="理由", max_length=200, initial="システムより前の分。紙で受け取ったため。")

    layout = (("まとめて不要にする", ("before", "reason"), ""),)


class FeeApprovalForm(GroupedForm, forms.Form):
    """That the city approved the fees (利用料金の承認)."""

    approved_on = DayField(label="承認した日")
    number = forms.CharField(label="承認の番号", required=False, max_length=60)
    counts_from = DayField(label="料金を使い始める日")
    notes = forms.CharField(label="料金の内容", required=False, max_length=300)

    layout = (("利用料金の承認", ("approved_on", "number", "counts_from", "notes"), ""),)

"""The forms of verdicts: a person says otherwise than the rule, and takes it back."""

from __future__ import annotations

from django import forms

from maintenance.choices import Answer
from ui.forms import KyotenForm, RadioRows


class OverruleForm(KyotenForm, forms.Form):
    """The answer in place of the rule's, and why (判定の変更)."""

    answer = forms.ChoiceField(
        label="判定",
        choices=[(answer.value, answer.label) for answer in (Answer.APPLIES, Answer.NOT)],
        widget=RadioRows(
            notes={
                Answer.APPLIES: "点検を登録し、期限を見守ります",
                Answer.NOT: "点検の対象として出なくなります。登録済みの回は、取りやめるまで残ります",
            }
        ),
    )
    reason = forms.CharField(
        label="理由",
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="だれに何を確かめたかを書きます。例：消防署の予防課に確かめ、(15)項として扱うとの回答を得たため",
    )


class WithdrawOverruleForm(KyotenForm, forms.Form):
    """Why an overruling is taken back."""

    reason = forms.CharField(label="取り消す理由", max_length=200, widget=forms.Textarea(attrs={"rows": 3}))

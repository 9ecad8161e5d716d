"""The forms by which flags are answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from centres.models import Post
from reminders.rules.responses import LONGEST_REASON
from ui.forms import EraDateField, KyotenForm

if TYPE_CHECKING:
    from common.scope import Scope
    from portal.desk.queries import Choices

SHORT = forms.Textarea(attrs={"rows": 2})


class HandOverForm(KyotenForm, forms.Form):
    """Hand what was chosen to another post (ほかの担当に渡す)."""

    to_post = forms.ChoiceField(label="渡す担当")
    reason = forms.CharField(
        label="理由", max_length=LONGEST_REASON, widget=SHORT, help_text="経過に残り、だれでも読めます。"
    )

    def __init__(self, *args: Any, choices: Choices, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["to_post"]
        field.choices = [
            ("", "選んでください"),
            *((pk, f"{name}（{choices.who.get(pk) or '空席'}）") for pk, name in choices.posts),
        ]
        self.scope = scope

    def clean_to_post(self) -> Post:
        """The post chosen."""
        return Post.objects.within(self.scope).get(pk=self.cleaned_data["to_post"])


class SnoozeForm(KyotenForm, forms.Form):
    """Put off what was chosen to a day (後で知らせる)."""

    until_on = EraDateField(label="また知らせる日")
    reason = forms.CharField(
        label="理由",
        max_length=LONGEST_REASON,
        widget=SHORT,
        help_text="例：業者の日程が12月上旬に決まるため",
    )

    def __init__(self, *args: Any, is_superior: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        help_text = (
            "1年以内の日です。休みの日を選んだときは、次の開庁日（期限を過ぎるときは前の開庁日）に"
            "知らせます。"
        )
        if not is_superior:
            help_text += "期限より後の日を選べるのは、係長と課長です。"
        self.fields["until_on"].help_text = help_text


class UrgeForm(KyotenForm, forms.Form):
    """Tell everybody at once (至急で知らせる)."""

    words = forms.CharField(
        label="伝える言葉",
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="何を、いつまでに、なぜ急ぐかを書いてください。",
    )

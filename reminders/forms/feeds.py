"""The forms of reminders."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from centres.models import Centre
from reminders.queries.feeds import centres_to_follow
from ui.forms import KyotenForm

if TYPE_CHECKING:
    from common.scope import Scope


class FeedForm(KyotenForm, forms.Form):
    """A calendar: where it is used, and what it holds."""

    name = forms.CharField(label="使う所", max_length=60, help_text="例：庁内のOutlook、自分のスマートフォン")
    centre = forms.ModelChoiceField(label="入れる期日", queryset=Centre.objects.none(), required=False)

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not scope.internal:
            self.fields["name"].help_text = "例：わたしの電話、事務所のパソコン"
        centre: Any = self.fields["centre"]
        centre.queryset = centres_to_follow(scope)
        centre.label_from_instance = lambda one: f"{one.name}の期日"
        centre.empty_label = (
            "自分の担当の期日（すべての施設）" if scope.internal else "わたしたちがすることの期日"
        )

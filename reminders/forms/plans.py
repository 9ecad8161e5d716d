"""The forms of the plans of reminders (お知らせの時期)."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import asdict, fields, replace
from typing import TYPE_CHECKING, Any

from django import forms

from reminders.rules.plans import PlanText
from ui.forms import KyotenForm, WholeNumberField

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from centres.models import Centre

LONGEST_STAGES = 120

MOST_DAYS = 365

HOW_STAGES_ARE_WRITTEN = "30d は30日前、6m は6か月前、0d は当日です。早いものから順に書きます。"


class StagesField(forms.CharField):
    """Lead times as the catalogue writes them; full-width letters, commas and dots are taken as they are
    meant."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=LONGEST_STAGES, **options)

    def to_python(self, value: Any) -> str:
        written = unicodedata.normalize("NFKC", super().to_python(value) or "").lower()
        return " ".join(re.split(r"[\s,、・]+", written.strip(" ,、・")))


class PlanForm(KyotenForm, forms.Form):
    """When reminders of one kind go out. Where its duties do not come round, it asks no cycle."""

    stages = StagesField(label="知らせる時期", help_text=HOW_STAGES_ARE_WRITTEN)
    monthly = StagesField(
        label="毎月のものの時期",
        required=False,
        help_text="空けると、「知らせる時期」のとおりにします。",
    )
    quarterly = StagesField(
        label="3か月ごとまでのものの時期",
        required=False,
        help_text="2か月・3か月ごとに行うもの。空けると、「知らせる時期」のとおりにします。",
    )
    within_half_cycle = forms.BooleanField(label="周期の半分より早くは知らせない", required=False)
    overdue_every = WholeNumberField(
        label="期限を過ぎてから、何日ごとに知らせるか",
        min_value=0,
        max_value=MOST_DAYS,
        help_text="0 にすると、くり返して知らせません。",
    )
    chief_after = WholeNumberField(
        label="何日過ぎたら係長にも知らせるか",
        required=False,
        min_value=1,
        max_value=MOST_DAYS,
        help_text="空けると、係長には知らせません。",
    )
    manager_after = WholeNumberField(
        label="何日過ぎたら課長にも知らせるか",
        required=False,
        min_value=1,
        max_value=MOST_DAYS,
        help_text="空けると、課長には知らせません。",
    )
    reason = forms.CharField(
        label="理由",
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="あとで読む人のために残します。",
    )

    def __init__(self, *args: Any, before: PlanText, has_cycles: bool, **kwargs: Any) -> None:
        super().__init__(*args, initial=asdict(before), **kwargs)
        self.before = before
        if not has_cycles:
            for name in ("monthly", "quarterly", "within_half_cycle"):
                del self.fields[name]

    @property
    def plan(self) -> PlanText:
        """What was written; of what was not asked, what it was before."""
        written = {each.name for each in fields(PlanText)} & self.cleaned_data.keys()
        return replace(self.before, **{name: self.cleaned_data[name] for name in written})

    @property
    def reason_given(self) -> str:
        """Why."""
        return str(self.cleaned_data["reason"])


class CentrePlanForm(PlanForm):
    """The plan of one centre that has none of its own yet."""

    centre: forms.ModelChoiceField[Centre] = forms.ModelChoiceField(label="施設", queryset=None)
    field_order = ("centre",)

    def __init__(self, *args: Any, centres: QuerySet[Centre], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["centre"]
        chosen.queryset = centres


class ReasonForm(KyotenForm, forms.Form):
    """Why a plan is taken back."""

    reason = forms.CharField(label="理由", max_length=200, widget=forms.Textarea(attrs={"rows": 3}))

    @property
    def reason_given(self) -> str:
        """Why."""
        return str(self.cleaned_data["reason"])

"""The forms of transfers, of their evidence and log, of the hand-over and of waves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms

from centres.models import Centre
from designated_managers.forms.days import DayField
from designated_managers.forms.rows import RowsForm
from designated_managers.models import (
    HandoverItem,
    OpenQuestion,
    Organisation,
    Transfer,
    TransferMeeting,
    TransferWave,
)
from ui.forms import name_the_empty_choice

if TYPE_CHECKING:
    from collections.abc import Sequence

    from common.scope import Scope

NOTES = {"rows": 4}
REASON_HINT = "あとで監査や引き継ぎのときに読まれます。"


class RecordForm(RowsForm, forms.ModelForm[Any]):
    """A form of a record whose fields the act takes as they are."""

    @property
    def facts(self) -> dict[str, Any]:
        """The facts as the act takes them."""
        return {name: self.cleaned_data[name] for name in self.fields if name != "version"}

    def offer(self, name: str, rows: Any, empty: str) -> None:
        """Offer these rows in a choice, and say what it means to choose none."""
        field: Any = self.fields[name]
        field.queryset, field.empty_label = rows, empty


class TransferForm(RecordForm):
    """A transfer to a designated manager, to be started."""

    widths = {"centre": "medium", "organisation": "medium", "wave": "medium"}

    class Meta:
        model = Transfer
        fields = ("centre", "started_on", "organisation", "wave", "aimed_on", "internal_notes")
        field_classes: ClassVar[dict[str, type[forms.Field]]] = {"started_on": DayField, "aimed_on": DayField}
        widgets: ClassVar[dict[str, forms.Widget]] = {"internal_notes": forms.Textarea(attrs=NOTES)}
        help_texts: ClassVar[dict[str, str]] = {
            "organisation": "受け皿の団体がまだないときは、あとで選べます。",
            "aimed_on": "入れると、引継ぎの項目が期限つきで作られます。"
            "移行グループの日と同じときは空けておきます。",
        }

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("centre", Centre.objects.within(scope).order_by("kana", "code"), "選んでください")
        self.offer("organisation", Organisation.objects.within(scope), "まだ決まっていない")
        self.offer("wave", TransferWave.objects.within(scope), "移行グループに入れない")


class ReturnForm(RecordForm):
    """A return of a centre to the city, to be started."""

    widths = {"centre": "medium"}

    class Meta:
        model = Transfer
        fields = ("centre", "started_on", "reason", "aimed_on", "internal_notes")
        field_classes: ClassVar[dict[str, type[forms.Field]]] = {"started_on": DayField, "aimed_on": DayField}
        widgets: ClassVar[dict[str, forms.Widget]] = {
            "reason": forms.Textarea(attrs={"rows": 3}),
            "internal_notes": forms.Textarea(attrs=NOTES),
        }
        help_texts: ClassVar[dict[str, str]] = {
            "reason": REASON_HINT,
            "aimed_on": "市が自分で運営する最初の日。空けておくと、指定期間の末日の次の日になります。",
        }

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("centre", Centre.objects.within(scope).order_by("kana", "code"), "選んでください")
        self.fields["reason"].required = True


class TransferChangeForm(RecordForm):
    """The wave, the first day aimed at and the notes of a transfer."""

    widths = {"wave": "medium"}

    class Meta:
        model = Transfer
        fields = ("wave", "aimed_on", "internal_notes")
        field_classes: ClassVar[dict[str, type[forms.Field]]] = {"aimed_on": DayField}
        widgets: ClassVar[dict[str, forms.Widget]] = {"internal_notes": forms.Textarea(attrs=NOTES)}
        help_texts: ClassVar[dict[str, str]] = {
            "aimed_on": "変えると、済んでいない引継ぎの項目の期限も動きます。済んだものは変わりません。",
        }

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("wave", TransferWave.objects.within(scope), "移行グループに入れない")


class ChooseOrganisationForm(RecordForm):
    """The body that is to manage the centre."""

    widths = {"organisation": "medium"}

    class Meta:
        model = Transfer
        fields = ("organisation",)

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("organisation", Organisation.objects.within(scope), "まだ決まっていない")


class EvidenceForm(RowsForm, forms.Form):
    """A piece of evidence that stands nowhere else."""

    evidence = forms.ChoiceField(label="確認資料")
    dated_on = DayField(label="その日", help_text="議決した日、決裁の日、申出を受けた日。")
    note = forms.CharField(label="メモ", max_length=300, required=False)
    file = forms.FileField(label="ファイル", max_length=200, required=False)

    def __init__(self, *args: Any, choices: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["evidence"]
        field.choices = [("", "選んでください"), *choices]

    @property
    def facts(self) -> dict[str, Any]:
        """What the act takes besides the file."""
        stage, _, evidence = self.cleaned_data["evidence"].partition(".")
        day, note = self.cleaned_data["dated_on"], self.cleaned_data["note"]
        return {"stage": stage, "evidence": evidence, "dated_on": day, "note": note}


class ReasonForm(RowsForm, forms.Form):
    """Why something is taken back."""

    reason = forms.CharField(label="理由", max_length=200, help_text=REASON_HINT)


class NotNeededForm(RowsForm, forms.Form):
    """A stage that this road does without, and why."""

    widths = {"stage": "medium"}

    stage = forms.ChoiceField(label="段階")
    reason = forms.CharField(
        label="不要の理由", max_length=200, help_text="例：条例は、もう指定管理者を置けるようになっている"
    )

    def __init__(self, *args: Any, choices: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["stage"]
        field.choices = [("", "選んでください"), *choices]


class SuspendForm(RowsForm, forms.Form):
    """When a transfer was given up, and why."""

    suspended_on = DayField(label="見送った日")
    reason = forms.CharField(
        label="見送りの理由",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=REASON_HINT,
    )


class CompleteForm(RowsForm, forms.Form):
    """When a transfer came to its end."""

    completed_on = DayField(label="終えた日")


class ConfirmForm(RowsForm, forms.Form):
    """Nothing to fill in: an act to be confirmed."""


class MeetingForm(RecordForm):
    """A meeting on the way."""

    widths = {"kind": "medium", "place": "medium"}

    class Meta:
        model = TransferMeeting
        fields = ("held_on", "kind", "place", "attendees", "said", "decided", "next_steps")
        field_classes: ClassVar[dict[str, type[forms.Field]]] = {"held_on": DayField}
        widgets: ClassVar[dict[str, forms.Widget]] = {
            name: forms.Textarea(attrs=NOTES) for name in ("said", "decided", "next_steps")
        }
        help_texts: ClassVar[dict[str, str]] = {
            "kind": "説明会・協議・住民説明会は、段階の確認資料として数えます。",
            "attendees": "例：協議会の会長・会計、市の係長",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name_the_empty_choice(self, "kind", "選んでください")


class QuestionForm(RecordForm):
    """A question that has to be settled."""

    widths = {"topic": "medium", "side": "medium"}

    class Meta:
        model = OpenQuestion
        fields = ("topic", "question", "side", "raised_on")
        field_classes: ClassVar[dict[str, type[forms.Field]]] = {"raised_on": DayField}
        widgets: ClassVar[dict[str, forms.Widget]] = {"question": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name_the_empty_choice(self, "topic", "選んでください")
        name_the_empty_choice(self, "side", "選んでください")


class SettleForm(RecordForm):
    """How a question stands, or was settled."""

    class Meta:
        model = OpenQuestion
        fields = ("answer", "settled_on")
        field_classes: ClassVar[dict[str, type[forms.Field]]] = {"settled_on": DayField}
        widgets: ClassVar[dict[str, forms.Widget]] = {"answer": forms.Textarea(attrs=NOTES)}
        help_texts: ClassVar[dict[str, str]] = {"settled_on": "まだ決まっていないときは空けておきます。"}


class HandoverItemForm(RecordForm):
    """What an item of the hand-over is called, whose task it is, when it is due."""

    widths = {"side": "medium"}

    class Meta:
        model = HandoverItem
        fields = ("name", "side", "due_on", "explanation")
        field_classes: ClassVar[dict[str, type[forms.Field]]] = {"due_on": DayField}
        help_texts: ClassVar[dict[str, str]] = {
            "due_on": "変えると、めざす初日が動いても、この期限はそのまま残ります。",
        }


class TickForm(RowsForm, forms.Form):
    """When an item was handed over; empty takes that back."""

    done_on = DayField(
        label="済んだ日", required=False, help_text="記録を取り消すときは、空にして保存します。"
    )
    note = forms.CharField(label="メモ", max_length=300, required=False)


class WaveForm(RecordForm):
    """A wave of several centres."""

    class Meta:
        model = TransferWave
        fields = ("name", "aimed_on", "notes")
        field_classes: ClassVar[dict[str, type[forms.Field]]] = {"aimed_on": DayField}
        widgets: ClassVar[dict[str, forms.Widget]] = {"notes": forms.Textarea(attrs=NOTES)}
        help_texts: ClassVar[dict[str, str]] = {
            "name": "例：令和10年4月の移行グループ",
            "aimed_on": "変えると、同じ日をめざしている施設の日と、引継ぎの項目の期限も動きます。",
        }
        error_messages: ClassVar[dict[str, dict[str, str]]] = {
            "name": {"unique": "この名前の移行グループは、もうあります。"}
        }

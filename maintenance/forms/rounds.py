"""The forms of emergency rounds; the answer is made for a phone."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.timezone import get_default_timezone

from centres.models import Centre, District
from common.months import MONTHS_OF_YEAR, add_months
from facilities.forms.condition import PHOTO_LIMITS, ManyFilesInput, PhotosField
from maintenance.choices import RoundKind, RoundState
from ui.forms import EraDateField, KyotenForm, RadioRows

if TYPE_CHECKING:
    from datetime import date

    from common.scope import Scope

__all__ = ["PHOTO_LIMITS"]

ALL, DISTRICT, SOME = "all", "district", "some"
MONTHS_BACK = MONTHS_OF_YEAR


class OpenRoundForm(KyotenForm, forms.Form):
    """An emergency round (臨時点検): after what, which centres, and by when they answer."""

    kind = forms.ChoiceField(label="きっかけ", choices=RoundKind.choices, widget=RadioRows())
    name = forms.CharField(label="名前", max_length=120, help_text="例：11月23日の地震　臨時点検")
    happened_on = EraDateField(label="起きた日")
    happened_time = forms.TimeField(
        label="起きた時刻", widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    answer_by_on = EraDateField(
        label="回答の期限", help_text="この日を過ぎて答えのない施設は、期限超過になります。"
    )
    request = forms.CharField(
        label="見てほしいところ",
        required=False,
        max_length=200,
        help_text="団体も読みます。例：ガスのにおい、天井や壁のひび、割れたガラス",
    )
    reach = forms.ChoiceField(
        label="対象の施設",
        choices=[(ALL, "すべての施設"), (DISTRICT, "1つの地区の施設"), (SOME, "選んだ施設")],
        widget=RadioRows(),
    )
    district = forms.ModelChoiceField(
        label="地区", queryset=District.objects.all(), required=False, empty_label="選んでください"
    )
    centres = forms.ModelMultipleChoiceField(
        label="施設",
        queryset=Centre.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_pk_value": "施設を選び直してください。"},
    )
    internal_notes = forms.CharField(
        label="内部メモ",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="市の職員だけが見ます。",
    )

    def __init__(self, *args: Any, scope: Scope, at: datetime, **kwargs: Any) -> None:
        proposed = {"happened_on": at.date(), "happened_time": at.time(), "answer_by_on": at.date()}
        kwargs["initial"] = {"reach": ALL, **proposed}
        super().__init__(*args, **kwargs)
        self.at = at
        self.standing = list(Centre.objects.within(scope).standing(at.date()))
        field = self.fields["centres"]
        if isinstance(field, forms.ModelMultipleChoiceField):
            field.queryset = Centre.objects.within(scope)
            field.choices = [(centre.pk, centre.full_name) for centre in self.standing]

    def clean_happened_on(self) -> date:
        """A round follows what happened lately."""
        day: date = self.cleaned_data["happened_on"]
        if day < add_months(self.at.date(), -MONTHS_BACK):
            message = "起きた日は、1年前からきょうまでの日にしてください。"
            raise forms.ValidationError(message)
        return day

    def clean(self) -> dict[str, Any]:
        """Which centres are meant must be said."""
        said: dict[str, Any] = super().clean() or {}
        if said.get("reach") == DISTRICT and said.get("district") is None:
            self.add_error("district", "地区を選んでください。")
        return said

    @property
    def facts(self) -> dict[str, Any]:
        """What the act takes."""
        said = self.cleaned_data
        happened = datetime.combine(said["happened_on"], said["happened_time"], tzinfo=get_default_timezone())
        names = ("kind", "name", "answer_by_on", "request", "internal_notes")
        return {
            **{name: said[name] for name in names},
            "happened_at": happened,
            "centres": self._chosen(),
        }

    def _chosen(self) -> list[Centre]:
        said = self.cleaned_data
        if said["reach"] == SOME:
            return list(said["centres"])
        if said["reach"] == DISTRICT:
            return [centre for centre in self.standing if centre.district_id == said["district"].pk]
        return self.standing


class RoundAnswerForm(KyotenForm, forms.Form):
    """How the centre was found (臨時点検の回答), to be said in less than a minute."""

    state = forms.ChoiceField(
        label="ようす",
        choices=[(state.value, state.label) for state in (RoundState.SOUND, RoundState.TROUBLE)],
        widget=RadioRows(
            notes={
                RoundState.SOUND: "こわれたところはない",
                RoundState.TROUBLE: "こわれたところや、あぶないところがある",
            }
        ),
    )
    text = forms.CharField(
        label="どこがどうなっていますか",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="「異常あり」のときに書きます。例：玄関のガラスが割れている",
    )
    photos = PhotosField(
        label="写真", required=False, widget=ManyFilesInput(attrs={"accept": "image/jpeg,image/png"})
    )


class CloseRoundForm(KyotenForm, forms.Form):
    """That a round is over (臨時点検を閉じる); with the reason where centres have not answered."""

    reason = forms.CharField(
        label="回答がないまま閉じる理由",
        required=False,
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="例：電話で、異常がないことを確かめた",
    )

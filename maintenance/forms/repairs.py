"""The forms by which a repair is asked for, corrected and shown; those of its moves are in
``repair_moves``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from facilities.forms.condition import PHOTO_LIMITS, ManyFilesInput, PhotosField
from maintenance.choices import InsuranceState, PhotoMoment, RepairState
from maintenance.rules.repair_moves import INSURANCE_CORRECTED
from ui.forms import EraDateField, KyotenForm, WholeNumberField

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from centres.models import Centre
    from facilities.models import Building, Equipment
    from maintenance.models import Repair

__all__ = ["PHOTO_LIMITS"]

LONG = forms.Textarea(attrs={"rows": 4})
SHORT = forms.Textarea(attrs={"rows": 2})
FOR_CITY_ALONE = "市の職員だけが見ます。"


def photos_field(label: str, *, help_text: str = "") -> PhotosField:
    """Photographs, several at once; a phone offers its camera."""
    return PhotosField(
        label=label,
        required=False,
        help_text=help_text,
        widget=ManyFilesInput(attrs={"accept": "image/jpeg,image/png"}),
    )


class AskForm(KyotenForm, forms.Form):
    """A group tells what is broken (こわれた所を知らせる): where, how it looks, with photographs."""

    place = forms.CharField(label="どこが", max_length=120, help_text="例：2階の会議室の天井")
    what = forms.CharField(
        label="どうなっていますか",
        widget=LONG,
        help_text="例：雨の日に水が落ちてくる。いまはバケツで受けている。",
    )
    photos = photos_field("写真", help_text="近くからと、少しはなれた所からと、2枚あるとよく分かります。")

    def __init__(self, *args: Any, centres: Iterable[Centre], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.centres = {str(centre.pk): centre for centre in centres}
        if len(self.centres) > 1:
            self.fields = {
                "centre": forms.ChoiceField(
                    label="センター",
                    choices=[("", "選んでください"), *((pk, one.name) for pk, one in self.centres.items())],
                    error_messages={"required": "センターを選んでください。"},
                ),
                **self.fields,
            }

    @property
    def chosen_centre(self) -> Centre:
        """The centre chosen, or the only one there is."""
        chosen = self.cleaned_data.get("centre")
        return self.centres[chosen] if chosen else next(iter(self.centres.values()))

    @property
    def facts(self) -> dict[str, Any]:
        """The facts as the act takes them."""
        return {name: self.cleaned_data[name] for name in ("place", "what", "photos")}


class RequestForm(KyotenForm, forms.Form):
    """A repair entered inside the city (修繕の受付)."""

    place = forms.CharField(label="場所", max_length=120, help_text="例：2階会議室の天井")
    what = forms.CharField(label="こわれている様子", widget=LONG)
    requested_on = EraDateField(label="受付日")
    requested_by = forms.CharField(
        label="依頼した人",
        required=False,
        max_length=120,
        help_text="電話や窓口で聞いたときは、その人の名前。市の職員だけが見ます。",
    )
    photos = photos_field("写真")
    internal_notes = forms.CharField(label="内部メモ", required=False, widget=SHORT, help_text=FOR_CITY_ALONE)

    def __init__(
        self,
        *args: Any,
        centres: Iterable[Centre],
        buildings: Iterable[Building] = (),
        on: date,
        known: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, initial={"requested_on": on, **(known or {})}, **kwargs)
        self.centres = {str(centre.pk): centre for centre in centres}
        self.targets: dict[str, tuple[Building, Equipment | None]] = {}
        before: dict[str, forms.Field] = {}
        if len(self.centres) > 1:
            before["centre"] = forms.ChoiceField(
                label="施設",
                choices=[("", "選んでください"), *((pk, one.name) for pk, one in self.centres.items())],
                error_messages={"required": "施設を選んでください。"},
            )
        if offered := self._targets_of(buildings):
            before["target"] = forms.ChoiceField(
                label="建物・設備", required=False, choices=[("", "選ばない"), *offered]
            )
        self.fields = {**before, **self.fields}

    def _targets_of(self, buildings: Iterable[Building]) -> list[Any]:
        choices: list[Any] = []
        for building in buildings:
            whole = {f"building-{building.pk}": (building, None)}
            pieces = {f"equipment-{piece.pk}": (building, piece) for piece in building.equipment.all()}
            self.targets |= {**whole, **pieces}
            named = [
                (key, piece.name if piece else "建物") for key, (_, piece) in {**whole, **pieces}.items()
            ]
            choices.append((building.name, named))
        return choices

    @property
    def chosen_centre(self) -> Centre:
        """The centre chosen, or the only one there is."""
        chosen = self.cleaned_data.get("centre")
        return self.centres[chosen] if chosen else next(iter(self.centres.values()))

    @property
    def facts(self) -> dict[str, Any]:
        """The facts as the act takes them."""
        facts = {name: self.cleaned_data[name] for name in RequestForm.base_fields}
        building, equipment = self.targets.get(self.cleaned_data.get("target", ""), (None, None))
        return {**facts, "building": building, "equipment": equipment}


class FindingForm(KyotenForm, forms.Form):
    """A finding of an inspection becomes a repair (指摘から修繕へ): what it says may be put better."""

    place = forms.CharField(label="場所", max_length=120)
    what = forms.CharField(label="こわれている様子", widget=LONG)
    internal_notes = forms.CharField(label="内部メモ", required=False, widget=SHORT, help_text=FOR_CITY_ALONE)

    @property
    def facts(self) -> dict[str, Any]:
        """The facts as the act takes them."""
        return dict(self.cleaned_data)


class ChangeForm(KyotenForm, forms.Form):
    """Corrects what is written, or moves the promised day (内容の訂正); once accepted also how the claim on
    the insurance ended."""

    place = forms.CharField(label="場所", max_length=120)
    what = forms.CharField(label="こわれている様子", widget=LONG)
    promised_on = EraDateField(label="いつまでに直すか", required=False, help_text="団体のページに出ます。")
    # Not required: a form opened before the repair was accepted lacks it, and is to be told just that.
    insurance = forms.ChoiceField(
        label="保険の請求", required=False, choices=InsuranceState.choices, help_text=FOR_CITY_ALONE
    )
    insurance_amount = WholeNumberField(
        label="保険金",
        required=False,
        help_text="保険の請求が「支払われた」のときに入力します。市の職員だけが見ます。",
    )
    internal_notes = forms.CharField(label="内部メモ", required=False, widget=LONG, help_text=FOR_CITY_ALONE)

    def __init__(self, *args: Any, repair: Repair, state: RepairState, **kwargs: Any) -> None:
        initial = {name: getattr(repair, name) for name in self.base_fields}
        super().__init__(*args, initial=initial, **kwargs)
        if state not in INSURANCE_CORRECTED:
            del self.fields["insurance"], self.fields["insurance_amount"]

    @property
    def facts(self) -> dict[str, Any]:
        """The facts as the act takes them."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class PhotosForm(KyotenForm, forms.Form):
    """More photographs (写真の追加)."""

    moment = forms.ChoiceField(label="時期", choices=PhotoMoment.choices, widget=forms.RadioSelect)
    photos = photos_field("写真")

    @property
    def facts(self) -> dict[str, Any]:
        """The facts as the act takes them."""
        return {"moment": PhotoMoment(self.cleaned_data["moment"]), "photos": self.cleaned_data["photos"]}

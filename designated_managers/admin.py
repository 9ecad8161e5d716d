"""The catalogues of the road in the administration pages; roads and sessions have pages of their own."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError

from common.catalogue_admin import CatalogueRowAdmin
from designated_managers.models import CouncilWindow, HandoverType, RoadSetting, RoadStepType, TransferStage
from designated_managers.rules.council import DAYS, window_mistakes
from designated_managers.rules.road_steps import mistakes_among

KEPT = "source", "certainty", "retired_on", "changed_reason"


class WindowForm(forms.ModelForm[CouncilWindow]):
    """A usual window of the city; its days come in order."""

    def clean(self) -> dict[str, Any]:
        """Refuses days that contradict each other."""
        cleaned = super().clean() or self.cleaned_data
        try:
            window_mistakes(cleaned)
        except ValueError as error:
            raise ValidationError(str(error).splitlines()) from None
        return cleaned


class StepForm(forms.ModelForm[RoadStepType]):
    """A step of the city, looked at together with all others: no circle, nothing counted from what is not
    there."""

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        if self.errors:
            return
        others = RoadStepType.objects.in_front().filter(retired_on__isnull=True)
        rows = {row.code: row for row in others}
        if self.instance.code:
            rows[self.instance.code] = self.instance
        for code, sentence in dict.fromkeys(mistakes_among(row.rule for row in rows.values())):
            self.add_error(None, f"{code}：{sentence}")


@admin.register(CouncilWindow)
class CouncilWindowAdmin(CatalogueRowAdmin[CouncilWindow]):
    """Usual windows of the council (会期の目安)."""

    form = WindowForm
    list_display = ("code", "name", "bills_by", "votes_on", "origin", "retired_on", "shipped_has_changed")
    search_fields = ("code", "name")
    fields = ("code", "origin", "name", "kind", *DAYS, *KEPT)


@admin.register(RoadStepType)
class RoadStepTypeAdmin(CatalogueRowAdmin[RoadStepType]):
    """Steps of the road (段階の種類)."""

    form = StepForm
    list_display = (
        "code", "name", "counts_from", "latest", "usual", "origin", "retired_on", "shipped_has_changed"
    )  # fmt: skip
    search_fields = ("code", "name", "law")
    fields = (
        "code",
        "origin",
        "step",
        "name",
        "place",
        "roads",
        "counts_from",
        "latest",
        "usual",
        "rolls",
        "decided_by",
        "law",
        "evidence",
        "answered_by",
        "needs",
        "side",
        "note",
        *KEPT,
    )


@admin.register(RoadSetting)
class RoadSettingAdmin(CatalogueRowAdmin[RoadSetting]):
    """The numbers of the road (指定スケジュールの設定)."""

    list_display = ("code", "name", "value", "unit", "origin", "retired_on", "shipped_has_changed")
    search_fields = ("code", "name")
    fields = ("code", "origin", "name", "value", "unit", *KEPT)


END = ("source", "certainty", "retired_on", "changed_reason")


@admin.register(TransferStage)
class TransferStageAdmin(CatalogueRowAdmin[TransferStage]):
    """Stages of a transfer (移行の段階)."""

    list_display = (
        "code",
        "name",
        "direction",
        "position",
        "skippable",
        "origin",
        "retired_on",
        "shipped_has_changed",
    )
    search_fields = ("code", "name")
    fields = (
        "code",
        "origin",
        "name",
        "direction",
        "position",
        "usual",
        "decider",
        "law",
        "skippable",
        "evidence",
        *END,
    )


@admin.register(HandoverType)
class HandoverTypeAdmin(CatalogueRowAdmin[HandoverType]):
    """Items of a hand-over (引継ぎの項目の種類)."""

    list_display = ("code", "name", "direction", "side", "due", "origin", "retired_on", "shipped_has_changed")
    search_fields = ("code", "name")
    fields = ("code", "origin", "name", "direction", "side", "due", "law", "explanation", *END)


"""What the office decides about transfers, in the administration pages; transfers have pages of their own."""

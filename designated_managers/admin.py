"""What the city decides about designated managers, in the administration pages; records have their own."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.forms.fields import InvalidJSONInput

from common.catalogue_admin import CatalogueRowAdmin
from common.db.catalogue_rows import CatalogueRow
from designated_managers.models import (
    AgreementTemplate,
    CouncilWindow,
    EvaluationScheme,
    HandoverType,
    ObligationType,
    ReportForm,
    ResponsibilityTemplateRow,
    RoadSetting,
    RoadStepType,
    TransferStage,
    VisitItem,
)
from designated_managers.rules.council import DAYS, window_mistakes
from designated_managers.rules.evaluation_schemes import SchemeRefused, read_scheme
from designated_managers.rules.road_steps import mistakes_among

if TYPE_CHECKING:
    from django.forms import ModelForm
    from django.http import HttpRequest

ORIGIN = ("origin", "retired_on", "shipped_has_changed")
KEPT = (
    "source",
    "certainty",
    "retired_on",
    "changed_reason",
)


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


R = TypeVar("R", bound=CatalogueRow)


class OfTemplateAdmin(CatalogueRowAdmin[R], Generic[R]):
    """Rows that belong to a template: the city's row belongs to that of the shipped one behind it."""

    of_template: ClassVar[tuple[str, ...]] = ()

    def get_readonly_fields(self, request: HttpRequest, obj: R | None = None) -> Any:
        return (*super().get_readonly_fields(request, obj), *self.of_template)

    def save_model(self, request: HttpRequest, obj: R, form: ModelForm[R], change: bool) -> None:  # noqa: FBT001
        """What the code is made of cannot be chosen."""
        shipped = self._shipped_row(obj.code) if change else self._shipped(request)
        for name in self.of_template if shipped is not None else ():
            setattr(obj, name, getattr(shipped, name))
        super().save_model(request, obj, form, change)


@admin.register(AgreementTemplate)
class AgreementTemplateAdmin(CatalogueRowAdmin[AgreementTemplate]):
    """Templates of agreements (協定のひな型)."""

    list_display = ("code", "name", *ORIGIN)
    search_fields = ("code", "name")
    fields = ("code", "origin", "name", "description", *KEPT)


@admin.register(ObligationType)
class ObligationTypeAdmin(OfTemplateAdmin[ObligationType]):
    """Types of obligation (義務の種類)."""

    list_display = ("code", "name", "frequency", "due_rule", "due_count", "side", *ORIGIN)
    search_fields = ("code", "name")
    of_template = ("template", "type_code")
    fields = (
        "code",
        "origin",
        "template",
        "type_code",
        "name",
        "frequency",
        "due_rule",
        "due_count",
        "due_month",
        "due_day",
        "rolls",
        "rolls_by",
        "side",
        "form",
        "done_by",
        "optional",
        "fee_system",
        "replaces",
        "basis",
        *KEPT,
    )


@admin.register(ResponsibilityTemplateRow)
class ResponsibilityTemplateRowAdmin(OfTemplateAdmin[ResponsibilityTemplateRow]):
    """Rows of the 責任分担表 that a template proposes."""

    list_display = ("code", "area", "type_code", "amount_from", "amount_upto", "bearer", *ORIGIN)
    search_fields = ("code", "note")
    of_template = ("template", "row_code")
    fields = (
        "code",
        "origin",
        "template",
        "row_code",
        "area",
        "type_code",
        "name",
        "amount_from",
        "amount_upto",
        "bearer",
        "note",
        "position",
        *KEPT,
    )


@admin.register(ReportForm)
class ReportFormAdmin(CatalogueRowAdmin[ReportForm]):
    """Forms of what a group hands in (提出物の様式)."""

    list_display = ("code", "name", "form_kind", "review_days", *ORIGIN)
    search_fields = ("code", "name")
    fields = (
        "code",
        "origin",
        "name",
        "form_kind",
        "figures",
        "act_label",
        "review_days",
        "mend_days",
        "doubt_times",
        *KEPT,
    )


@admin.register(VisitItem)
class VisitItemAdmin(CatalogueRowAdmin[VisitItem]):
    """What is looked at on a site visit (実地調査の項目)."""

    list_display = ("code", "name", "look_at", "position", "origin", "retired_on", "shipped_has_changed")
    search_fields = ("code", "name", "look_at")
    fields = (
        "code",
        "origin",
        "name",
        "look_at",
        "position",
        "source",
        "certainty",
        "retired_on",
        "changed_reason",
    )


class DefinitionField(forms.JSONField):
    """What a scheme says, a line for each thing, so that it can be read and changed."""

    def prepare_value(self, value: Any) -> Any:
        """The text that is shown; what is no JSON as it was typed."""
        if isinstance(value, InvalidJSONInput):
            return value
        return json.dumps(value, ensure_ascii=False, indent=2)


class SchemeForm(forms.ModelForm[EvaluationScheme]):
    """A scheme of the city: one that can be read, and that stays as it is once an evaluation was made by
    it."""

    definition = DefinitionField(
        label="方式の内容",
        widget=forms.Textarea(attrs={"rows": 40, "cols": 100}),
        help_text="評語（grades）、評価項目（items）、総合評価の決め方（overall：mean、lowest、by_hand）。数は引用符で囲みます。",
    )

    def clean_definition(self) -> Any:
        """Refuses what is no scheme, with every sentence."""
        definition = self.cleaned_data["definition"]
        try:
            read_scheme(self.instance.code, self.cleaned_data.get("name", ""), definition)
        except SchemeRefused as refusal:
            raise ValidationError(list(refusal.sentences)) from None
        return definition

    def clean(self) -> dict[str, Any]:
        """Refuses other contents under evaluations that were made."""
        cleaned = super().clean() or self.cleaned_data
        changed = [name for name in ("name", "definition") if name in self.changed_data]
        if self.instance.pk and changed and self.instance.evaluations.exists():
            for name in changed:
                self.add_error(name, "この方式による評価があるので、変えられません。")
        return cleaned


@admin.register(EvaluationScheme)
class EvaluationSchemeAdmin(CatalogueRowAdmin[EvaluationScheme]):
    """Ways to evaluate (評価の方式)."""

    form = SchemeForm
    list_display = ("code", "name", *ORIGIN)
    search_fields = ("code", "name")
    fields = ("code", "origin", "name", "definition", *KEPT)

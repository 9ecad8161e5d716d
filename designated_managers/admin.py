"""The catalogues of agreements in the administration pages; records have pages of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from django.contrib import admin

from common.catalogue_admin import CatalogueRowAdmin
from common.db.catalogue_rows import CatalogueRow
from designated_managers.models import (
    AgreementTemplate,
    ObligationType,
    ReportForm,
    ResponsibilityTemplateRow,
)

if TYPE_CHECKING:
    from django.forms import ModelForm
    from django.http import HttpRequest

ORIGIN = ("origin", "retired_on", "shipped_has_changed")
KEPT = ("source", "certainty", "retired_on", "changed_reason")


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
        "doubt_times",
        *KEPT,
    )

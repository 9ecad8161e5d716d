"""The inspection catalogue in the administration pages; inspections and contracts have pages of their own."""

from __future__ import annotations

from django.contrib import admin

from common.catalogue_admin import CatalogueRowAdmin
from maintenance.models import CityFact, InspectionOutcome, InspectionType


@admin.register(InspectionType)
class InspectionTypeAdmin(CatalogueRowAdmin[InspectionType]):
    """Types of inspection (点検の種類)."""

    list_display = ("code", "name", "law", "cycle_months", "origin", "retired_on", "shipped_has_changed")
    search_fields = ("code", "name", "law")
    fields = (
        "code",
        "origin",
        "name",
        "law",
        "footing",
        "subject",
        "equipment_categories",
        "exists_when",
        "applies_when",
        "counting",
        "cycle_months",
        "cycle_cases",
        "first_from",
        "first_months",
        "outcome_family",
        "qualified",
        "report_to",
        "report_months",
        "report_cases",
        "keep_years",
        "effective_from",
        "source",
        "certainty",
        "retired_on",
        "changed_reason",
    )


@admin.register(CityFact)
class CityFactAdmin(CatalogueRowAdmin[CityFact]):
    """Facts of the city that verdicts ask for (市の事実)."""

    list_display = ("code", "name", "answer", "origin", "retired_on", "shipped_has_changed")
    search_fields = ("code", "name")
    fields = ("code", "origin", "name", "answer", "source", "certainty", "retired_on", "changed_reason")


@admin.register(InspectionOutcome)
class InspectionOutcomeAdmin(CatalogueRowAdmin[InspectionOutcome]):
    """The words for what an inspection found (点検の結果の言葉)."""

    list_display = ("code", "family", "label", "meaning", "position", "origin", "shipped_has_changed")
    list_filter = ("family",)
    search_fields = ("code", "label")
    fields = (
        "code",
        "origin",
        "family",
        "label",
        "meaning",
        "position",
        "explanation",
        "source",
        "certainty",
        "retired_on",
        "changed_reason",
    )

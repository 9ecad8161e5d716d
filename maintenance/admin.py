"""The inspection catalogue in the administration pages; inspections and contracts have pages of their own."""

from __future__ import annotations

from django.contrib import admin

from common.catalogue_admin import CatalogueRowAdmin
from maintenance.models import InspectionType


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
        "subject",
        "cycle_months",
        "qualified",
        "report_to",
        "source",
        "certainty",
        "retired_on",
        "changed_reason",
    )

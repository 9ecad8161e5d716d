"""Catalogues of designated managers in the administration pages; records have pages of their own."""

from __future__ import annotations

from django.contrib import admin

from common.catalogue_admin import CatalogueRowAdmin
from designated_managers.models import VisitItem


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

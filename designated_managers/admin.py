"""What the office decides about transfers, in the administration pages; transfers have pages of their own."""

from __future__ import annotations

from django.contrib import admin

from common.catalogue_admin import CatalogueRowAdmin
from designated_managers.models import HandoverType, TransferStage

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

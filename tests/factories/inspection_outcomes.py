"""The words for outcomes of inspections, for tests that do without the shipped catalogues."""

from __future__ import annotations

from datetime import date

from django.conf import settings

from common.catalogues import read_catalogue
from common.db.catalogue_rows import load_shipped
from maintenance.models import InspectionOutcome

WORDS = settings.BASE_DIR / "maintenance/catalogues/inspection_outcomes.yaml"


def make_outcomes() -> None:
    """The shipped words of every family; nothing where they are loaded already."""
    if InspectionOutcome.objects.exists():
        return
    required = ("family", "label", "meaning", "position")
    entries = read_catalogue(WORDS, required=required, optional=("explanation",)).entries
    load_shipped(InspectionOutcome, entries, on=date(2026, 4, 1))

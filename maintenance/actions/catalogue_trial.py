"""Trying a changed catalogue without keeping it (一覧の変更を試す)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from common.catalogues import CatalogueError, read_catalogue_bytes
from common.db.catalogue_rows import load_shipped
from maintenance.models import InspectionType
from maintenance.queries.catalogue_trial import CatalogueTrial, compared
from maintenance.queries.inspection_types import inspection_types
from maintenance.rules.catalogue_entries import NAME, OPTIONAL, REQUIRED, check

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from common.catalogues import Entry
    from common.scope import Scope


def try_catalogue(file: str, content: bytes, *, scope: Scope, on: date) -> CatalogueTrial:
    """What this file would change if it were loaded in place of the shipped one; nothing is kept.

    It is loaded and looked at in a transaction that is rolled back, so that it passes every check of a real
    load; the city's own rows stand in front as they would. Raises ``CatalogueError`` with all that is wrong,
    naming file, entry and line.
    """
    before = inspection_types()
    after = _as_if_loaded(file, content, on=on)
    return compared(before, after, scope=scope, on=on)


def read_entries(file: str, content: bytes) -> tuple[Entry, ...]:
    """The entries of a catalogue of inspections that was handed in. Raises ``CatalogueError``."""
    catalogue = read_catalogue_bytes(file, content, required=REQUIRED, optional=OPTIONAL)
    if catalogue.name != NAME:
        sentence = f"{file}：「{catalogue.name}」の一覧です。点検の種類（{NAME}）のファイルを選んでください。"
        raise CatalogueError([sentence])
    catalogue.parsed(check)
    return catalogue.entries


def _as_if_loaded(file: str, content: bytes, *, on: date) -> Mapping[str, InspectionType]:
    entries = read_entries(file, content)
    with transaction.atomic():
        load_shipped(InspectionType, entries, on=on)
        types = inspection_types()
        transaction.set_rollback(True)
    return types

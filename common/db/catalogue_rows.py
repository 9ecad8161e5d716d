"""Rows of a catalogue (標準の一覧) in the database: as shipped, or as the city has changed them."""

from __future__ import annotations

import hashlib
import json
from copy import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self, TypeVar

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import Exists, OuterRef, Q

from common.catalogues import CatalogueError
from common.certainty import Certainty
from common.db.history import create_with_history, update_with_history

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from common.catalogues import Entry


class Origin(models.TextChoices):
    """Where a row of a catalogue comes from (由来)."""

    SHIPPED = "shipped", "標準"
    CITY = "city", "市"


Row_co = TypeVar("Row_co", bound=models.Model, covariant=True)


class CatalogueRowQuerySet(models.QuerySet[Row_co]):
    """Rows of a catalogue; for what is in force ask ``.in_front().current(on)``."""

    def in_front(self) -> Self:
        """For each code the city's row if there is one, else the shipped one.

        A city row that is retired still stands in front: the city has taken the entry out of use. The
        shipped one comes back when the city row is deleted.
        """
        of_the_city = self.model._default_manager.filter(code=OuterRef("code"), origin=Origin.CITY)
        return self.exclude(Exists(of_the_city), origin=Origin.SHIPPED)

    def current(self, on: date) -> Self:
        """Not retired by this day; the day on which it was retired is no longer current."""
        return self.filter(Q(retired_on__isnull=True) | Q(retired_on__gt=on))

    def changed_underneath(self) -> Self:
        """City rows whose shipped row has changed since the city last looked at it (標準が変わった)."""
        shipped = self.model._default_manager.filter(code=OuterRef("code"), origin=Origin.SHIPPED)
        return self.filter(origin=Origin.CITY).filter(
            Exists(shipped.exclude(shipped_digest=OuterRef("shipped_digest")))
        )


class CatalogueRow(models.Model):
    """One entry of a catalogue, known by its stable code.

    Loading touches shipped rows only. A change made by the city is a row of its own with the same code,
    which stands in front; ``changed_reason`` says why, its history who and when. ``shipped_digest`` is the
    fingerprint of the shipped entry: of itself, or of the one that the city saw when it made its own.
    ``retired_on`` is the first day on which the row is no longer in use.
    """

    code = models.CharField("コード", max_length=60)
    origin = models.CharField("由来", max_length=10, choices=Origin.choices, default=Origin.SHIPPED)
    retired_on = models.DateField("使わなくなった日", null=True, blank=True)
    source = models.TextField("出典", blank=True)
    certainty = models.CharField(
        "確かさ", max_length=12, choices=Certainty.choices, default=Certainty.UNVERIFIED
    )
    changed_reason = models.TextField("市が変えた理由", blank=True)
    shipped_digest = models.CharField("標準の指紋", max_length=64, blank=True, editable=False)

    objects = CatalogueRowQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["code", "origin"]
        constraints = [
            models.UniqueConstraint(
                fields=["code", "origin"],
                name="%(class)s_code_once_per_origin",
                violation_error_message="同じコードの行がすでにあります。",
            ),
        ]


_BOOKKEEPING = frozenset({"code", "origin", "retired_on", "changed_reason", "shipped_digest"})

R = TypeVar("R", bound=CatalogueRow)


@dataclass(frozen=True)
class LoadReport:
    """What loading a catalogue did, by code: created, changed (brought back included), unchanged, retired."""

    created: tuple[str, ...]
    changed: tuple[str, ...]
    unchanged: tuple[str, ...]
    retired: tuple[str, ...]


def city_row_in_front_of(shipped: R, *, reason: str, **facts: Any) -> R:
    """The city's own row in front of a shipped one: a copy with these facts changed, not yet saved."""
    kept = {field.attname: getattr(shipped, field.attname) for field in _content_fields(type(shipped))}
    return type(shipped)(
        **{**kept, **facts},
        code=shipped.code,
        origin=Origin.CITY,
        changed_reason=reason,
        shipped_digest=shipped.shipped_digest,
    )


def load_shipped(model: type[CatalogueRow], entries: Iterable[Entry], *, on: date) -> LoadReport:
    """Make the shipped rows say what the entries say: create, change, bring back, retire on this day.

    Idempotent; deletes nothing and leaves the city's rows alone. A field that an entry does not name takes
    its default. Raises ``CatalogueError`` naming file, entry and line of everything the model refuses, and
    changes nothing then.
    """
    listed = list(entries)
    with transaction.atomic():
        stored = {row.code: row for row in model._default_manager.filter(origin=Origin.SHIPPED)}
        wanted = [
            _as_listed(copy(stored.get(entry.code)) or model(code=entry.code), entry) for entry in listed
        ]
        if any(
            _names_nothing(row, entry) or _field_problems(row)
            for row, entry in zip(wanted, listed, strict=True)
        ):
            _refuse_what_the_model_refuses(wanted, listed)
        created = [row for row in wanted if row.code not in stored]
        changed = [row for row in wanted if row.code in stored and _differs(row, stored[row.code])]
        retired = [
            row for code, row in stored.items() if row.retired_on is None and code not in _codes(wanted)
        ]
        for row in retired:
            row.retired_on = on
        try:
            with transaction.atomic():
                _write(model, created, [*changed, *retired])
        except IntegrityError:
            # The database refuses the set as a whole; asked row by row, it says which and why.
            _refuse_what_the_model_refuses(wanted, listed)
            raise
    touched = {*_codes(created), *_codes(changed)}
    return LoadReport(
        created=_codes(created),
        changed=_codes(changed),
        unchanged=tuple(code for code in _codes(wanted) if code not in touched),
        retired=_codes(retired),
    )


def _content_fields(model: type[CatalogueRow]) -> list[models.Field[Any, Any]]:
    return [f for f in model._meta.concrete_fields if not f.primary_key and f.name not in _BOOKKEEPING]


def _as_listed(row: CatalogueRow, entry: Entry) -> CatalogueRow:
    """The row with what the entry says; what the entry leaves out takes its default."""
    for field in _content_fields(type(row)):
        setattr(row, field.attname, entry.values.get(field.name, field.get_default()))
    row.retired_on = None
    row.shipped_digest = _digest(entry)
    return row


def _digest(entry: Entry) -> str:
    text = json.dumps(entry.values, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def _refuse_what_the_model_refuses(rows: Sequence[CatalogueRow], entries: Sequence[Entry]) -> None:
    """Raises with all that is wrong with any row."""
    lines = []
    for row, entry in zip(rows, entries, strict=True):
        lines += [entry.says(f"「{name}」という項目はありません。") for name in _names_nothing(row, entry)]
        lines += [entry.says(problem) for problem in _field_problems(row) or _problems_of_the_whole(row)]
    if lines:
        raise CatalogueError(lines)


def _names_nothing(row: CatalogueRow, entry: Entry) -> list[str]:
    """What the entry says that the row has no field for."""
    known = {"code", *(field.name for field in _content_fields(type(row)))}
    return [name for name in entry.values if name not in known]


def _field_problems(row: CatalogueRow) -> list[str]:
    """Cleans the row in place (a day written as text becomes a day); what its fields refuse."""
    try:
        row.clean_fields()
    except ValidationError as error:
        return [f"「{name}」：{text}" for name, texts in error.message_dict.items() for text in texts]
    return []


def _problems_of_the_whole(row: CatalogueRow) -> list[str]:
    """What the constraints refuse, each asked of the database."""
    problems = []
    for constraint in row._meta.constraints:
        if isinstance(constraint, models.CheckConstraint):
            try:
                constraint.validate(type(row), row)
            except ValidationError as error:
                problems += error.messages
    return problems


def _differs(row: CatalogueRow, stored: CatalogueRow) -> bool:
    return any(
        getattr(row, field.attname) != getattr(stored, field.attname) for field in row._meta.concrete_fields
    )


def _write(model: type[CatalogueRow], created: list[CatalogueRow], changed: list[CatalogueRow]) -> None:
    fields = [f.name for f in model._meta.concrete_fields if not f.primary_key]
    if hasattr(model._meta, "simple_history_manager_attribute"):
        create_with_history(created)
        update_with_history(changed, fields)
        return
    model._default_manager.bulk_create(created)
    model._default_manager.bulk_update(changed, fields)


def _codes(rows: Iterable[CatalogueRow]) -> tuple[str, ...]:
    return tuple(row.code for row in rows)

"""What the API answers of a record (応答の形): declared as a serializer, read straight from rows.

A list of fifty makes no fifty records and asks no serializer: a ``Reader`` takes the columns it needs in one
statement and shapes each row. A test holds it against the plain serializer.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any, ClassVar

from rest_framework import serializers

from common.db.scoped import hidden_fields
from common.rest.values import FromColumns, Many, name_as_the_record

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from django.db.models import QuerySet

    from common.scope import Scope

AS_THEY_ARE = (
    serializers.CharField,
    serializers.IntegerField,
    serializers.BooleanField,
    serializers.DateField,
    serializers.TimeField,
)


class Shape(serializers.ModelSerializer[Any]):
    """What is answered of one record. ``internal`` names what only the city itself reads, besides what the
    record hides from groups."""

    internal: ClassVar[frozenset[str]] = frozenset()

    def get_fields(self) -> dict[str, Any]:
        fields = super().get_fields()
        for field in fields.values():
            field.read_only = True
        name_as_the_record(fields, self.Meta.model)
        return fields


@dataclass(frozen=True)
class Row:
    """One row as it is answered, and where it stands in the order of the list."""

    answer: dict[str, Any]
    keys: tuple[Any, ...]


@dataclass(frozen=True)
class Part:
    """One field of the answer: where its columns are, and how they become its value (None: as it is)."""

    name: str
    start: int
    end: int
    shape: Callable[..., Any] | None


class Reader:
    """Reads the named fields of a shape from a query, in one statement."""

    def __init__(self, shape: type[Shape], names: tuple[str, ...]) -> None:
        self.columns: list[str] = []
        self.parts: list[Part] = []
        self.many: list[tuple[Many, Part]] = []
        fields = shape().fields
        for name in names:
            self._add(name, fields[name])

    def _add(self, name: str, field: Any) -> None:
        made = isinstance(field, FromColumns)
        columns = field.columns if made else (field.source.replace(".", "__"),)
        start = len(self.columns)
        self.columns += columns
        shape = field.shape if made else _plain_shape(field)
        part = Part(name, start, start + len(columns), shape)
        if isinstance(field, Many):
            self.many.append((field, part))
        else:
            self.parts.append(part)

    def read(self, rows: QuerySet[Any], *, span: slice, keys: Sequence[str], scope: Scope) -> list[Row]:
        """These rows in their order. ``keys`` are the columns that tell where a row stands in it."""
        columns = (*self.columns, "pk", *keys)
        if not self.many:
            return [self._row(values, keys) for values in rows.values_list(*columns)[span]]
        # What belongs to a row multiplies it, so the page is cut before.
        of_page = rows.filter(pk__in=rows[span].values("pk"))
        order = [column for field, _ in self.many for column in field.order]
        multiplied = of_page.order_by(*rows.query.order_by, *order).values_list(*columns)
        place = len(self.columns)
        return [self._gathered([*group], keys, scope) for _, group in groupby(multiplied, itemgetter(place))]

    def _row(self, values: Sequence[Any], keys: Sequence[str]) -> Row:
        answer = {
            part.name: values[part.start]
            if part.shape is None
            else part.shape(*values[part.start : part.end])
            for part in self.parts
        }
        return Row(answer, tuple(values[len(values) - len(keys) :]))

    def _gathered(self, group: Sequence[tuple[Any, ...]], keys: Sequence[str], scope: Scope) -> Row:
        row = self._row(group[0], keys)
        for field, part in self.many:
            found = {values[part.start]: values[part.start : part.end] for values in group}
            row.answer[part.name] = field.gather(
                of_one for pk, of_one in found.items() if pk is not None and field.is_seen(of_one, scope)
            )
        return row


@lru_cache(maxsize=256)
def reader(shape: type[Shape], names: tuple[str, ...]) -> Reader:
    """The reader of these fields; a serializer's fields are costly to make, so it is kept."""
    return Reader(shape, names)


@cache
def names_of(shape: type[Shape]) -> tuple[str, ...]:
    """Every field of a shape, in its order."""
    return tuple(shape().fields)


def names_seen(shape: type[Shape], scope: Scope) -> tuple[str, ...]:
    """The fields of a shape that a person with this scope reads."""
    if scope.internal:
        return names_of(shape)
    hidden = shape.internal | hidden_fields(shape.Meta.model, scope)
    return tuple(name for name in names_of(shape) if name not in hidden)


def _plain_shape(field: Any) -> Callable[..., Any] | None:
    if isinstance(field, AS_THEY_ARE):
        return None
    return lambda value: None if value is None else field.to_representation(value)

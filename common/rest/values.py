"""Values as the API answers them: a code with its label, a row with its name, a day known in part, an area.

Each knows the columns it is made of and makes itself from them, so that a list needs no record, only rows.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, ClassVar

from rest_framework import serializers

from common.certainty import Certainty
from common.db.partial_dates import PRECISIONS, PartialDateField, partial_date_columns
from common.partial_dates import PartialDate, Precision

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from django.db.models import Choices, Model

    from common.scope import Scope

_WESTERN_YEAR = re.compile(r"（[0-9]{4}年度?）")


class Described(serializers.Field[Any, Any, Any, Any]):
    """A value that says itself in OpenAPI what it looks like."""

    schema: ClassVar[dict[str, Any]]


class FromColumns(Described):
    """A value made of some columns of its row."""

    def __init__(self, *columns: str, **kwargs: Any) -> None:
        self.given = columns
        super().__init__(read_only=True, source="*", **kwargs)

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns, as a query names them."""
        return self.given or (str(self.field_name),)

    def shape(self, *values: Any) -> Any:
        """The value made of its columns."""
        raise NotImplementedError

    def to_representation(self, value: Any) -> Any:
        """The same from a whole record."""
        return self.shape(*(follow(value, column) for column in self.columns))


def follow(record: Any, path: str) -> Any:
    """What a query calls ``building__centre__name``, read from a record; None where the way ends."""
    for step in path.split("__"):
        if record is None:
            return None
        record = getattr(record, step, None)
    return record


class Coded(FromColumns):
    """One of a few words (区分): its code, and its label in Japanese; null where it is not said."""

    def __init__(self, choices: type[Choices], *columns: str, **kwargs: Any) -> None:
        self.choices = choices
        self.pairs = {value: {"code": value, "label": label} for value, label in choices.choices}
        super().__init__(*columns, **kwargs)

    @property
    def schema(self) -> dict[str, Any]:  # type: ignore[override]
        return coded_schema(self.choices.choices)

    def shape(self, *values: Any) -> Any:
        return self.pairs.get(values[0])


def coded_schema(choices: Iterable[tuple[Any, Any]]) -> dict[str, Any]:
    """A code and its label in OpenAPI."""
    codes = {value: str(label) for value, label in choices}
    return {
        "type": "object",
        "nullable": True,
        "properties": {
            "code": {"type": "string", "enum": list(codes)},
            "label": {"type": "string", "enum": list(codes.values())},
        },
        "required": ["code", "label"],
    }


REF = {
    "type": "object",
    "nullable": True,
    "properties": {"id": {"type": "integer"}, "name": {"type": "string"}},
    "required": ["id", "name"],
}


class Ref(FromColumns):
    """Another row, by its id and its name; null where there is none, or none within the scope."""

    schema = REF

    def __init__(self, id_column: str, name_column: str, **kwargs: Any) -> None:
        super().__init__(id_column, name_column, **kwargs)

    def shape(self, *values: Any) -> Any:
        pk, name = values
        return None if pk is None else {"id": pk, "name": name}


class IdOf(FromColumns):
    """The id of another row of the same kind; null where there is none."""

    schema: ClassVar[dict[str, Any]] = {"type": "integer", "nullable": True}

    def shape(self, *values: Any) -> Any:
        return values[0]


class PartialDay(FromColumns):
    """A day as far as it is known (日付のわかる範囲): 令和3年2月, 昭和45年度."""

    schema: ClassVar[dict[str, Any]] = {
        "type": "object",
        "nullable": True,
        "description": "分かっている形のままの日付。text は書き込みにもそのまま使えます。",
        "properties": {
            "text": {"type": "string", "example": "令和3年2月"},
            "first": {"type": "string", "format": "date", "description": "最も早い日"},
            "last": {"type": "string", "format": "date", "description": "最も遅い日"},
            "precision": {"type": "string", "enum": [code for code, _ in PRECISIONS]},
        },
        "required": ["text", "first", "last", "precision"],
    }

    @property
    def columns(self) -> tuple[str, ...]:
        return partial_date_columns(str(self.field_name))

    def shape(self, *values: Any) -> Any:
        first, last, precision = values
        return None if first is None else partial_day(first, last, precision)


@lru_cache(maxsize=4096)
def known_day(first: date, last: date, precision: str) -> PartialDate:
    """The day of three columns; a register names the same days again and again."""
    return PartialDate(first, last, Precision(precision))


@lru_cache(maxsize=4096)
def partial_day(first: date, last: date, precision: str) -> dict[str, Any]:
    """The day on the wire; ``text`` as the office would type it."""
    return {
        "text": _WESTERN_YEAR.sub("", known_day(first, last, precision).label),
        "first": first,
        "last": last,
        "precision": precision,
    }


class Area(FromColumns):
    """An area (面積), kept in 0.01 ㎡, as a decimal number of ㎡ in a text: no floating point on the way."""

    schema: ClassVar[dict[str, Any]] = {
        "type": "string",
        "nullable": True,
        "pattern": r"^[0-9]+\.[0-9]{2}$",
        "example": "548.20",
        "description": "㎡、小数2けた",
    }

    def shape(self, *values: Any) -> Any:
        area = values[0]
        return None if area is None else f"{area // 100}.{area % 100:02}"


class ClockTime(FromColumns):
    """A time of the day in hours and minutes: 08:30."""

    schema: ClassVar[dict[str, Any]] = {
        "type": "string",
        "nullable": True,
        "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$",
        "example": "08:30",
    }

    def shape(self, *values: Any) -> Any:
        return None if values[0] is None else f"{values[0]:%H:%M}"


class Degree(FromColumns):
    """A coordinate in degrees, as a number."""

    schema: ClassVar[dict[str, Any]] = {"type": "number", "nullable": True, "example": 34.05512345}

    def shape(self, *values: Any) -> Any:
        return None if values[0] is None else float(values[0])


class Many(FromColumns):
    """Several rows that belong to this one, in one list; they are read with it in the same query.

    ``by`` is the related name; the first column of ``of`` tells them apart. ``centre`` names the one of these
    columns, if any, that holds the id of a centre: what lies outside the scope is left out.
    """

    item: ClassVar[dict[str, Any]] = REF

    def __init__(self, by: str, *of: str, order: Sequence[str] = (), centre: str = "", **kwargs: Any) -> None:
        self.by = by
        self.of = of
        self.order = tuple(f"{by}__{column}" for column in order or of[:1])
        self.centre_at = of.index(centre) if centre else None
        super().__init__(*(f"{by}__{column}" for column in of), **kwargs)

    @property
    def schema(self) -> dict[str, Any]:  # type: ignore[override]
        return {"type": "array", "items": {**self.item, "nullable": False}}

    def is_seen(self, values: Sequence[Any], scope: Scope) -> bool:
        """Whether this one lies within the scope."""
        return self.centre_at is None or scope.sees_centre(values[self.centre_at])

    def one(self, *values: Any) -> Any:
        """One of them."""
        pk, name = values
        return {"id": pk, "name": name}

    def gather(self, found: Iterable[tuple[Any, ...]]) -> Any:
        """All of them, each as the values of its columns."""
        return [self.one(*values) for values in found]

    def to_representation(self, value: Any) -> Any:
        related = getattr(value, self.by).order_by(
            *(name.removeprefix(f"{self.by}__") for name in self.order)
        )
        return self.gather(tuple(follow(row, column) for column in self.of) for row in related)


class Stated(Many):
    """Where the facts of a record come from and how sure we are of each (出典・確かさ), by fact."""

    schema: ClassVar[dict[str, Any]] = {
        "type": "object",
        "description": "項目ごとの出典と確かさ。市の職員だけに返します。",
        "additionalProperties": {
            "type": "object",
            "properties": {
                "certainty": {**coded_schema(Certainty.choices), "nullable": False},
                "source": {"type": "string"},
                "source_url": {"type": "string"},
                "note": {"type": "string"},
            },
            "required": ["certainty", "source", "source_url", "note"],
        },
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            "stated_facts",
            "id",
            "field",
            "certainty",
            "source",
            "source_url",
            "note",
            order=("field",),
            **kwargs,
        )

    def gather(self, found: Iterable[tuple[Any, ...]]) -> Any:
        return {
            field: {
                "certainty": {"code": certainty, "label": Certainty(certainty).label},
                "source": source,
                "source_url": url,
                "note": note,
            }
            for _, field, certainty, source, url, note in found
        }


def name_as_the_record(fields: Mapping[str, Any], model: type[Model]) -> None:
    """Fields that have no label of their own take that of the record's field of the same name."""
    labels = {field.name: field.verbose_name for field in model._meta.concrete_fields}
    for name, field in fields.items():
        if field.label is None:
            own = getattr(model, name, None)
            field.label = own.verbose_name if isinstance(own, PartialDateField) else labels.get(name)

"""Columns and texts of queries that are joined with those of other apps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import CharField, Value

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet


def text(value: str) -> Value:
    """A constant text column."""
    return Value(value, output_field=CharField())


@dataclass(frozen=True)
class Sql:
    """A piece of SQL and its parameters."""

    text: str
    params: tuple[Any, ...] = ()


def sql_of(rows: QuerySet[Any, Any], *, using: str) -> Sql:
    """The text of a query, to be written inside a statement of one's own."""
    # Also of a query that can find nothing: the others go on.
    text, params = rows.query.get_compiler(using, elide_empty=False).as_sql()
    return Sql(text, tuple(params))


def union_of(parts: Iterable[Sql]) -> Sql:
    """The rows of all these queries together, repeated ones too."""
    listed = list(parts)
    return Sql(
        " UNION ALL ".join(part.text for part in listed),
        tuple(value for part in listed for value in part.params),
    )

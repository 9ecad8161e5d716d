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


def union_sql(querysets: Iterable[QuerySet[Any, Any]], *, using: str) -> Sql:
    """The rows of all these queries, to be written inside a statement of one's own."""
    first, *others = querysets
    text, params = first.union(*others, all=True).query.get_compiler(using).as_sql()
    return Sql(text, tuple(params))

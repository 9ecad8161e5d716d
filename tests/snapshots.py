"""A database as it stood once, put back in a moment: what is slow to make is made once in a run, not in each test.

The rows as the engine keeps them: no act runs, and nothing is checked that was checked when they were made.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, transaction

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import Model


@dataclass(frozen=True)
class Rows:
    """All rows of one table, in the order of its columns."""

    table: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]


Snapshot = tuple[Rows, ...]


def taken() -> Snapshot:
    """Every table of every model."""
    return tuple(_rows_of(table) for table in connection.introspection.django_table_names(only_existing=True))


def taken_of(models: Iterable[type[Model]]) -> Snapshot:
    """The tables of these models."""
    return tuple(_rows_of(model._meta.db_table) for model in models)


def put_in(snapshot: Snapshot) -> None:
    """These rows are added. Their ids were given away by this run before: what is made next gets a later one."""
    with connection.cursor() as cursor:
        for rows in snapshot:
            columns = ", ".join(map(_quoted, rows.columns))
            values = ", ".join(["%s"] * len(rows.columns))
            cursor.executemany(f"INSERT INTO {_quoted(rows.table)} ({columns}) VALUES ({values})", rows.rows)


def put_back(snapshot: Snapshot) -> None:
    """The database holds these rows and no others; what is made next gets an id of its own."""
    # One transaction: a foreign key is looked at when all rows are there.
    with transaction.atomic(), connection.cursor() as cursor:
        for rows in snapshot:
            cursor.execute(f"DELETE FROM {_quoted(rows.table)}")
        put_in(snapshot)
        for statement in connection.ops.sequence_reset_sql(
            no_style(), apps.get_models(include_auto_created=True)
        ):
            cursor.execute(statement)


def _rows_of(table: str) -> Rows:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {_quoted(table)}")
        rows = tuple(tuple(map(_storable, row)) for row in cursor)
        return Rows(table, tuple(column[0] for column in cursor.description), rows)


def _storable(value: Any) -> Any:
    """SQLite hands out a time of day, but takes it as text only."""
    return value.isoformat() if isinstance(value, time) else value


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)

"""The limit: SQL written by hand, read without an ORM, behind the thinnest WSGI callable there is."""

from __future__ import annotations

import re
import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import orjson
import psycopg
from psycopg.rows import dict_row

from config.databases import SQLITE_PRAGMAS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

Row = dict[str, Any]
PARAMETER = re.compile(r"(?<![:\w]):([a-z_]\w*)")


class ByHand:
    """A database without Django. Parameters are named in the text: ``WHERE id = :pk``."""

    def __init__(self, settings: dict[str, Any]) -> None:
        self.is_postgres = settings["ENGINE"].endswith("postgresql")
        self._connection: Any = _postgres(settings) if self.is_postgres else _sqlite(settings)

    def rows(self, text: str, **parameters: Any) -> list[Row]:
        """The rows of an answer, by column."""
        found: list[Row] = self._execute(text, parameters).fetchall()
        return found

    def write(self, text: str, **parameters: Any) -> int:
        """How many rows a statement wrote."""
        return int(self._execute(text, parameters).rowcount)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Everything in it, or nothing."""
        self._connection.execute("BEGIN" if self.is_postgres else "BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")

    def close(self) -> None:
        self._connection.close()

    def _execute(self, text: str, parameters: Row) -> Any:
        if self.is_postgres:
            text = PARAMETER.sub(r"%(\1)s", text)
        return self._connection.execute(text, parameters)


def _sqlite(settings: dict[str, Any]) -> sqlite3.Connection:
    connection = sqlite3.connect(settings["NAME"], isolation_level=None, timeout=20)
    for pragma in SQLITE_PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
    connection.row_factory = lambda cursor, row: dict(
        zip((name for name, *_ in cursor.description), row, strict=True)
    )
    return connection


def _postgres(settings: dict[str, Any]) -> psycopg.Connection[Row]:
    return psycopg.connect(
        host=settings["HOST"],
        port=settings["PORT"],
        user=settings["USER"],
        password=settings["PASSWORD"],
        dbname=settings["NAME"],
        autocommit=True,
        row_factory=dict_row,
    )


def thin(answer: Callable[[WSGIEnvironment], Any]) -> WSGIApplication:
    """An answer as JSON, and nothing else around it."""

    def application(environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
        body = orjson.dumps(answer(environ), default=str)
        start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
        return [body]

    return application

"""The nightly sweep in SQL: which deadlines open, reopen, advance or close a flag.

A constant number of statements whatever the number of deadlines. The deadlines of all apps are gathered once
and joined with the stages of the day (``t``); Python computed the days, SQL only compares them. The same text
runs on SQLite and PostgreSQL.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.db import connections

from common.db.columns import Sql, union_sql
from common.deadlines import COLUMNS, SETTLED_COLUMNS
from reminders.choices import UNKNOWN_DAY, CloseReason
from reminders.deadlines import DEADLINES, pending, settled
from reminders.models import Flag
from reminders.rules.stages import Stage, thresholds

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.db.backends.utils import CursorWrapper


FLAG = Flag._meta.db_table

PENDING, DUE, NEW = "sweep_pending", "sweep_due", "sweep_new"
"""Temporary tables: every deadline pending; of these those that stand in a stage today, with it; of these
those without a flag."""

UNKNOWN_RANK = 1_000_000
"""A day that becomes known is always a step forward from a day unknown."""

SAME_DAY = "(f.due_on = d.due_on OR (f.due_on IS NULL AND d.due_on IS NULL))"

SAME_KEY = f"f.kind = d.kind AND f.subject_id = d.subject_id AND {SAME_DAY}"


@dataclass(frozen=True)
class Counts:
    """How many flags a sweep touched."""

    opened: int
    reopened: int
    advanced: int
    closed: int


class Sweep:
    """One sweep over one database, inside a transaction that the caller holds open.

    ``with Sweep(on) as sweep`` gathers the deadlines once, into a temporary table of this connection; every
    statement reads them there. Until the transaction ends no act can open or close a flag: one that settles a
    duty meanwhile waits, and closes the flag that the sweep may just have opened.
    """

    def __init__(self, on: date, *, using: str = "default") -> None:
        self.on = on
        self.connection = connections[using]
        # Everything pending, whenever it is due: a flag stays open as long as its deadline is among these.
        self.deadlines = union_sql((pending(kind, on=on) for kind in DEADLINES), using=using)
        done = union_sql((settled(kind, on=on) for kind in DEADLINES), using=using)
        self.settled = Sql(f"s({', '.join(SETTLED_COLUMNS)}) AS ({done.text})", done.params)

    def __enter__(self) -> Self:
        with self.connection.cursor() as cursor:
            if self.connection.vendor == "postgresql":
                # SQLite has one writer at a time anyway.
                cursor.execute(f"LOCK TABLE {FLAG} IN SHARE ROW EXCLUSIVE MODE")
            gathered = Sql(
                f"WITH d({', '.join(COLUMNS)}) AS ({self.deadlines.text}) SELECT * FROM d",
                self.deadlines.params,
            )
            self._keep(cursor, PENDING, gathered)
        return self

    def __exit__(self, error: type[BaseException] | None, *_more: object) -> None:
        # After an error the transaction is undone, and what it made with it.
        if error is None:
            with self.connection.cursor() as cursor:
                for table in (PENDING, DUE, NEW):
                    cursor.execute(f"DROP TABLE IF EXISTS {table}")

    def leads(self) -> list[str]:
        """The kinds of lead time that the deadlines ask for."""
        with self.connection.cursor() as cursor:
            cursor.execute(f"SELECT DISTINCT lead FROM {PENDING}")
            return sorted(lead for (lead,) in cursor.fetchall())

    def run(self, stages: Mapping[str, Sequence[Stage]]) -> Counts:
        """Reopen, advance, open, close; ``stages`` by lead."""
        with self.connection.cursor() as cursor:
            self._keep(cursor, DUE, self._due_now(self._stages_today(stages)))
            reopened = self._reopen(cursor)
            self._follow_the_post(cursor)
            advanced = self._advance(cursor)
            opened = self._open(cursor)
            closed = self._close(cursor)
        return Counts(opened=opened, reopened=reopened, advanced=advanced, closed=closed)

    def _keep(self, cursor: CursorWrapper, table: str, rows: Sql) -> None:
        """Rows in a temporary table, found by the key of their flag."""
        cursor.execute(f"CREATE TEMPORARY TABLE {table} AS {rows.text}", rows.params)
        cursor.execute(f"CREATE INDEX {table}_key ON {table} (kind, subject_id)")
        if self.connection.vendor == "postgresql":
            cursor.execute(f"ANALYZE {table}")

    def _stages_today(self, stages: Mapping[str, Sequence[Stage]]) -> Sql:
        # The first row belongs to no lead: it gives the columns their types, also where nothing is due.
        rows: list[tuple[Any, ...]] = [("", UNKNOWN_DAY, UNKNOWN_RANK, date.max, date.max)]
        for lead, of_lead in stages.items():
            rows += [
                (lead, span.stage.code, span.stage.rank, span.above, span.upto)
                for span in thresholds(of_lead, self.on)
            ]
            rows.append((lead, UNKNOWN_DAY, UNKNOWN_RANK, date.max, date.max))
        values = ", ".join(["(%s, %s, %s, %s, %s)"] * len(rows))
        return Sql(
            f"t(lead, stage, stage_rank, above, upto) AS (VALUES {values})",
            tuple(self._day(value) if isinstance(value, date) else value for row in rows for value in row),
        )

    def _due_now(self, today: Sql) -> Sql:
        """The deadlines that stand in a stage today, each with that stage."""
        return Sql(
            f"""
            WITH {today.text}
            SELECT d.*, t.stage, t.stage_rank
            FROM {PENDING} AS d JOIN t ON t.lead = d.lead AND (
                (d.due_on > t.above AND d.due_on <= t.upto)
                OR (d.due_on IS NULL AND t.stage = '{UNKNOWN_DAY}')
            )
            """,
            today.params,
        )

    def _reopen(self, cursor: CursorWrapper) -> int:
        """A closed flag whose deadline is pending again is open again from today."""
        return self._execute(
            cursor,
            f"""
            UPDATE {FLAG} AS f
            SET closed_on = NULL, close_reason = '', opened_on = {self._as_day},
                stage = d.stage, stage_rank = d.stage_rank
            FROM {DUE} AS d
            WHERE {SAME_KEY} AND f.closed_on IS NOT NULL
            """,
            (self._day(self.on),),
        )

    def _follow_the_post(self, cursor: CursorWrapper) -> None:
        """An open flag belongs to whoever is in charge now."""
        self._execute(
            cursor,
            f"""
            UPDATE {FLAG} AS f
            SET centre_id = d.centre_id, post_id = d.post_id, side = d.side
            FROM {PENDING} AS d
            WHERE {SAME_KEY} AND f.closed_on IS NULL AND (
                f.side <> d.side
                OR COALESCE(f.post_id, 0) <> COALESCE(d.post_id, 0)
                OR COALESCE(f.centre_id, 0) <> COALESCE(d.centre_id, 0)
            )
            """,
        )

    def _advance(self, cursor: CursorWrapper) -> int:
        """An open flag takes the nearer stage; never back."""
        return self._execute(
            cursor,
            f"""
            UPDATE {FLAG} AS f
            SET stage = d.stage, stage_rank = d.stage_rank
            FROM {DUE} AS d
            WHERE {SAME_KEY} AND f.closed_on IS NULL AND d.stage_rank < f.stage_rank
            """,
        )

    def _open(self, cursor: CursorWrapper) -> int:
        """A deadline in a stage and without a flag gets one; the unique constraints guard against a twin.

        Which are without one is settled before the first is written: asked while the table grows, PostgreSQL,
        which still thinks it empty, would read all of it again for every deadline.
        """
        without = f"SELECT d.* FROM {DUE} AS d WHERE NOT EXISTS (SELECT 1 FROM {FLAG} AS f WHERE {SAME_KEY})"
        self._keep(cursor, NEW, Sql(without))
        return self._execute(
            cursor,
            f"""
            INSERT INTO {FLAG} (
                kind, subject_id, due_on, centre_id, post_id, side, stage, stage_rank, opened_on, close_reason
            )
            SELECT d.kind, d.subject_id, d.due_on, d.centre_id, d.post_id, d.side, d.stage, d.stage_rank,
                {self._as_day}, ''
            FROM {NEW} AS d
            WHERE TRUE
            ON CONFLICT DO NOTHING
            """,
            (self._day(self.on),),
        )

    def _close(self, cursor: CursorWrapper) -> int:
        """An open flag whose deadline is no longer pending is closed, with the reason."""
        return self._execute(
            cursor,
            f"""
            WITH {self.settled.text}
            UPDATE {FLAG} AS f
            SET closed_on = {self._as_day}, close_reason = CASE
                WHEN EXISTS (
                    SELECT 1 FROM s
                    WHERE s.kind = f.kind AND s.subject_id = f.subject_id AND s.reason = '{CloseReason.DONE}'
                ) THEN '{CloseReason.DONE}'
                WHEN EXISTS (
                    SELECT 1 FROM s WHERE s.kind = f.kind AND s.subject_id = f.subject_id
                ) THEN '{CloseReason.ANSWERED}'
                WHEN EXISTS (
                    SELECT 1 FROM {PENDING} AS d WHERE d.kind = f.kind AND d.subject_id = f.subject_id
                ) THEN '{CloseReason.DAY_CHANGED}'
                ELSE '{CloseReason.NO_LONGER_APPLIES}'
            END
            WHERE f.closed_on IS NULL AND NOT EXISTS (SELECT 1 FROM {PENDING} AS d WHERE {SAME_KEY})
            """,
            (*self.settled.params, self._day(self.on)),
        )

    @property
    def _as_day(self) -> str:
        """A parameter that is a day, also where the database would take it for text."""
        return "CAST(%s AS date)" if self.connection.vendor == "postgresql" else "%s"

    def _day(self, day: date) -> Any:
        return self.connection.ops.adapt_datefield_value(day)

    def _execute(self, cursor: CursorWrapper, text: str, params: Sequence[Any] = ()) -> int:
        cursor.execute(text, params)
        if cursor.rowcount >= 0:
            return int(cursor.rowcount)
        # SQLite does not count rows of a statement that begins with WITH, but can be asked.
        cursor.execute("SELECT changes()")
        return int(cursor.fetchone()[0])

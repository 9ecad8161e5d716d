"""The nightly sweep in SQL: which deadlines open, reopen, advance or close a flag.

A constant number of statements whatever the number of deadlines. Every statement joins the deadlines of all
apps (``d``) with the stages of the day (``t``); Python computed the days, SQL only compares them. The same
text runs on SQLite and PostgreSQL.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import connections

from common.deadlines import COLUMNS, SETTLED_COLUMNS
from designated_managers import queries as designated_managers
from maintenance import queries as maintenance
from reminders.choices import UNKNOWN_DAY, CloseReason
from reminders.models import Flag
from reminders.rules.stages import Stage, thresholds

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from django.db.backends.utils import CursorWrapper
    from django.db.models import QuerySet

FLAG = Flag._meta.db_table
UNKNOWN_RANK = 1_000_000
"""A day that becomes known is always a step forward from a day unknown."""

SAME_DAY = "(f.due_on = d.due_on OR (f.due_on IS NULL AND d.due_on IS NULL))"
SAME_KEY = f"f.kind = d.kind AND f.subject_id = d.subject_id AND {SAME_DAY}"


@dataclass(frozen=True)
class Sql:
    """A piece of SQL and its parameters."""

    text: str
    params: tuple[Any, ...] = ()


@dataclass(frozen=True)
class Counts:
    """How many flags a sweep touched."""

    opened: int
    reopened: int
    advanced: int
    closed: int


def _union(querysets: Iterable[QuerySet[Any, Any]], using: str) -> Sql:
    first, *others = querysets
    text, params = first.union(*others, all=True).query.get_compiler(using).as_sql()
    return Sql(text, tuple(params))


def _deadlines(using: str) -> Sql:
    """Everything pending, whenever it is due: a flag stays open as long as its deadline is among these."""
    return _union(
        (
            maintenance.inspection_deadlines(until=date.max),
            maintenance.contract_deadlines(until=date.max),
            designated_managers.deadlines(until=date.max),
        ),
        using,
    )


def _settled(using: str) -> Sql:
    return _union(
        (maintenance.settled_inspections(), maintenance.settled_contracts(), designated_managers.settled()),
        using,
    )


class Sweep:
    """One sweep over one database, inside a transaction that the caller holds open."""

    def __init__(self, on: date, *, using: str = "default") -> None:
        self.on = on
        self.connection = connections[using]
        deadlines = _deadlines(using)
        self.deadlines = Sql(f"d({', '.join(COLUMNS)}) AS ({deadlines.text})", deadlines.params)
        settled = _settled(using)
        self.settled = Sql(f"s({', '.join(SETTLED_COLUMNS)}) AS ({settled.text})", settled.params)

    def leads(self) -> list[str]:
        """The kinds of lead time that the deadlines ask for."""
        with self.connection.cursor() as cursor:
            cursor.execute(f"WITH {self.deadlines.text} SELECT DISTINCT lead FROM d", self.deadlines.params)
            return sorted(lead for (lead,) in cursor.fetchall())

    def run(self, stages: Mapping[str, Sequence[Stage]]) -> Counts:
        """Reopen, advance, open, close; ``stages`` by lead."""
        today = self._stages_today(stages)
        with self.connection.cursor() as cursor:
            reopened = self._reopen(cursor, today)
            self._follow_the_post(cursor)
            advanced = self._advance(cursor, today)
            opened = self._open(cursor, today)
            closed = self._close(cursor)
        return Counts(opened=opened, reopened=reopened, advanced=advanced, closed=closed)

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
        """``w``: the deadlines that stand in a stage today, each with that stage."""
        return Sql(
            f"""{self.deadlines.text}, {today.text}, w AS (
                SELECT d.*, t.stage, t.stage_rank
                FROM d JOIN t ON t.lead = d.lead AND (
                    (d.due_on > t.above AND d.due_on <= t.upto)
                    OR (d.due_on IS NULL AND t.stage = '{UNKNOWN_DAY}')
                )
            )""",
            (*self.deadlines.params, *today.params),
        )

    def _reopen(self, cursor: CursorWrapper, today: Sql) -> int:
        """A closed flag whose deadline is pending again is open again from today."""
        due = self._due_now(today)
        return self._execute(
            cursor,
            f"""
            WITH {due.text}
            UPDATE {FLAG} AS f
            SET closed_on = NULL, close_reason = '', opened_on = {self._as_day},
                stage = d.stage, stage_rank = d.stage_rank
            FROM w AS d
            WHERE {SAME_KEY} AND f.closed_on IS NOT NULL
            """,
            (*due.params, self._day(self.on)),
        )

    def _follow_the_post(self, cursor: CursorWrapper) -> None:
        """An open flag belongs to whoever is in charge now."""
        self._execute(
            cursor,
            f"""
            WITH {self.deadlines.text}
            UPDATE {FLAG} AS f
            SET centre_id = d.centre_id, post_id = d.post_id, side = d.side
            FROM d
            WHERE {SAME_KEY} AND f.closed_on IS NULL AND (
                f.side <> d.side
                OR COALESCE(f.post_id, 0) <> COALESCE(d.post_id, 0)
                OR COALESCE(f.centre_id, 0) <> COALESCE(d.centre_id, 0)
            )
            """,
            self.deadlines.params,
        )

    def _advance(self, cursor: CursorWrapper, today: Sql) -> int:
        """An open flag takes the nearer stage; never back."""
        due = self._due_now(today)
        return self._execute(
            cursor,
            f"""
            WITH {due.text}
            UPDATE {FLAG} AS f
            SET stage = d.stage, stage_rank = d.stage_rank
            FROM w AS d
            WHERE {SAME_KEY} AND f.closed_on IS NULL AND d.stage_rank < f.stage_rank
            """,
            due.params,
        )

    def _open(self, cursor: CursorWrapper, today: Sql) -> int:
        """A deadline in a stage and without a flag gets one; the unique constraints guard against a twin."""
        due = self._due_now(today)
        return self._execute(
            cursor,
            f"""
            WITH {due.text}
            INSERT INTO {FLAG} (
                kind, subject_id, due_on, centre_id, post_id, side, stage, stage_rank, opened_on, close_reason
            )
            SELECT d.kind, d.subject_id, d.due_on, d.centre_id, d.post_id, d.side, d.stage, d.stage_rank,
                {self._as_day}, ''
            FROM w AS d
            WHERE NOT EXISTS (SELECT 1 FROM {FLAG} AS f WHERE {SAME_KEY})
            ON CONFLICT DO NOTHING
            """,
            (*due.params, self._day(self.on)),
        )

    def _close(self, cursor: CursorWrapper) -> int:
        """An open flag whose deadline is no longer pending is closed, with the reason."""
        return self._execute(
            cursor,
            f"""
            WITH {self.deadlines.text}, {self.settled.text}
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
                    SELECT 1 FROM d WHERE d.kind = f.kind AND d.subject_id = f.subject_id
                ) THEN '{CloseReason.DAY_CHANGED}'
                ELSE '{CloseReason.NO_LONGER_APPLIES}'
            END
            WHERE f.closed_on IS NULL AND NOT EXISTS (SELECT 1 FROM d WHERE {SAME_KEY})
            """,
            (*self.deadlines.params, *self.settled.params, self._day(self.on)),
        )

    @property
    def _as_day(self) -> str:
        """A parameter that is a day, also where the database would take it for text."""
        return "CAST(%s AS date)" if self.connection.vendor == "postgresql" else "%s"

    def _day(self, day: date) -> Any:
        return self.connection.ops.adapt_datefield_value(day)

    def _execute(self, cursor: CursorWrapper, text: str, params: Sequence[Any]) -> int:
        cursor.execute(text, params)
        if cursor.rowcount >= 0:
            return int(cursor.rowcount)
        # SQLite does not count rows of a statement that begins with WITH, but can be asked.
        cursor.execute("SELECT changes()")
        return int(cursor.fetchone()[0])

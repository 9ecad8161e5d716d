"""What the night works on: every deadline pending, and those of them that stand in a stage."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.db import connections

from common.db.columns import Sql
from common.deadlines import COLUMNS
from reminders.choices import UNKNOWN_DAY
from reminders.deadlines import every_pending
from reminders.models import CentreLeadTime, Flag, Response
from reminders.queries.plans import AT_CENTRE
from reminders.rules.bells import spans
from reminders.rules.plans import Circle

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.db.backends.utils import CursorWrapper

    from common.business_days import OpenDays
    from reminders.rules.plans import Plan

FLAG = Flag._meta.db_table

PENDING, STAGES, DUE = "sweep_pending", "sweep_stage", "sweep_due"
"""Temporary tables: every deadline pending; the stages of the day; the deadlines that stand in one."""

UNKNOWN_RANK = 1_000_000
"""A day that becomes known is always a step forward from a day unknown."""

SAME_DAY = "(f.due_on = d.due_on OR (f.due_on IS NULL AND d.due_on IS NULL))"

SAME_KEY = f"f.kind = d.kind AND f.subject_id = d.subject_id AND {SAME_DAY}"


class Gathering:
    """The deadlines of one day in one database, inside a transaction that the caller holds open.

    ``with Gathering(on) as gathered`` gathers them once, into a temporary table of this connection; every
    statement reads them there. Until the transaction ends no act can open or close a flag: one that settles a
    duty meanwhile waits, and closes the flag that the night may just have opened.
    """

    def __init__(self, on: date, *, using: str = "default") -> None:
        self.on = on
        self.using = using
        self.connection = connections[using]
        self.kept: list[str] = []

    def __enter__(self) -> Self:
        # Everything pending, whenever it is due: a flag stays open as long as its deadline is among these.
        deadlines = every_pending(on=self.on, using=self.using)
        with self.connection.cursor() as cursor:
            if self.connection.vendor == "postgresql":
                # SQLite has one writer at a time anyway.
                cursor.execute(f"LOCK TABLE {FLAG} IN SHARE ROW EXCLUSIVE MODE")
                # Compiling the text of twenty kinds took 25 s at a million deadlines, running it 1 s.
                cursor.execute("SET LOCAL jit = off")
            gathered = Sql(
                f"WITH d({', '.join(COLUMNS)}) AS ({deadlines.text}) SELECT * FROM d", deadlines.params
            )
            self.keep(cursor, PENDING, gathered)
            self._put_centres_behind_leads(cursor)
            self._follow_handovers(cursor)
        return self

    def __exit__(self, error: type[BaseException] | None, *_more: object) -> None:
        # After an error the transaction is undone, and what it made with it.
        if error is None:
            with self.connection.cursor() as cursor:
                for table in self.kept:
                    cursor.execute(f"DROP TABLE IF EXISTS {table}")

    def leads(self) -> dict[str, date | None]:
        """The kinds of lead time that the deadlines ask for, each with its earliest due day."""
        with self.connection.cursor() as cursor:
            cursor.execute(f"SELECT lead, MIN(due_on) FROM {PENDING} GROUP BY lead")
            return {lead: self.as_date(day) for lead, day in sorted(cursor.fetchall())}

    def find_due(self, plans: Mapping[str, Plan], oldest: Mapping[str, date | None], days: OpenDays) -> None:
        """Keep what stands in a stage today; ``plans`` and earliest due days by lead.

        ``place_id`` is 0 until the ledger says that it depends on the centre who is told.
        """
        nowhere = "CAST(0 AS bigint) AS place_id"
        with self.connection.cursor() as cursor:
            self.table(
                cursor,
                STAGES,
                "lead text, stage text, stage_rank integer, bell text, bell_rank integer, circle integer, "
                "above date, upto date",
                self._stages_today(plans, oldest, days),
                key="lead, upto",
            )
            self.keep(
                cursor,
                DUE,
                Sql(
                    f"""
                    SELECT d.*, {nowhere}, t.stage, t.stage_rank, t.bell, t.bell_rank, t.circle
                    FROM {PENDING} AS d JOIN {STAGES} AS t ON t.lead = d.lead
                        AND d.due_on > t.above AND d.due_on <= t.upto
                    UNION ALL
                    SELECT d.*, {nowhere}, t.stage, t.stage_rank, t.bell, t.bell_rank, t.circle
                    FROM {PENDING} AS d JOIN {STAGES} AS t ON t.lead = d.lead AND t.stage = '{UNKNOWN_DAY}'
                    WHERE d.due_on IS NULL
                    """
                ),
            )

    def keep(self, cursor: CursorWrapper, table: str, rows: Sql, *, key: str = "kind, subject_id") -> None:
        """Rows in a temporary table, found by their key."""
        self.kept.append(table)
        cursor.execute(f"CREATE TEMPORARY TABLE {table} AS {rows.text}", rows.params)
        cursor.execute(f"CREATE INDEX {table}_key ON {table} ({key})")
        if self.connection.vendor == "postgresql":
            cursor.execute(f"ANALYZE {table}")

    def table(
        self, cursor: CursorWrapper, name: str, columns: str, rows: Sequence[tuple[Any, ...]], *, key: str
    ) -> None:
        """What Python has worked out, in a temporary table."""
        self.kept.append(name)
        cursor.execute(f"CREATE TEMPORARY TABLE {name} ({columns})")
        if self.connection.vendor == "postgresql":
            with cursor.copy(f"COPY {name} FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            places = ", ".join(["%s"] * (columns.count(",") + 1))
            cursor.executemany(
                f"INSERT INTO {name} VALUES ({places})",
                [[self.day(value) if isinstance(value, date) else value for value in row] for row in rows],
            )
        cursor.execute(f"CREATE INDEX {name}_key ON {name} ({key})")
        if self.connection.vendor == "postgresql":
            cursor.execute(f"ANALYZE {name}")

    def execute(self, cursor: CursorWrapper, text: str, params: Sequence[Any] = ()) -> int:
        """Run a statement; returns how many rows it touched."""
        cursor.execute(text, params)
        if cursor.rowcount >= 0:
            return int(cursor.rowcount)
        # SQLite does not count rows of a statement that begins with WITH, but can be asked.
        cursor.execute("SELECT changes()")
        return int(cursor.fetchone()[0])

    @property
    def as_day(self) -> str:
        """A parameter that is a day, also where the database would take it for text."""
        return "CAST(%s AS date)" if self.connection.vendor == "postgresql" else "%s"

    def later_of(self, column: str) -> str:
        """A parameter that is a day, or the day in the column where that is later."""
        latest = "GREATEST" if self.connection.vendor == "postgresql" else "MAX"
        return f"{latest}({column}, {self.as_day})"

    @property
    def no(self) -> str:
        """False, as the database writes it."""
        return "FALSE" if self.connection.vendor == "postgresql" else "0"

    def as_date(self, value: Any) -> date | None:
        """A day as the database gives it."""
        return date.fromisoformat(value) if isinstance(value, str) else value

    def day(self, day: date) -> Any:
        """A day as the database takes it."""
        return self.connection.ops.adapt_datefield_value(day)

    def _put_centres_behind_leads(self, cursor: CursorWrapper) -> None:
        """Where a centre has a plan of its own, the lead says so."""
        own = CentreLeadTime._meta.db_table
        cursor.execute(
            f"""
            UPDATE {PENDING} AS d SET lead = d.lead || '{AT_CENTRE}' || CAST(d.centre_id AS text)
            WHERE EXISTS (
                SELECT 1 FROM {own} AS c
                WHERE c.centre_id = d.centre_id AND (d.lead = c.code OR d.lead LIKE c.code || '/%%')
            )
            """,
            (),
        )

    def _follow_handovers(self, cursor: CursorWrapper) -> None:
        """What was handed over belongs to the post it was handed to."""
        last = (
            Response.objects.using(self.using)
            .last_handovers()
            .order_by()
            .values_list("flag__kind", "flag__subject_id", "to_post_id")
        )
        text, params = last.query.get_compiler(self.using).as_sql()
        cursor.execute(
            f"""
            WITH h(kind, subject_id, post_id) AS ({text})
            UPDATE {PENDING} AS d SET post_id = h.post_id FROM h
            WHERE h.kind = d.kind AND h.subject_id = d.subject_id
            """,
            params,
        )

    def _stages_today(
        self, plans: Mapping[str, Plan], oldest: Mapping[str, date | None], days: OpenDays
    ) -> list[tuple[Any, ...]]:
        unknown = (
            UNKNOWN_DAY,
            UNKNOWN_RANK,
            UNKNOWN_DAY,
            UNKNOWN_RANK,
            int(Circle.IN_CHARGE),
            date.max,
            date.max,
        )
        rows: list[tuple[Any, ...]] = []
        for lead, plan in plans.items():
            rows += [
                (lead, s.lead.code, s.lead.rank, s.bell.code, s.bell.rank, int(s.circle), s.above, s.upto)
                for s in spans(plan, self.on, days, oldest=oldest[lead])
            ]
            rows.append((lead, *unknown))
        return rows

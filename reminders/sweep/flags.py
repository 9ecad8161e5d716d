"""The flags of one night: what reopens, advances, opens and closes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from common.db.columns import Sql
from common.deadlines import SETTLED_COLUMNS
from reminders.choices import CloseReason
from reminders.deadlines import every_settled
from reminders.sweep.gathering import DUE, FLAG, PENDING, SAME_KEY

if TYPE_CHECKING:
    from django.db.backends.utils import CursorWrapper

    from reminders.sweep.gathering import Gathering

NEW, CLOSING, SETTLED = "sweep_new", "sweep_closing", "sweep_settled"
"""Temporary tables: what stands in a stage today and has no flag; the open flags whose deadline is pending no
more; which of these were done or answered."""


@dataclass(frozen=True)
class Counts:
    """How many flags a sweep touched, and how many notices it wrote."""

    opened: int = 0
    reopened: int = 0
    advanced: int = 0
    closed: int = 0
    rung: int = 0


class FlagSweep:
    """What the deadlines gathered do to the flags."""

    def __init__(self, gathered: Gathering) -> None:
        self.gathered = gathered
        done = every_settled(on=gathered.on, using=gathered.using)
        self.settled = Sql(f"s({', '.join(SETTLED_COLUMNS)}) AS ({done.text})", done.params)

    def run(self) -> Counts:
        """Reopen, advance, open, close."""
        with self.gathered.connection.cursor() as cursor:
            reopened = self._reopen(cursor)
            self._follow_the_post(cursor)
            advanced = self._advance(cursor)
            opened = self._open(cursor)
            closed = self._close(cursor)
        return Counts(opened=opened, reopened=reopened, advanced=advanced, closed=closed)

    def _reopen(self, cursor: CursorWrapper) -> int:
        """A closed flag whose deadline is pending again is open again from today."""
        return self.gathered.execute(
            cursor,
            f"""
            UPDATE {FLAG} AS f
            SET closed_on = NULL, close_reason = '', opened_on = {self.gathered.as_day},
                stage = d.stage, stage_rank = d.stage_rank
            FROM {DUE} AS d
            WHERE {SAME_KEY} AND f.closed_on IS NOT NULL
            """,
            (self.gathered.day(self.gathered.on),),
        )

    def _follow_the_post(self, cursor: CursorWrapper) -> None:
        """An open flag belongs to whoever is in charge now."""
        self.gathered.execute(
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
        return self.gathered.execute(
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
        self.gathered.keep(cursor, NEW, Sql(without))
        return self.gathered.execute(
            cursor,
            f"""
            INSERT INTO {FLAG} (
                kind, subject_id, due_on, centre_id, post_id, side, stage, stage_rank, opened_on, close_reason
            )
            SELECT d.kind, d.subject_id, d.due_on, d.centre_id, d.post_id, d.side, d.stage, d.stage_rank,
                {self.gathered.as_day}, ''
            FROM {NEW} AS d
            WHERE TRUE
            ON CONFLICT DO NOTHING
            """,
            (self.gathered.day(self.gathered.on),),
        )

    def _close(self, cursor: CursorWrapper) -> int:
        """An open flag whose deadline is pending no more is closed, with the reason: today, or on the day on
        which a clock that ran ahead opened it.

        Everything that was ever done is read once, for all of them: asked for each flag, a night on which one
        percent closes would last for minutes.
        """
        self.gathered.keep(
            cursor,
            CLOSING,
            Sql(
                f"""
                SELECT f.id, f.kind, f.subject_id FROM {FLAG} AS f
                WHERE f.closed_on IS NULL AND NOT EXISTS (SELECT 1 FROM {PENDING} AS d WHERE {SAME_KEY})
                """
            ),
        )
        self.gathered.keep(
            cursor,
            SETTLED,
            Sql(
                f"""
                WITH {self.settled.text}
                SELECT s.kind, s.subject_id, s.reason FROM s
                WHERE (s.kind, s.subject_id) IN (SELECT c.kind, c.subject_id FROM {CLOSING} AS c)
                """,
                self.settled.params,
            ),
        )
        of_flag = "s.kind = f.kind AND s.subject_id = f.subject_id"
        return self.gathered.execute(
            cursor,
            f"""
            UPDATE {FLAG} AS f
            SET closed_on = {self.gathered.later_of("f.opened_on")}, close_reason = CASE
                WHEN EXISTS (SELECT 1 FROM {SETTLED} AS s WHERE {of_flag} AND s.reason = '{CloseReason.DONE}')
                    THEN '{CloseReason.DONE}'
                WHEN EXISTS (SELECT 1 FROM {SETTLED} AS s WHERE {of_flag}) THEN '{CloseReason.ANSWERED}'
                WHEN EXISTS (
                    SELECT 1 FROM {PENDING} AS d WHERE d.kind = f.kind AND d.subject_id = f.subject_id
                ) THEN '{CloseReason.DAY_CHANGED}'
                ELSE '{CloseReason.NO_LONGER_APPLIES}'
            END
            FROM {CLOSING} AS c WHERE c.id = f.id
            """,
            (self.gathered.day(self.gathered.on),),
        )

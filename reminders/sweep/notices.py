"""The ledger of one night: who is told of what stands in a stage, and what need not be told any more.

Which notices there should be is one join of the deadlines with the people who are told; those that are in the
ledger already drop out of it, so that only what is new is kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.db.models import F

from common.db.columns import Sql, sql_of, text, union_of
from common.deadlines import Side
from designated_managers.models import Designation
from reminders.choices import Dropped, FlagKind, Kind, Why
from reminders.models import Message, Notice, Response
from reminders.querysets.flags import OF_A_BODY
from reminders.rules.audience import Duty, posts_where_the_place_counts, told
from reminders.rules.plans import Circle
from reminders.rules.retries import first_try
from reminders.rules.snoozes import Snooze, code_while_put_off
from reminders.sweep.gathering import DUE, PENDING
from reminders.sweep.left_over import LeftOver

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from django.db.backends.utils import CursorWrapper

    from common.business_days import OpenDays
    from reminders.rules.audience import Office
    from reminders.rules.plans import Plan
    from reminders.sweep.gathering import Gathering

NOTICE, MESSAGE = Notice._meta.db_table, Message._meta.db_table

OWNER, SNOOZED, BY_CENTRE, TOLD, RING = (
    "sweep_owner",
    "sweep_snoozed",
    "sweep_by_centre",
    "sweep_told",
    "sweep_ring",
)
"""Temporary tables: the body whose duty it is; what was put off; the posts whose people are not told of every
centre; who is told of which duty; the notices that should be in the ledger and are not."""

DUTY = ("kind", "place_id", "post_id", "organisation_id", "circle")

SAME_DUTY = (
    "a.kind = d.kind AND a.place_id = d.place_id AND a.post_id = COALESCE(d.post_id, 0) "
    "AND a.organisation_id = COALESCE(o.organisation_id, 0) AND a.circle = d.circle"
)

TO_BE_TOLD = f"""
    {DUE} AS d
    LEFT JOIN {OWNER} AS o ON o.kind = d.kind AND o.subject_id = d.subject_id
    JOIN {TOLD} AS a ON {SAME_DUTY}
    LEFT JOIN {SNOOZED} AS s ON s.kind = d.kind AND s.subject_id = d.subject_id
        AND (s.due_on = d.due_on OR (s.due_on IS NULL AND d.due_on IS NULL))
        AND a.why <> '{Why.MEMBER}'
"""
"""What stands in a stage, with everybody who is told of it. A group is told whatever the city puts off."""

STAGE = "COALESCE(s.code, d.bell)"

SAME_NOTICE = f"""
    n.kind = d.kind AND n.subject_id = d.subject_id AND n.stage = {STAGE} AND n.recipient_id = a.user_id
    AND (n.due_on = d.due_on OR (n.due_on IS NULL AND d.due_on IS NULL))
"""


READY = "n.sent_at IS NULL AND n.dropped_on IS NULL AND n.message_id IS NULL AND n.via_id IS NOT NULL"
"""What waits for a message."""

TOLD_OF_A_NEARER_STAGE = f"""
    EXISTS (
        SELECT 1 FROM {NOTICE} AS p
        WHERE p.kind = d.kind AND p.subject_id = d.subject_id AND p.due_on = d.due_on
            AND p.recipient_id = a.user_id AND p.dropped_on IS NULL AND p.stage_rank <= d.bell_rank
            AND p.stage NOT LIKE '!%%' AND p.stage NOT LIKE '@%%'
    )
"""
"""Whether the person was told already of this stage, or of one nearer to the day, under a plan that was
changed since. Nothing is told twice, nor less after more; the next stage is."""


class Ledger:
    """What the deadlines gathered do to the ledger, on an open day."""

    def __init__(self, gathered: Gathering, office: Office, days: OpenDays) -> None:
        self.gathered = gathered
        self.office = office
        self.days = days

    def run(self, plans: Mapping[str, Plan], at: datetime) -> int:
        """Drop what is not wanted any more, write what is new, and put all that waits into today's messages;
        returns how many notices were written."""
        with self.gathered.connection.cursor() as cursor:
            self._find_owners(cursor)
            self._find_snoozed(cursor, plans)
            self._find_who_is_told(cursor)
            self._drop_what_is_not_wanted(cursor)
            self._find_what_is_missing(cursor)
            again = self._take_up_again(cursor)
            LeftOver(self.gathered, self.office).fold(cursor, at)
            self._make_messages(cursor, at)
            written = self._write(cursor)
            self._put_the_rest_into_messages(cursor)
        return written + again

    def _find_owners(self, cursor: CursorWrapper) -> None:
        """The body whose duty it is: of its own obligations; of inspections whoever runs the centre today."""
        of_bodies = union_of(
            sql_of(
                model.objects.using(self.gathered.using)
                .order_by()
                .annotate(of_kind=text(kind), subject=F("pk"), body=F(model.objects.all().organisation_path))
                .values_list("of_kind", "subject", "body"),
                using=self.gathered.using,
            )
            for kind, model in OF_A_BODY.items()
        )
        runs_it = (
            Designation.objects.using(self.gathered.using)
            .in_force(self.gathered.on)
            .order_by()
            .values_list("centre_id", "organisation_id")
        )
        running, params = runs_it.query.get_compiler(self.gathered.using).as_sql()
        self.gathered.keep(
            cursor,
            OWNER,
            Sql(
                f"""
                WITH b(kind, subject_id, organisation_id) AS ({of_bodies.text}),
                    r(centre_id, organisation_id) AS ({running})
                SELECT b.kind, b.subject_id, b.organisation_id
                FROM {DUE} AS d JOIN b ON b.kind = d.kind AND b.subject_id = d.subject_id
                WHERE d.side = '{Side.MANAGER}'
                UNION ALL
                SELECT d.kind, d.subject_id, r.organisation_id
                FROM {DUE} AS d JOIN r ON r.centre_id = d.centre_id
                WHERE d.side = '{Side.MANAGER}' AND d.kind = '{FlagKind.INSPECTION}'
                """,
                (*of_bodies.params, *params),
            ),
        )

    def _find_snoozed(self, cursor: CursorWrapper, plans: Mapping[str, Plan]) -> None:
        """What the city put off, with what it is told of it today: ``code`` empty: nothing."""
        snoozes = (
            Response.objects.using(self.gathered.using)
            .standing_snoozes()
            .order_by()
            .values_list("flag__kind", "flag__subject_id", "flag__due_on", "until_on")
        )
        asked, params = snoozes.query.get_compiler(self.gathered.using).as_sql()
        cursor.execute(
            f"""
            WITH z(kind, subject_id, due_on, until_on) AS ({asked})
            SELECT d.kind, d.subject_id, d.due_on, z.until_on, d.lead
            FROM {DUE} AS d JOIN z ON z.kind = d.kind AND z.subject_id = d.subject_id
                AND (z.due_on = d.due_on OR (z.due_on IS NULL AND d.due_on IS NULL))
            """,
            params,
        )
        rows = []
        for kind, subject_id, due_on, until_on, lead in cursor.fetchall():
            due = self.gathered.as_date(due_on)
            snooze = Snooze(due, cast("date", self.gathered.as_date(until_on)), plans[lead])
            code = code_while_put_off(snooze, self.gathered.on, self.days)
            if code is not None:
                rows.append((kind, subject_id, due, code))
        self.gathered.table(
            cursor,
            SNOOZED,
            "kind text, subject_id bigint, due_on date, code text",
            rows,
            key="kind, subject_id",
        )

    def _find_who_is_told(self, cursor: CursorWrapper) -> None:
        """Everybody who is told, once for all duties that are alike: at whatever centre, where that makes no
        difference."""
        by_centre = [(post_id or 0,) for post_id in posts_where_the_place_counts(self.office)]
        self.gathered.table(cursor, BY_CENTRE, "post_id bigint", by_centre, key="post_id")
        self.gathered.execute(
            cursor,
            f"""
            UPDATE {DUE} SET place_id = centre_id
            WHERE centre_id IS NOT NULL AND COALESCE(post_id, 0) IN (SELECT post_id FROM {BY_CENTRE})
            """,
        )
        cursor.execute(
            f"""
            SELECT DISTINCT d.kind, d.place_id, d.post_id, o.organisation_id, d.circle
            FROM {DUE} AS d LEFT JOIN {OWNER} AS o ON o.kind = d.kind AND o.subject_id = d.subject_id
            """
        )
        rows = []
        for kind, place_id, post_id, organisation_id, circle in cursor.fetchall():
            duty = Duty(kind, place_id or None, post_id, organisation_id)
            rows += [
                (
                    *(kind, place_id, post_id or 0, organisation_id or 0, circle),
                    *(person.user_id, person.why, person.via_id),
                )
                for person in told(duty, Circle(circle), self.office)
            ]
        self.gathered.table(
            cursor,
            TOLD,
            "kind text, place_id bigint, post_id bigint, organisation_id bigint, circle integer, "
            "user_id bigint, why text, via_id bigint",
            rows,
            key=", ".join(DUTY),
        )

    def _drop_what_is_not_wanted(self, cursor: CursorWrapper) -> None:
        """What waits and should not go out any more is dropped, with the reason."""
        standing = "FROM {0} AS d WHERE d.kind = n.kind AND d.subject_id = n.subject_id"
        same_day = "(n.due_on = d.due_on OR (n.due_on IS NULL AND d.due_on IS NULL))"
        self.gathered.execute(
            cursor,
            f"""
            UPDATE {NOTICE} AS n
            SET dropped_on = {self.gathered.as_day}, message_id = NULL, dropped_why = CASE
                WHEN NOT EXISTS (SELECT 1 {standing.format(PENDING)}) THEN '{Dropped.SETTLED}'
                WHEN NOT EXISTS (SELECT 1 {standing.format(PENDING)} AND {same_day})
                    THEN '{Dropped.DAY_CHANGED}'
                WHEN NOT EXISTS (SELECT 1 {standing.format(DUE)} AND {same_day})
                    THEN '{Dropped.PLAN_CHANGED}'
                WHEN NOT EXISTS (
                    SELECT 1 FROM {TO_BE_TOLD} WHERE d.kind = n.kind AND d.subject_id = n.subject_id
                        AND {same_day} AND a.user_id = n.recipient_id
                ) THEN '{Dropped.NOT_THEIRS}'
                WHEN EXISTS (
                    SELECT 1 FROM {TO_BE_TOLD} WHERE d.kind = n.kind AND d.subject_id = n.subject_id
                        AND {same_day} AND a.user_id = n.recipient_id AND {STAGE} = ''
                ) THEN '{Dropped.SNOOZED}'
                ELSE '{Dropped.ADVANCED}'
            END
            WHERE n.sent_at IS NULL AND n.dropped_on IS NULL AND CASE
                WHEN n.stage LIKE '!%%' THEN NOT EXISTS (SELECT 1 {standing.format(PENDING)})
                ELSE NOT EXISTS (SELECT 1 FROM {TO_BE_TOLD} WHERE {SAME_NOTICE})
            END
            """,
            (self.gathered.day(self.gathered.on),),
        )

    def _find_what_is_missing(self, cursor: CursorWrapper) -> None:
        """What should stand in the ledger: a notice that is not there, or that was dropped before it went
        out."""
        self.gathered.keep(
            cursor,
            RING,
            Sql(
                f"""
                SELECT d.kind, d.subject_id, d.due_on, {STAGE} AS stage, d.bell_rank AS stage_rank,
                    d.centre_id, d.post_id, d.side, a.user_id, a.why, a.via_id, n.id AS notice_id
                FROM {TO_BE_TOLD}
                LEFT JOIN {NOTICE} AS n ON {SAME_NOTICE}
                WHERE {STAGE} <> ''
                    AND (n.id IS NULL OR (n.dropped_on IS NOT NULL AND n.sent_at IS NULL))
                    AND (s.code IS NOT NULL OR NOT {TOLD_OF_A_NEARER_STAGE})
                """
            ),
            key="notice_id",
        )

    def _write(self, cursor: CursorWrapper) -> int:
        """Every new notice, with today's message where that has not gone yet: to write a million rows and
        then each of them again would take twice as long."""
        return self.gathered.execute(
            cursor,
            f"""
            INSERT INTO {NOTICE} (
                kind, subject_id, due_on, stage, stage_rank, centre_id, post_id, side, recipient_id, why,
                via_id, rung_on, may_repeat, dropped_why, message_id
            )
            SELECT r.kind, r.subject_id, r.due_on, r.stage, r.stage_rank, r.centre_id, r.post_id, r.side,
                r.user_id, r.why, r.via_id, {self.gathered.as_day}, {self.gathered.no}, '', m.id
            FROM {RING} AS r LEFT JOIN {MESSAGE} AS m ON m.recipient_id = r.via_id AND {self._is_todays}
            WHERE r.notice_id IS NULL
            ON CONFLICT DO NOTHING
            """,
            (self.gathered.day(self.gathered.on), self.gathered.day(self.gathered.on)),
        )

    @property
    def _is_todays(self) -> str:
        """That a message is the digest of this day and has not gone; takes the day."""
        return (
            f"m.kind = '{Kind.DIGEST}' AND m.\"on\" = {self.gathered.as_day} AND m.claim = '' "
            "AND m.sent_at IS NULL AND m.given_up_at IS NULL AND m.folded_at IS NULL"
        )

    def _take_up_again(self, cursor: CursorWrapper) -> int:
        """A day that was moved and moved back rings again what had not gone out."""
        return self.gathered.execute(
            cursor,
            f"""
            UPDATE {NOTICE} AS n
            SET dropped_on = NULL, dropped_why = '', rung_on = {self.gathered.as_day}, why = r.why,
                via_id = r.via_id, centre_id = r.centre_id, post_id = r.post_id
            FROM {RING} AS r WHERE r.notice_id = n.id
            """,
            (self.gathered.day(self.gathered.on),),
        )

    def _make_messages(self, cursor: CursorWrapper, at: datetime) -> None:
        """One message for each person on this day. If today's has gone already, the rest waits for the next
        open morning."""
        moment = self.gathered.connection.ops.adapt_datetimefield_value(at)
        first = self.gathered.connection.ops.adapt_datetimefield_value(first_try(self.gathered.on, at))
        as_moment = "CAST(%s AS timestamptz)" if self.gathered.connection.vendor == "postgresql" else "%s"
        self.gathered.execute(
            cursor,
            f"""
            INSERT INTO {MESSAGE} (
                kind, "on", recipient_id, address, made_at, claim, tries, next_try_at, may_repeat
            )
            SELECT '{Kind.DIGEST}', {self.gathered.as_day}, v.via_id, '', {as_moment}, '', 0, {as_moment},
                {self.gathered.no}
            FROM (
                SELECT r.via_id FROM {RING} AS r WHERE r.notice_id IS NULL AND r.via_id IS NOT NULL
                UNION
                SELECT n.via_id FROM {NOTICE} AS n WHERE {READY}
            ) AS v
            WHERE TRUE
            ON CONFLICT DO NOTHING
            """,
            (self.gathered.day(self.gathered.on), moment, first),
        )

    def _put_the_rest_into_messages(self, cursor: CursorWrapper) -> None:
        """What was taken up again or folded goes out with today's message too."""
        self.gathered.execute(
            cursor,
            f"""
            UPDATE {NOTICE} AS n
            SET message_id = m.id
            FROM {MESSAGE} AS m
            WHERE {READY} AND m.recipient_id = n.via_id AND {self._is_todays}
            """,
            (self.gathered.day(self.gathered.on),),
        )

"""The limit of the nightly sweep: flags and ledger in SQL written for exactly the city of the bench.

It knows these three kinds, that every post is held, that nobody put anything off or handed it over, that no
centre has a plan of its own, and that the day after is an open one.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from bench.by_hand import PARAMETER
from common.clock import TOKYO
from common.months import latest_day_in_reach

if TYPE_CHECKING:
    from collections.abc import Callable

    from bench.by_hand import ByHand

PAST = re.compile(r"PAST\((\S+?)\)")


def _in_stages(day: str, stages: list[tuple[str, int, str]], also: dict[str, str]) -> tuple[str, str]:
    """The stage and its rank as SQL; ``stages`` nearest first, each with the last day in its reach."""
    names, ranks = [f"WHEN {day} IS NULL THEN 'unknown'"], [f"WHEN {day} IS NULL THEN 1000000"]
    for code, rank, reach in stages:
        condition = f"{day} <= :{reach}{also.get(code, '')}"
        names.append(f"WHEN {condition} THEN '{code}'")
        ranks.append(f"WHEN {condition} THEN {rank}")
    return f"CASE {' '.join(names)} END", f"CASE {' '.join(ranks)} END"


def _late(day: str) -> str:
    """How many days past its day it is; ``PAST`` is written out for the engine."""
    return f"CASE WHEN {day} < :today THEN PAST({day}) ELSE 0 END"


INSPECTION_STAGE = _in_stages(
    "i.due_on",
    [("0d", 0, "today"), ("7d", 7, "in_7d"), ("30d", 30, "in_30d"), ("90d", 90, "in_90d")],
    {"30d": " AND i.cycle_months >= 2", "90d": " AND i.cycle_months >= 6"},
)
CONTRACT_STAGE = _in_stages(
    "s.last_on", [("0m", 0, "today"), ("1m", 30, "in_1m"), ("3m", 91, "in_3m"), ("6m", 182, "in_6m")], {}
)
DESIGNATION_STAGE = _in_stages(
    "g.last_on",
    [
        ("1m", 30, "in_1m"),
        ("3m", 91, "in_3m"),
        ("4m", 121, "in_4m"),
        ("6m", 182, "in_6m"),
        ("9m", 273, "in_9m"),
        ("12m", 365, "in_12m"),
        ("24m", 730, "in_24m"),
    ],
    {},
)

GATHER = f"""
    CREATE TEMPORARY TABLE by_hand AS
    WITH d AS (
        SELECT 'inspection' AS kind, i.id AS subject_id, i.due_on, b.centre_id,
            c.post_in_charge_id AS post_id,
            {INSPECTION_STAGE[0]} AS stage, {INSPECTION_STAGE[1]} AS stage_rank,
            {_late("i.due_on")} AS late, 14 AS chief_after, 30 AS manager_after
        FROM maintenance_dueinspection i
        JOIN facilities_building b ON b.id = i.building_id
        JOIN centres_centre c ON c.id = b.centre_id
        LEFT JOIN facilities_equipment e ON e.id = i.equipment_id
        WHERE i.done_on IS NULL AND i.withdrawn_on IS NULL
            AND (b.retired_on_first IS NULL OR b.retired_on_first > i.due_on)
            AND (e.removed_on_first IS NULL OR e.removed_on_first > i.due_on)
            AND (c.abolished_on_first IS NULL OR c.abolished_on_first > i.due_on)
        UNION ALL
        SELECT 'contract', s.id, s.last_on, s.centre_id, s.post_id, {CONTRACT_STAGE[0]}, {CONTRACT_STAGE[1]},
            {_late("s.last_on")}, 14, 30
        FROM (
            SELECT k.id, k.last_on, CASE WHEN COUNT(v.id) = 1 THEN MIN(v.centre_id) END AS centre_id,
                COALESCE(k.post_in_charge_id, MIN(c.post_in_charge_id)) AS post_id
            FROM maintenance_servicecontract k
            LEFT JOIN maintenance_contractcoverage v ON v.contract_id = k.id
            LEFT JOIN centres_centre c ON c.id = v.centre_id
            WHERE k.not_renewed_on IS NULL
                AND NOT EXISTS (SELECT 1 FROM maintenance_servicecontract n WHERE n.previous_id = k.id)
            GROUP BY k.id, k.last_on, k.post_in_charge_id
        ) s
        UNION ALL
        SELECT 'designation_end', g.id, g.last_on, g.centre_id, c.post_in_charge_id,
            {DESIGNATION_STAGE[0]}, {DESIGNATION_STAGE[1]},
            {_late("g.last_on")}, 1, 7
        FROM designated_managers_designation g
        JOIN centres_centre c ON c.id = g.centre_id
        WHERE (g.designated_on IS NOT NULL OR g.days_unconfirmed) AND g.revoked_on IS NULL
            AND g.direct_return_decided_on IS NULL
            AND NOT EXISTS (
                SELECT 1 FROM designated_managers_designation n
                WHERE n.previous_id = g.id AND (n.designated_on IS NOT NULL OR n.days_unconfirmed)
            )
    ), o AS (
        SELECT d.*, CASE
            WHEN late BETWEEN manager_after AND manager_after / 7 * 7 + 6 THEN manager_after
            WHEN late BETWEEN chief_after AND chief_after / 7 * 7 + 6 THEN chief_after
            ELSE late / 7 * 7
        END AS overdue
        FROM d
    )
    SELECT kind, subject_id, due_on, centre_id, post_id, stage, stage_rank,
        CASE WHEN overdue > 0 THEN '+' || overdue || 'd' ELSE stage END AS bell,
        CASE WHEN overdue > 0 THEN -overdue ELSE stage_rank END AS bell_rank,
        CASE WHEN overdue >= manager_after THEN 2 WHEN overdue >= chief_after THEN 1 ELSE 0 END AS circle
    FROM o
"""
SAME = """
    f.kind = d.kind AND f.subject_id = d.subject_id
    AND (f.due_on = d.due_on OR (f.due_on IS NULL AND d.due_on IS NULL))
"""
NEW = f"""
    CREATE TEMPORARY TABLE new_by_hand AS
    SELECT * FROM by_hand d
    WHERE stage IS NOT NULL AND NOT EXISTS (SELECT 1 FROM reminders_flag f WHERE {SAME})
"""
OPEN = """
    INSERT INTO reminders_flag (
        kind, subject_id, due_on, centre_id, post_id, side, stage, stage_rank, opened_on, close_reason
    )
    SELECT kind, subject_id, due_on, centre_id, post_id, 'city', stage, stage_rank, :opened, ''
    FROM new_by_hand
"""
MOVE = f"""
    UPDATE reminders_flag AS f SET
        centre_id = d.centre_id, post_id = d.post_id,
        stage = CASE WHEN d.stage_rank < f.stage_rank OR f.closed_on IS NOT NULL THEN d.stage
            ELSE f.stage END,
        stage_rank = CASE WHEN d.stage_rank < f.stage_rank OR f.closed_on IS NOT NULL THEN d.stage_rank
            ELSE f.stage_rank END,
        opened_on = CASE WHEN f.closed_on IS NOT NULL THEN :opened ELSE f.opened_on END,
        closed_on = NULL, close_reason = ''
    FROM by_hand d
    WHERE {SAME} AND (
        (f.closed_on IS NOT NULL AND d.stage IS NOT NULL)
        OR (f.closed_on IS NULL AND (
            d.stage_rank < f.stage_rank
            OR COALESCE(f.post_id, 0) <> COALESCE(d.post_id, 0)
            OR COALESCE(f.centre_id, 0) <> COALESCE(d.centre_id, 0)
        ))
    )
"""
CLOSE = f"""
    UPDATE reminders_flag AS f SET closed_on = :opened, close_reason = CASE
        WHEN f.kind = 'inspection' AND EXISTS (
            SELECT 1 FROM maintenance_dueinspection i WHERE i.id = f.subject_id AND i.done_on IS NOT NULL
        ) THEN 'done'
        WHEN f.kind = 'contract' AND EXISTS (
            SELECT 1 FROM maintenance_servicecontract s
            WHERE s.id = f.subject_id AND s.not_renewed_on IS NOT NULL
        ) THEN 'answered'
        WHEN f.kind = 'contract' AND EXISTS (
            SELECT 1 FROM maintenance_servicecontract n WHERE n.previous_id = f.subject_id
        ) THEN 'answered'
        WHEN f.kind = 'designation_end' AND EXISTS (
            SELECT 1 FROM designated_managers_designation g
            WHERE g.id = f.subject_id AND g.direct_return_decided_on IS NOT NULL
        ) THEN 'answered'
        WHEN EXISTS (
            SELECT 1 FROM by_hand d WHERE d.kind = f.kind AND d.subject_id = f.subject_id
        ) THEN 'day_changed'
        ELSE 'no_longer_applies'
    END
    WHERE f.closed_on IS NULL AND NOT EXISTS (SELECT 1 FROM by_hand d WHERE {SAME})
"""

HOLDS = """
    CREATE TEMPORARY TABLE holds_by_hand AS
    WITH h AS (
        SELECT h.post_id, h.user_id, h.is_deputy, h.id, u.email
        FROM centres_postholding h JOIN accounts_user u ON u.id = h.user_id
        WHERE h.first_on <= :today AND (h.last_on IS NULL OR h.last_on >= :today) AND u.is_active
            AND (u.active_until IS NULL OR u.active_until >= :today)
    )
    SELECT p.id AS post_id, 0 AS circle, h.user_id, h.is_deputy, h.id, h.email,
        CASE WHEN h.is_deputy THEN 'deputy' ELSE 'holder' END AS why
    FROM centres_post p JOIN h ON h.post_id = p.id
    UNION ALL
    SELECT p.id, 1, h.user_id, h.is_deputy, h.id, h.email, 'chief'
    FROM centres_post p JOIN h ON h.post_id = p.superior_id
    UNION ALL
    SELECT p.id, 2, h.user_id, h.is_deputy, h.id, h.email, 'manager'
    FROM centres_post p JOIN centres_post c ON c.id = p.superior_id JOIN h ON h.post_id = c.superior_id
"""
TOLD = """
    CREATE TEMPORARY TABLE told_by_hand AS
    SELECT h.post_id, h.circle, h.user_id, h.why, CASE WHEN h.email <> '' THEN h.user_id ELSE (
        SELECT o.user_id FROM holds_by_hand o
        WHERE o.post_id = h.post_id AND o.user_id <> h.user_id AND o.email <> ''
        ORDER BY o.circle, o.is_deputy, o.id LIMIT 1
    ) END AS via_id
    FROM holds_by_hand h
"""
WANTED = "by_hand d JOIN told_by_hand a ON a.post_id = d.post_id AND a.circle <= d.circle"
SAME_DAY = "(n.due_on = d.due_on OR (n.due_on IS NULL AND d.due_on IS NULL))"
SAME_NOTICE = f"""
    n.kind = d.kind AND n.subject_id = d.subject_id AND n.stage = d.bell AND n.recipient_id = a.user_id
    AND {SAME_DAY}
"""
OF_SUBJECT = "d.kind = n.kind AND d.subject_id = n.subject_id"
DROP = f"""
    UPDATE reminders_notice AS n SET dropped_on = :opened, message_id = NULL, dropped_why = CASE
        WHEN NOT EXISTS (SELECT 1 FROM by_hand d WHERE {OF_SUBJECT}) THEN 'settled'
        WHEN NOT EXISTS (SELECT 1 FROM by_hand d WHERE {OF_SUBJECT} AND {SAME_DAY}) THEN 'day_changed'
        WHEN NOT EXISTS (SELECT 1 FROM by_hand d WHERE {OF_SUBJECT} AND {SAME_DAY} AND d.bell IS NOT NULL)
            THEN 'plan_changed'
        WHEN NOT EXISTS (
            SELECT 1 FROM {WANTED} WHERE {OF_SUBJECT} AND {SAME_DAY} AND a.user_id = n.recipient_id
        ) THEN 'not_theirs'
        ELSE 'advanced'
    END
    WHERE n.sent_at IS NULL AND n.dropped_on IS NULL
        AND NOT EXISTS (SELECT 1 FROM {WANTED} WHERE {SAME_NOTICE})
"""
MISSING = f"""
    CREATE TEMPORARY TABLE missing_by_hand AS
    SELECT d.kind, d.subject_id, d.due_on, d.bell, d.bell_rank, d.centre_id, d.post_id, a.user_id, a.why,
        a.via_id, n.id AS notice_id
    FROM {WANTED} LEFT JOIN reminders_notice n ON {SAME_NOTICE}
    WHERE d.bell IS NOT NULL AND (n.id IS NULL OR (n.dropped_on IS NOT NULL AND n.sent_at IS NULL))
"""
FOLD = """
    UPDATE reminders_message SET folded_at = :at, claim = '', lease_until = NULL
    WHERE kind IN ('digest', 'urgent') AND "on" < :opened AND claim = ''
        AND sent_at IS NULL AND given_up_at IS NULL AND folded_at IS NULL
"""
UNFOLD = """
    UPDATE reminders_notice AS n SET message_id = NULL, may_repeat = (m.begun_at IS NOT NULL)
    FROM reminders_message m
    WHERE m.id = n.message_id AND m.folded_at IS NOT NULL AND n.sent_at IS NULL AND n.dropped_on IS NULL
"""
WRITE_MESSAGES = """
    INSERT INTO reminders_message (
        kind, "on", recipient_id, address, made_at, claim, tries, next_try_at, may_repeat
    )
    SELECT 'digest', :opened, via_id, '', :at, '', 0, :first, :no FROM (
        SELECT via_id FROM missing_by_hand
        UNION
        SELECT via_id FROM reminders_notice
        WHERE sent_at IS NULL AND dropped_on IS NULL AND message_id IS NULL
    ) v
    WHERE via_id IS NOT NULL
    ON CONFLICT DO NOTHING
"""
OF_TODAY = """
    m.kind = 'digest' AND m."on" = :opened AND m.claim = ''
    AND m.sent_at IS NULL AND m.given_up_at IS NULL AND m.folded_at IS NULL
"""
RING = f"""
    INSERT INTO reminders_notice (
        kind, subject_id, due_on, stage, stage_rank, centre_id, post_id, side, recipient_id, why, via_id,
        rung_on, may_repeat, dropped_why, message_id
    )
    SELECT r.kind, r.subject_id, r.due_on, r.bell, r.bell_rank, r.centre_id, r.post_id, 'city', r.user_id,
        r.why, r.via_id, :opened, :no, '', m.id
    FROM missing_by_hand r LEFT JOIN reminders_message m ON m.recipient_id = r.via_id AND {OF_TODAY}
    WHERE r.notice_id IS NULL
"""
RING_AGAIN = """
    UPDATE reminders_notice AS n SET dropped_on = NULL, dropped_why = '', rung_on = :opened, why = r.why,
        via_id = r.via_id, centre_id = r.centre_id, post_id = r.post_id
    FROM missing_by_hand r WHERE r.notice_id = n.id
"""
PUT_IN_MESSAGES = f"""
    UPDATE reminders_notice AS n SET message_id = m.id FROM reminders_message m
    WHERE n.sent_at IS NULL AND n.dropped_on IS NULL AND n.message_id IS NULL AND m.recipient_id = n.via_id
        AND {OF_TODAY}
"""


def sweep_by_hand(database: ByHand, at: datetime) -> None:
    """The whole night: gathered once, three statements for the flags and a handful for the ledger."""
    write = _writer(database, at)
    with database.transaction():
        if database.is_postgres:
            database.write("SET LOCAL jit = off")
        # No parameters: a statement that defines a table takes none on PostgreSQL.
        for table, key, rows in (
            ("by_hand", "kind, subject_id", GATHER),
            ("holds_by_hand", "post_id", HOLDS),
            ("told_by_hand", "post_id", TOLD),
            ("new_by_hand", "kind", NEW),
        ):
            _keep(database, write, table, key, rows)
        for statement in (OPEN, MOVE, CLOSE, DROP):
            write(statement)
        _keep(database, write, "missing_by_hand", "notice_id", MISSING)
        for statement in (FOLD, UNFOLD, WRITE_MESSAGES, RING, RING_AGAIN, PUT_IN_MESSAGES):
            write(statement)
        for table in ("by_hand", "holds_by_hand", "told_by_hand", "new_by_hand", "missing_by_hand"):
            write(f"DROP TABLE {table}")


def _keep(database: ByHand, write: Callable[[str], None], table: str, key: str, rows: str) -> None:
    write(rows)
    write(f"CREATE INDEX {table}_key ON {table} ({key})")
    if database.is_postgres:
        write(f"ANALYZE {table}")


def _writer(database: ByHand, at: datetime) -> Callable[[str], None]:
    """Runs a statement with the days, the moments and the dialect written into it."""
    on, moment = at.date(), at.astimezone(UTC).replace(tzinfo=None)
    first = max(moment, datetime.combine(on, time(7), TOKYO).astimezone(UTC).replace(tzinfo=None))
    values = {
        **dict.fromkeys(("today", "opened"), f"'{on}'"),
        **{f"in_{days}d": f"'{on + timedelta(days=days)}'" for days in (7, 30, 90)},
        **{f"in_{months}m": f"'{latest_day_in_reach(on, months)}'" for months in (1, 3, 4, 6, 9, 12, 24)},
        "at": f"'{moment}'",
        "first": f"'{first}'",
        "no": "0",
    }
    past = r"CAST(julianday(:today) - julianday(\1) AS integer)"
    if database.is_postgres:
        values |= {
            "opened": f"CAST('{on}' AS date)",
            "no": "FALSE",
            "at": f"CAST('{moment}Z' AS timestamptz)",
            "first": f"CAST('{first}Z' AS timestamptz)",
        }
        past = r"(CAST(:today AS date) - \1)"

    def write(text: str) -> None:
        database.write(PARAMETER.sub(lambda found: values[found[1]], PAST.sub(past, text)))

    return write

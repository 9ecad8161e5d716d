"""The nightly sweep: Kyoten's, the same written by hand for exactly these three kinds, and flag by flag."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from statistics import median
from typing import TYPE_CHECKING, Any

from django.db import connection, connections, transaction

from bench.by_hand import PARAMETER
from bench.results import Measured
from bench.rounds import Times, in_turns, timed
from common.clock import TOKYO
from common.months import latest_day_in_reach
from maintenance.models import DueInspection
from reminders.actions import flag_due
from reminders.models import Flag
from reminders.rules.stages import parse_stages, stage_on, within_half_cycle

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bench.by_hand import ByHand, Row
    from bench.results import Figure

STEPS = ("cold", "rerun", "changed")
NAIVE = "flag by flag"
NAIVE_SHARE = 1_000
"""Of so many deadlines the naive way is timed; its time for all of them is that, multiplied."""
CHANGED_OF = 100
CHANGED_BY_DAYS = 3

FLAGS = """
    SELECT kind, subject_id, due_on, centre_id, post_id, side, stage, stage_rank, opened_on, closed_on,
        close_reason
    FROM reminders_flag ORDER BY kind, subject_id, due_on
"""


class Disagreement(Exception):
    """The two sides do not give the same answer: their times say nothing."""


def _in_stages(day: str, stages: list[tuple[str, int, str]], also: dict[str, str]) -> tuple[str, str]:
    """The stage and its rank as SQL; ``stages`` nearest first, each with the last day in its reach."""
    names, ranks = [f"WHEN {day} IS NULL THEN 'unknown'"], [f"WHEN {day} IS NULL THEN 1000000"]
    for code, rank, reach in stages:
        condition = f"{day} <= :{reach}{also.get(code, '')}"
        names.append(f"WHEN {condition} THEN '{code}'")
        ranks.append(f"WHEN {condition} THEN {rank}")
    return f"CASE {' '.join(names)} END", f"CASE {' '.join(ranks)} END"


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
            {INSPECTION_STAGE[0]} AS stage, {INSPECTION_STAGE[1]} AS stage_rank
        FROM maintenance_dueinspection i
        JOIN facilities_building b ON b.id = i.building_id
        JOIN centres_centre c ON c.id = b.centre_id
        LEFT JOIN facilities_equipment e ON e.id = i.equipment_id
        WHERE i.done_on IS NULL AND i.withdrawn_on IS NULL
            AND (b.retired_on_first IS NULL OR b.retired_on_first > i.due_on)
            AND (e.removed_on_first IS NULL OR e.removed_on_first > i.due_on)
            AND (c.abolished_on_first IS NULL OR c.abolished_on_first > i.due_on)
        UNION ALL
        SELECT 'contract', s.id, s.last_on, s.centre_id, s.post_id, {CONTRACT_STAGE[0]}, {CONTRACT_STAGE[1]}
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
            {DESIGNATION_STAGE[0]}, {DESIGNATION_STAGE[1]}
        FROM designated_managers_designation g
        JOIN centres_centre c ON c.id = g.centre_id
        WHERE (g.designated_on IS NOT NULL OR g.days_unconfirmed) AND g.revoked_on IS NULL
            AND g.direct_return_decided_on IS NULL
            AND NOT EXISTS (
                SELECT 1 FROM designated_managers_designation n
                WHERE n.previous_id = g.id AND (n.designated_on IS NOT NULL OR n.days_unconfirmed)
            )
    )
    SELECT * FROM d
"""
SAME = """
    f.kind = d.kind AND f.subject_id = d.subject_id
    AND (f.due_on = d.due_on OR (f.due_on IS NULL AND d.due_on IS NULL))
"""
OPEN = f"""
    INSERT INTO reminders_flag (
        kind, subject_id, due_on, centre_id, post_id, side, stage, stage_rank, opened_on, close_reason
    )
    SELECT kind, subject_id, due_on, centre_id, post_id, 'city', stage, stage_rank, :opened, '' FROM by_hand d
    WHERE stage IS NOT NULL AND NOT EXISTS (SELECT 1 FROM reminders_flag f WHERE {SAME})
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


def sweep_by_hand(database: ByHand, on: date) -> None:
    """The whole night in SQL that knows these three kinds only: gathered once, then three statements."""
    days = {
        "today": on,
        **{f"in_{days}d": on + timedelta(days=days) for days in (7, 30, 90)},
        **{f"in_{months}m": latest_day_in_reach(on, months) for months in (1, 3, 4, 6, 9, 12, 24)},
    }
    opened = f"CAST('{on}' AS date)" if database.is_postgres else f"'{on}'"
    with database.transaction():
        # No parameters: a statement that defines a table takes none on PostgreSQL.
        database.write(PARAMETER.sub(lambda found: f"'{days[found[1]]}'", GATHER))
        database.write("CREATE INDEX by_hand_key ON by_hand (kind, subject_id)")
        if database.is_postgres:
            database.write("ANALYZE by_hand")
        for statement in (OPEN, MOVE, CLOSE):
            database.write(statement.replace(":opened", opened))
        database.write("DROP TABLE by_hand")


def sweep(on: date) -> None:
    """Kyoten's own."""
    flag_due(on=on, finished_at=datetime.combine(on, time(5, 30), TOKYO))


def sweep_naively(on: date, share: int) -> None:
    """One deadline after another, so many of them: is its flag there? Else save one."""
    stages = parse_stages("90d 30d 7d 0d")
    with transaction.atomic():
        for turn in DueInspection.objects.pending().while_there().order_by("pk")[:share]:
            centre = turn.building.centre
            stage = (
                stage_on(turn.due_on, within_half_cycle(stages, turn.cycle_months), on)
                if turn.due_on
                else None
            )
            if turn.due_on is not None and stage is None:
                continue
            due = {"kind": "inspection", "subject_id": turn.pk, "due_on": turn.due_on}
            if not Flag.objects.filter(**due).exists():
                Flag(
                    **due,
                    centre=centre,
                    post_id=centre.post_in_charge_id,
                    side="city",
                    stage=stage.code if stage else "unknown",
                    stage_rank=stage.rank if stage else 1_000_000,
                    opened_on=on,
                ).save()


@contextmanager
def standing_in(alias: str) -> Iterator[None]:
    """Another database in the place of the usual one, for acts that know only that."""
    usual = connections["default"]
    connections["default"] = connections[alias]
    try:
        yield
    finally:
        connections["default"] = usual


@dataclass
class Nights:
    """The three nights of one city, for one way of sweeping at a time."""

    on: date
    by_hand: ByHand

    def run(self, way: Callable[[], None], seen: dict[str, list[Row]] | None = None) -> dict[str, float]:
        """The first night, the same night again, and the night after one of a hundred due days was moved."""
        self._forget()
        took = {}
        for step in STEPS:
            if step == "changed":
                self._move_days(CHANGED_BY_DAYS)
            self._settle()
            took[step] = timed(way)
            if seen is not None:
                seen[step] = self.by_hand.rows(FLAGS)
        self._move_days(-CHANGED_BY_DAYS)
        return took

    def first(self, way: Callable[[], None]) -> float:
        """The first night alone."""
        self._forget()
        self._settle()
        return timed(way)

    def _forget(self) -> None:
        self.by_hand.write("DELETE FROM reminders_flag")
        self.by_hand.write("DELETE FROM reminders_sweeprun")

    def _settle(self) -> None:
        """What PostgreSQL does by itself between two nights."""
        if self.by_hand.is_postgres:
            self.by_hand.write("VACUUM ANALYZE reminders_flag")

    def _move_days(self, days: int) -> None:
        moved = f"due_on + ({days})" if self.by_hand.is_postgres else f"date(due_on, '{days} days')"
        self.by_hand.write(
            f"UPDATE maintenance_dueinspection SET due_on = {moved} "
            f"WHERE done_on IS NULL AND due_on IS NOT NULL AND id / {CHANGED_OF} * {CHANGED_OF} = id"
        )


def measure(on: date, by_hand: ByHand, tenth: ByHand, *, rounds: int) -> list[Figure]:
    """Cold, the same night again, after one percent has changed; and the growth from a tenth of the city."""
    nights, small = Nights(on, by_hand), Nights(on, tenth)
    ours, limit = (lambda: sweep(on)), (lambda: sweep_by_hand(by_hand, on))
    _agree(nights, ours, limit)
    every: dict[str, Times] = {step: {"ours": [], "limit": []} for step in STEPS}

    def in_steps(name: str, way: Callable[[], None]) -> Callable[[], float]:
        def run() -> float:
            took = nights.run(way)
            for step, seconds in took.items():
                every[step][name].append(seconds)
            return took["cold"]

        return run

    in_turns({"ours": in_steps("ours", ours), "limit": in_steps("limit", limit)}, rounds)
    growth = in_turns(
        {"whole": lambda: nights.first(ours), "tenth": lambda: _in_tenth(lambda: small.first(ours))}, rounds
    )
    naive, deadlines = _naive(nights, rounds=rounds)
    nights.first(ours)
    return [
        *_figures(every, naive, f"{deadlines:,} inspections pending"),
        Measured("G8", "sweep, first night: this city by a tenth of it").within(
            "a tenth", median(growth["whole"]), median(growth["tenth"]), most=12
        ),
        _writes_nothing(nights, ours),
    ]


def _in_tenth(act: Callable[[], float]) -> float:
    with standing_in("tenth"):
        return act()


def _agree(nights: Nights, ours: Callable[[], None], limit: Callable[[], None]) -> None:
    mine: dict[str, list[Row]] = {}
    theirs: dict[str, list[Row]] = {}
    nights.run(ours, mine)
    nights.run(limit, theirs)
    for step in STEPS:
        if not mine[step] or mine[step] != theirs[step]:
            message = f"夜間点検（{step}）の結果が、手書きの SQL と違います。"
            raise Disagreement(message)


def _naive(nights: Nights, *, rounds: int) -> tuple[list[float], int]:
    """The seconds that the naive way would take for every deadline."""
    deadlines = DueInspection.objects.pending().while_there().count()
    share = min(NAIVE_SHARE, deadlines)
    seconds = [nights.first(lambda: sweep_naively(nights.on, share)) for _ in range(min(rounds, 3))]
    return [took * deadlines / share for took in seconds], deadlines


def _figures(every: dict[str, Times], naive: list[float], size: str) -> list[Figure]:
    cold, rerun, changed = (every[step] for step in STEPS)
    scaled = f"the naive way timed on {NAIVE_SHARE:,} deadlines and multiplied"
    again, moved = "sweep, same night again", "sweep, after 1 % of the due days moved"
    return [
        Measured("G6", "sweep, first night", size).by_limit(cold["ours"], cold["limit"], least=0.75),
        Measured("G6", "sweep, first night", scaled).by_plain(NAIVE, cold["ours"], naive, least=50),
        Measured("G7", again).by_limit(rerun["ours"], rerun["limit"], least=0.5),
        Measured("G7", moved).by_limit(changed["ours"], changed["limit"], least=0.5),
    ]


def _writes_nothing(nights: Nights, ours: Callable[[], None]) -> Figure:
    """What the same night again writes into the table of flags."""
    with transaction.atomic():
        before = _written()
        ours()
        # Of SQLite's count one is the record of the night itself.
        rows = _written() - before - (0 if nights.by_hand.is_postgres else 1)
    return Measured("G7", "rows written by the same night again").found("0", str(rows), met=rows == 0)


def _written() -> int:
    if connection.vendor == "sqlite":
        driver: Any = connection.connection
        return int(driver.total_changes)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_xact_user_tables WHERE relname = %s",
            [Flag._meta.db_table],
        )
        return int(cursor.fetchone()[0])

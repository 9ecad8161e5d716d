"""The nightly sweep, flags and ledger: Kyoten's, the same written by hand for this city, and one by one."""

from __future__ import annotations

import hashlib
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from statistics import median
from typing import TYPE_CHECKING, Any

import orjson
from django.db import connection, connections, transaction

from bench.night_by_hand import sweep_by_hand
from bench.results import Measured
from bench.rounds import Times, in_turns, timed
from common.clock import TOKYO
from common.office_days import load_office_days
from maintenance.models import DueInspection
from reminders.actions import flag_due
from reminders.models import Flag, Message, Notice, SweepRun
from reminders.queries.office import office_on
from reminders.queries.plans import plans_in_force
from reminders.rules.audience import Duty, told
from reminders.rules.bells import bell_on
from reminders.rules.plans import Circle
from reminders.rules.stages import stage_on

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bench.by_hand import ByHand
    from bench.results import Figure

    Way = Callable[[date], None]

STEPS = ("cold", "rerun", "changed", "crossing")
NAIVE = "one by one"
NAIVE_SHARE = 1_000
"""Of so many deadlines the naive way is timed; its time for all of them is that, multiplied."""
CHANGED_OF = 101
"""Of one turn in so many, the tenth first, the due day is moved; of every hundredth none is pending, nor is
one of the first centre, which is abolished."""
CHANGED_BY_DAYS = 3
ONE_DAY = timedelta(days=1)

WRITTEN = (Flag, Notice, Message)
"""What a night writes, besides the record of itself."""

RESULTS = {
    "flags": """
        SELECT kind, subject_id, due_on, centre_id, post_id, side, stage, stage_rank, opened_on, closed_on,
            close_reason
        FROM reminders_flag ORDER BY kind, subject_id, due_on
    """,
    "notices": """
        SELECT n.kind, n.subject_id, n.due_on, n.stage, n.stage_rank, n.recipient_id, n.why, n.centre_id,
            n.post_id, n.side, n.via_id, n.rung_on, n.may_repeat, n.sent_at, n.dropped_on, n.dropped_why,
            m."on" AS told_on, m.recipient_id AS told_by
        FROM reminders_notice n LEFT JOIN reminders_message m ON m.id = n.message_id
        ORDER BY n.kind, n.subject_id, n.due_on, n.stage, n.recipient_id
    """,
    "messages": """
        SELECT kind, "on", recipient_id, address, made_at, claim, tries, next_try_at, may_repeat, sent_at,
            folded_at
        FROM reminders_message ORDER BY "on", recipient_id
    """,
}


class Disagreement(Exception):
    """The two sides do not give the same answer: their times say nothing."""


def at(on: date) -> datetime:
    """When the sweep of a day is run."""
    return datetime.combine(on, time(5, 30), TOKYO)


def mid_week(on: date) -> date:
    """The last day up to this one that is open, and the two after it too: tonight adds one day, no more."""
    days = load_office_days()
    while not all(days.is_open(on + ONE_DAY * later) for later in range(3)):
        on -= ONE_DAY
    return on


def sweep(on: date) -> None:
    """Kyoten's own."""
    flag_due(on=on, finished_at=at(on))


def sweep_naively(on: date, share: int) -> None:
    """One deadline after another, so many of them: is its flag there, and who is told? Else save one."""
    plans, office, days = plans_in_force(), office_on(on), load_office_days()
    with transaction.atomic():
        for turn in DueInspection.objects.pending().while_there().order_by("pk")[:share]:
            centre = turn.building.centre
            plan = plans.of(f"inspection/{turn.cycle_months}", centre.pk)
            bell = bell_on(turn.due_on, plan, on, days) if turn.due_on else None
            if turn.due_on is not None and bell is None:
                continue
            stage = stage_on(turn.due_on, plan.stages, on) if turn.due_on else None
            due = {"kind": "inspection", "subject_id": turn.pk, "due_on": turn.due_on}
            whose = {"centre": centre, "post_id": centre.post_in_charge_id, "side": "city"}
            if not Flag.objects.filter(**due).exists():
                code, rank = (stage.code, stage.rank) if stage else ("unknown", 1_000_000)
                Flag(**due, **whose, stage=code, stage_rank=rank, opened_on=on).save()
            code, rank = (bell.stage.code, bell.stage.rank) if bell else ("unknown", 1_000_000)
            duty = Duty("inspection", centre.pk, centre.post_in_charge_id)
            for person in told(duty, bell.circle if bell else Circle.IN_CHARGE, office):
                rung = {**due, "stage": code, "recipient_id": person.user_id}
                if Notice.objects.filter(**rung).exists():
                    continue
                digest = {"kind": "digest", "on": on, "recipient_id": person.via_id}
                message, _ = Message.objects.get_or_create(
                    **digest, defaults={"made_at": at(on), "next_try_at": at(on)}
                )
                of_person = {"why": person.why, "via_id": person.via_id, "rung_on": on, "message": message}
                Notice(**rung, **whose, stage_rank=rank, **of_person).save()


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
    """The nights of one city, for one way of sweeping at a time."""

    on: date
    by_hand: ByHand

    def run(self, way: Way, seen: dict[str, str] | None = None) -> dict[str, float]:
        """The first night; the same night again; again after one percent of the due days was moved; and, when
        all messages have been sent, the night after, on which deadlines cross into their next stage."""
        self._forget()
        took = {}
        for step in STEPS:
            if step == "changed":
                self._move_days(CHANGED_BY_DAYS)
            if step == "crossing":
                self._send()
            self._settle()
            on = self.on + ONE_DAY if step == "crossing" else self.on
            took[step] = timed(partial(way, on))
            if seen is not None:
                seen |= {f"{step}, {name}": self._told(text) for name, text in RESULTS.items()}
        self._move_days(-CHANGED_BY_DAYS)
        return took

    def first(self, way: Way) -> float:
        """The first night alone."""
        self._forget()
        self._settle()
        return timed(partial(way, self.on))

    def _told(self, text: str) -> str:
        """A table as its size and a hash: a million rows of four steps and two sides are not kept."""
        rows = self.by_hand.rows(text)
        return f"{len(rows)} {hashlib.sha256(orjson.dumps(rows, default=str)).hexdigest()}"

    def _forget(self) -> None:
        for model in (Notice, Message, Flag, SweepRun):
            self.by_hand.write(f"DELETE FROM {model._meta.db_table}")

    def _settle(self) -> None:
        """What PostgreSQL does by itself between two nights."""
        if self.by_hand.is_postgres:
            for model in WRITTEN:
                self.by_hand.write(f"VACUUM ANALYZE {model._meta.db_table}")

    def _send(self) -> None:
        """The sender's day: every message goes out."""
        sent = f"'{self.on} 00:30:00{'Z' if self.by_hand.is_postgres else ''}'"
        self.by_hand.write(f"UPDATE reminders_message SET sent_at = {sent}")
        self.by_hand.write(
            f"UPDATE reminders_notice SET sent_at = {sent} "
            "WHERE dropped_on IS NULL AND message_id IS NOT NULL"
        )

    def _move_days(self, days: int) -> None:
        moved = f"due_on + ({days})" if self.by_hand.is_postgres else f"date(due_on, '{days} days')"
        self.by_hand.write(
            f"UPDATE maintenance_dueinspection SET due_on = {moved} "
            f"WHERE done_on IS NULL AND due_on IS NOT NULL AND id - id / {CHANGED_OF} * {CHANGED_OF} = 10"
        )


def measure(on: date, by_hand: ByHand, tenth: ByHand, *, rounds: int) -> list[Figure]:
    """Cold, the same night again, after one percent has changed, the night after; and the growth from a tenth
    of the city. The first night is left behind."""
    nights, small = Nights(on, by_hand), Nights(on, tenth)
    sizes = _agree(nights, sweep, lambda night: sweep_by_hand(by_hand, at(night)))
    every: dict[str, Times] = {step: {"ours": [], "limit": []} for step in STEPS}

    def in_steps(name: str, way: Way) -> Callable[[], float]:
        def run() -> float:
            took = nights.run(way)
            for step, seconds in took.items():
                every[step][name].append(seconds)
            return took["cold"]

        return run

    limit = in_steps("limit", lambda night: sweep_by_hand(by_hand, at(night)))
    in_turns({"ours": in_steps("ours", sweep), "limit": limit}, rounds)
    growth = in_turns(
        {"whole": lambda: nights.first(sweep), "tenth": lambda: _in_tenth(lambda: small.first(sweep))}, rounds
    )
    naive, deadlines = _naive(nights, rounds=rounds)
    nights.first(sweep)
    return [
        *_figures(every, naive, f"{deadlines:,} inspections pending; {sizes.cold}", sizes.crossing),
        Measured("G8", "sweep, first night: this city by a tenth of it").within(
            "a tenth", median(growth["whole"]), median(growth["tenth"]), most=12
        ),
        _writes_nothing(nights),
    ]


def _in_tenth(act: Callable[[], float]) -> float:
    with standing_in("tenth"):
        return act()


@dataclass(frozen=True)
class Sizes:
    """How much the first night and the night after write, in words."""

    cold: str
    crossing: str


def _agree(nights: Nights, ours: Way, limit: Way) -> Sizes:
    mine: dict[str, str] = {}
    theirs: dict[str, str] = {}
    nights.run(ours, mine)
    found = [
        f"{run.opened + run.advanced:,} flags and {run.rung:,} notices written"
        for run in SweepRun.objects.order_by("pk")
    ]
    nights.run(limit, theirs)
    for what, rows in mine.items():
        if rows.startswith("0 ") or rows != theirs[what]:
            message = f"夜間点検（{what}）の結果が、手書きの SQL と違います。"
            raise Disagreement(message)
    if mine["changed, notices"] == mine["rerun, notices"]:
        message = "夜間点検（changed）で、動かした期日がありません。"
        raise Disagreement(message)
    return Sizes(cold=found[0], crossing=found[-1])


def _naive(nights: Nights, *, rounds: int) -> tuple[list[float], int]:
    """The seconds that the naive way would take for every deadline."""
    deadlines = DueInspection.objects.pending().while_there().count()
    share = min(NAIVE_SHARE, deadlines)
    seconds = [nights.first(partial(sweep_naively, share=share)) for _ in range(min(rounds, 3))]
    return [took * deadlines / share for took in seconds], deadlines


def _figures(every: dict[str, Times], naive: list[float], size: str, crossed: str) -> list[Figure]:
    cold, rerun, changed, crossing = (every[step] for step in STEPS)
    scaled = f"the naive way timed on {NAIVE_SHARE:,} deadlines and multiplied"
    again, moved = "sweep, same night again", "sweep, after 1 % of the due days moved"
    return [
        Measured("G6", "sweep, first night", size).by_limit(cold["ours"], cold["limit"], least=0.75),
        Measured("G6", "sweep, first night", scaled).by_plain(NAIVE, cold["ours"], naive, least=50),
        Measured("G7", again).by_limit(rerun["ours"], rerun["limit"], least=0.5),
        Measured("G7", moved).by_limit(changed["ours"], changed["limit"], least=0.5),
        Measured("G7", "sweep, the night after", crossed).by_limit(
            crossing["ours"], crossing["limit"], least=0.5
        ),
    ]


def _writes_nothing(nights: Nights) -> Figure:
    """What the same night again writes into the flags, the ledger and the messages."""
    with transaction.atomic():
        count = _counting()
        sweep(nights.on)
        rows = count()
    return Measured("G7", "rows written by the same night again").found("0", str(rows), met=rows == 0)


def _counting() -> Callable[[], int]:
    """Counts the rows that are written into these tables from here to the end of the transaction."""
    tables = [model._meta.db_table for model in WRITTEN]

    def ask(text: str, *parameters: Any) -> int:
        with connection.cursor() as cursor:
            cursor.execute(text, parameters)
            return int(cursor.fetchone()[0] or 0)

    if connection.vendor == "postgresql":
        written = (
            "SELECT SUM(n_tup_ins + n_tup_upd + n_tup_del) FROM pg_stat_xact_user_tables "
            "WHERE relname = ANY(%s)"
        )
        before = ask(written, tables)
        return lambda: ask(written, tables) - before
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE written (row integer)")
        for table in tables:
            for act in ("INSERT", "UPDATE", "DELETE"):
                cursor.execute(
                    f"CREATE TEMPORARY TRIGGER {table}_{act} AFTER {act} ON {table} "
                    "BEGIN INSERT INTO written VALUES (1); END"
                )
    return lambda: ask("SELECT COUNT(*) FROM written")

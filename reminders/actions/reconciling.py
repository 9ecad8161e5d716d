"""The nightly reconciliation (照合): what should have been told, held against the ledger."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import time
from itertools import groupby
from typing import TYPE_CHECKING

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q
from django.db.models.expressions import RawSQL

from common.office_days import load_office_days
from reminders.actions.night import flag_due
from reminders.actions.reports import write_alarm
from reminders.choices import FlagKind, Kind
from reminders.models import Flag, Message, Notice, Reconciliation, SweepRun
from reminders.queries.expected import CHUNK, expectation_of, in_order
from reminders.queries.status import unheard
from reminders.rules.health import should_be_sent_before

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date, datetime

    from common.business_days import OpenDays
    from reminders.queries.expected import Key, Wanted
    from reminders.querysets.notices import NoticeQuerySet

RECONCILE_HOUR = time(5, 50)
MOST_EXAMPLES = 50


@dataclass(frozen=True)
class Held:
    """A notice in the ledger: whether it waits to be sent, and the rank of its stage (None: it was asked for
    on a day)."""

    waits: bool
    rank: int | None


@dataclass
class Comparison:
    """How the ledger and what should stand in it differ."""

    expected: int = 0
    missing: int = 0
    surplus: int = 0
    examples: list[str] = field(default_factory=list)

    @property
    def differs(self) -> bool:
        """Whether anything is missing or too much."""
        return bool(self.missing or self.surplus)

    def say(self, what: str, key: Key, wanted: Wanted) -> None:
        """Name one difference, as long as there is room."""
        (kind, subject_id), (due_on, stage, user_id) = key, wanted
        if len(self.examples) < MOST_EXAMPLES:
            day = due_on.isoformat() if due_on else "期日不明"
            self.examples.append(
                f"{what}：{FlagKind(kind).label} {subject_id}　期限 {day}　段階 {stage}　利用者 {user_id}"
            )


def reconcile(*, on: date, at: datetime) -> Reconciliation:
    """Compare, and write down how it came out.

    What was entered between the night and this hour is no fault: where something differs the night is run
    once more, and only what differs then counts. On closed days nothing is told, and only what waits for long
    is looked at: what differed on the last open day differs still.
    """
    days = load_office_days()
    compared = _as_last_compared()
    if days.is_open(on):
        compared = compare(on, days)
        # Where there was no night, none is run from here: whether it may run is for the night to say.
        if compared.differs and SweepRun.objects.filter(on=on).exists():
            flag_due(on=on, finished_at=at)
            compared = compare(on, days)
    late = Message.objects.unfinished().filter(made_at__lt=should_be_sent_before(at, days)).count()
    late += _left_behind(on).count() if days.is_open(on) else 0
    late += unheard(at, days).values("via").distinct().count()
    return _write_down(compared, late, on=on, at=at)


def reconciliation_is_missed(now: datetime) -> bool:
    """Whether today's ledger should have been compared by now and was not, or differed, and a night was made
    up since."""
    if now.timetz().replace(tzinfo=None) < RECONCILE_HOUR:
        return False
    nights = SweepRun.objects.filter(on=now.date())
    last = Reconciliation.objects.filter(on=now.date()).order_by("-finished_at").first()
    if last is not None:
        return not last.is_good and nights.filter(finished_at__gt=last.finished_at).exists()
    return nights.exists()


def _as_last_compared() -> Comparison:
    """How the ledger differed when it was last compared; no difference where it was well."""
    last = Reconciliation.objects.order_by("-on", "-finished_at").first()
    if last is None or not (last.missing or last.surplus):
        return Comparison()
    return Comparison(last.expected, last.missing, last.surplus, list(last.examples))


@transaction.atomic
def _write_down(compared: Comparison, late: int, *, on: date, at: datetime) -> Reconciliation:
    """The record of a comparison, and the alarm with it where something is wrong."""
    found = Reconciliation.objects.create(
        on=on,
        finished_at=at,
        expected=compared.expected,
        missing=compared.missing,
        surplus=compared.surplus,
        late=late,
        examples=compared.examples,
    )
    write_alarm(found, at=at)
    return found


def compare(on: date, days: OpenDays) -> Comparison:
    """Every notice there should be by the day against the ledger, in one view of the database:
    what should stand there and does not, and what waits there and should not."""
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if outermost and connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        return _compare(on, days)


def _left_behind(on: date) -> NoticeQuerySet:
    """What waits and is in no message that will be sent, though today's has not gone yet."""
    gone = Message.objects.filter(kind=Kind.DIGEST, on=on, recipient=OuterRef("via")).exclude(
        pk__in=Message.objects.unfinished().order_by().values("pk")
    )
    carried = Message.objects.unfinished().filter(pk=OuterRef("message"))
    return Notice.objects.waiting().filter(~Exists(carried), ~Exists(gone), via__isnull=False)


def _compare(on: date, days: OpenDays) -> Comparison:
    expectation = expectation_of(on, days)
    compared = Comparison()
    ledger = _ledger()
    held = next(ledger, None)
    for key, wanted in expectation.each():
        while held is not None and held[0] < key:
            _count(compared, held[0], {}, held[1])
            held = next(ledger, None)
        there: dict[Wanted, Held] = {}
        if held is not None and held[0] == key:
            there = held[1]
            held = next(ledger, None)
        _count(compared, key, wanted, there)
    for key, due_on in expectation.nobody:
        compared.missing += 1
        compared.say("知らせる人がいない", key, (due_on, "", 0))
    while held is not None:
        _count(compared, held[0], {}, held[1])
        held = next(ledger, None)
    return compared


def _ledger() -> Iterator[tuple[Key, dict[Wanted, Held]]]:
    """What stands in the ledger of what is still open, by subject. What was told at once on somebody's word
    follows no plan."""
    is_open = Exists(Flag.objects.open().filter(kind=OuterRef("kind"), subject_id=OuterRef("subject_id")))
    rows = (
        Notice.objects.live()
        .filter(Q(sent_at__isnull=True) | is_open)
        .exclude(stage__startswith="!")
        .order_by(RawSQL(in_order("kind"), ()), "subject_id")  # noqa: S611 -- a column's name
        .values_list("kind", "subject_id", "due_on", "stage", "recipient_id", "stage_rank", "sent_at")
        .iterator(chunk_size=CHUNK)
    )
    for key, of_subject in groupby(rows, key=lambda row: (row[0], row[1])):
        yield (
            key,
            {
                (due, stage, user): Held(waits=sent_at is None, rank=None if stage.startswith("@") else rank)
                for *_, due, stage, user, rank, sent_at in of_subject
            },
        )


def _count(
    compared: Comparison,
    key: Key,
    wanted: Mapping[Wanted, int | None],
    there: Mapping[Wanted, Held],
) -> None:
    compared.expected += len(wanted)
    for notice in sorted(wanted.keys() - there.keys(), key=str):
        if _told_of_a_nearer_stage(notice, wanted[notice], there):
            continue
        compared.missing += 1
        compared.say("台帳にない", key, notice)
    for notice in sorted((key for key, held in there.items() if held.waits and key not in wanted), key=str):
        compared.surplus += 1
        compared.say("余分", key, notice)


def _told_of_a_nearer_stage(notice: Wanted, rank: int | None, there: Mapping[Wanted, Held]) -> bool:
    """Whether the person was told already at a stage as near to the day or nearer, under a plan that was
    changed since."""
    due_on, _stage, user_id = notice
    return rank is not None and any(
        held.rank is not None and held.rank <= rank
        for (due, _, user), held in there.items()
        if (due, user) == (due_on, user_id)
    )

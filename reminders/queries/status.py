"""Whether reminders work (動作の状況): the findings, the last nights, what became of the messages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Count, Exists, F, Max, Min, OuterRef, Q, Subquery, Sum

from common.office_days import load_office_days
from reminders.choices import Kind
from reminders.models import Message, Notice, Pulse, Reconciliation, SweepRun, Try
from reminders.queries.messages import given_up_and_current
from reminders.rules.health import (
    Finding,
    HealthFacts,
    LastComparison,
    LastNight,
    Level,
    findings,
    last_day_that_should_be_told,
    should_be_sent_before,
    worst,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from common.business_days import Calendar
    from common.scope import Scope
    from reminders.querysets.messages import MessageQuerySet
    from reminders.querysets.notices import NoticeQuerySet

DAYS_SHOWN = 14
MESSAGES_SHOWN = 50
COMPARISONS_SHOWN = 5

OF_A_MESSAGE = ("pk", "on", "kind", "recipient_id", "address", "tries", "next_try_at", "given_up_at")

SENT = Q(sent_at__isnull=False)
GIVEN_UP = Q(given_up_at__isnull=False)
FOLDED = Q(folded_at__isnull=False)
UNTOLD = Q(via__isnull=True)
WAITING = ~SENT & ~GIVEN_UP & ~FOLDED


@dataclass(frozen=True)
class Health:
    """The findings of an instant, and how old the signs of life are (None: there is none)."""

    findings: tuple[Finding, ...]
    ages: dict[str, timedelta | None]

    @property
    def level(self) -> Level:
        """The most serious level found."""
        return worst(self.findings)


@dataclass(frozen=True)
class Night:
    """What the nightly job did on a day, all its runs together; ``finished_at`` empty: it did not run.

    ``made_up`` says that a later night ran, which has made up for this one.
    """

    on: date
    finished_at: datetime | None = None
    opened: int = 0
    rung: int = 0
    closed: int = 0
    made_up: bool = False


@dataclass(frozen=True)
class MessagesOfDay:
    """What became of the messages of one day."""

    on: date
    sent: int = 0
    waiting: int = 0
    given_up: int = 0
    folded: int = 0

    @property
    def in_words(self) -> str:
        """「送った4通・あきらめた1通」; empty where there was none."""
        counted = (
            ("送った", self.sent),
            ("送る途中", self.waiting),
            ("あきらめた", self.given_up),
            ("まとめた", self.folded),
        )
        return "・".join(f"{what}{number}通" for what, number in counted if number)


@dataclass(frozen=True)
class OpenMessage:
    """A message that waits, or was given up (``given_up_at``).

    ``has_moved``: what it carried goes out in another way; ``needs_address``: there is none to send it to.
    """

    pk: int
    on: date
    kind: str
    person: str
    address: str
    tries: int
    last_said: str
    next_try_at: datetime
    given_up_at: datetime | None
    has_moved: bool
    needs_address: bool

    @property
    def can_go_again(self) -> bool:
        """Whether もう一度送る would send it."""
        return self.given_up_at is not None and not self.has_moved and not self.needs_address


@dataclass(frozen=True)
class Unreachable:
    """Somebody who has notices, can be written to by no mail, and is told on the pages alone."""

    person: str
    notices: int


@dataclass(frozen=True)
class Comparison:
    """One reconciliation (照合)."""

    on: date
    finished_at: datetime
    expected: int
    missing: int
    surplus: int
    late: int
    examples: tuple[str, ...]

    @property
    def differences(self) -> int:
        """How many differences it found in all."""
        return self.missing + self.surplus + self.late

    @property
    def in_words(self) -> str:
        """「台帳にない通知3件・余分な通知1件」, and 「合っています」 where there is none."""
        found = (
            ("台帳にない通知", self.missing, "件"),
            ("余分な通知", self.surplus, "件"),
            ("1日より長く待っている便", self.late, "通"),
        )
        return "・".join(f"{what}{number}{unit}" for what, number, unit in found if number) or "合っています"


@dataclass(frozen=True)
class Status:
    """Everything on the page 動作の状況. ``more_messages``: there are more than are shown."""

    health: Health
    days: tuple[tuple[Night, MessagesOfDay], ...]
    messages: tuple[OpenMessage, ...]
    more_messages: bool
    unreachable: tuple[Unreachable, ...]
    comparisons: tuple[Comparison, ...]


def health(*, at: datetime) -> Health:
    """Whether reminders work at this instant; six queries, none over all messages ever."""
    return _health(at, _comparisons())


def _health(at: datetime, compared: Sequence[Comparison]) -> Health:
    night = SweepRun.objects.order_by("-on", "-finished_at").values_list("on", "finished_at").first()
    pulses = dict(Pulse.objects.values_list("name", "at"))
    days = load_office_days()
    late = Message.objects.unfinished().filter(made_at__lt=should_be_sent_before(at, days))
    facts = HealthFacts(
        at=at,
        night=LastNight(*night) if night else None,
        beat_at=pulses.get("beat"),
        worker_at=pulses.get("worker"),
        comparison=LastComparison(compared[0].finished_at, compared[0].differences) if compared else None,
        given_up=_given_up(at.date()).count(),
        late=late.count(),
        **Notice.objects.waiting().aggregate(
            unheard=Count("recipient", distinct=True, filter=_is_unheard(at, days)),
            unreachable=Count("recipient", distinct=True, filter=UNTOLD),
        ),
    )
    seen = {
        "sweep": facts.night and facts.night.finished_at,
        "beat": facts.beat_at,
        "worker": facts.worker_at,
        "reconciliation": facts.comparison and facts.comparison.finished_at,
    }
    return Health(findings(facts), {name: at - then if then else None for name, then in seen.items()})


def status(scope: Scope, *, at: datetime) -> Status:
    """Everything on the page, at this instant; a constant number of queries."""
    on = at.date()
    found = _open_messages(on)
    compared = _comparisons()
    people = _untold().filter(pk__in=Notice.objects.within(scope).values("pk"))
    return Status(
        health=_health(at, compared),
        days=_days(on),
        messages=tuple(found[:MESSAGES_SHOWN]),
        more_messages=len(found) > MESSAGES_SHOWN,
        unreachable=tuple(
            Unreachable(person, notices)
            for person, notices in people.order_by()
            .values("recipient_id")
            .annotate(notices=Count("pk"))
            .order_by("recipient__display_kana", "recipient_id")
            .values_list("recipient__display_name", "notices")
        ),
        comparisons=tuple(compared),
    )


def _first_shown(on: date) -> date:
    return on - timedelta(days=DAYS_SHOWN - 1)


def _given_up(on: date) -> MessageQuerySet:
    """Given up within two weeks, and nothing has reached the same person since."""
    later = Message.objects.filter(SENT, sent_at__gt=OuterRef("given_up_at"))
    reached = Exists(later.filter(recipient=OuterRef("recipient"))) | Exists(
        later.filter(recipient__isnull=True, address=OuterRef("address"), kind=OuterRef("kind"))
    )
    return Message.objects.filter(GIVEN_UP, ~reached, on__gte=_first_shown(on))


def unheard(at: datetime, days: Calendar) -> NoticeQuerySet:
    """Notices that wait for a mail which should have gone, in whatever message they are today: each morning
    puts what was not sent into a new one."""
    return Notice.objects.waiting().filter(_is_unheard(at, days))


def _is_unheard(at: datetime, days: Calendar) -> Q:
    return Q(via__isnull=False, rung_on__lte=last_day_that_should_be_told(at, days))


def _untold() -> NoticeQuerySet:
    """Notices that wait and that no mail carries."""
    return Notice.objects.waiting().filter(UNTOLD)


def _days(on: date) -> tuple[tuple[Night, MessagesOfDay], ...]:
    """The nights of two weeks and the messages of each day, the latest first, back to the first
    night ever; today only once its night has run."""
    first = SweepRun.objects.aggregate(first=Min("on"))["first"]
    shown = (_first_shown(on), on)
    ran = nights_of(SweepRun.objects.filter(on__range=shown))
    messages = outcomes_of(Message.objects.filter(on__range=shown))
    latest = max(ran, default=date.min)
    days = (on - timedelta(days=back) for back in range(DAYS_SHOWN))
    return tuple(
        (ran.get(day) or Night(day, made_up=day < latest), messages.get(day) or MessagesOfDay(day))
        for day in days
        if first and day >= first and (day != on or day in ran)
    )


def nights_of(runs: QuerySet[SweepRun]) -> dict[date, Night]:
    """What these runs did, by day; one query."""
    rows = (
        runs.order_by()
        .values("on")
        .annotate(Max("finished_at"), Sum("opened"), Sum("rung"), Sum("closed"))
        .values_list("on", "finished_at__max", "opened__sum", "rung__sum", "closed__sum")
    )
    return {row[0]: Night(*row) for row in rows}


def outcomes_of(messages: MessageQuerySet) -> dict[date, MessagesOfDay]:
    """What became of these messages, by day; one query."""
    rows = (
        messages.order_by()
        .values("on")
        .annotate(
            sent=Count("pk", filter=SENT),
            waiting=Count("pk", filter=WAITING),
            given_up=Count("pk", filter=GIVEN_UP),
            folded=Count("pk", filter=FOLDED),
        )
        .values_list("on", "sent", "waiting", "given_up", "folded")
    )
    return {row[0]: MessagesOfDay(*row) for row in rows}


def _open_messages(on: date) -> list[OpenMessage]:
    """What waits, and what was given up within two weeks, the latest first; one more than is shown."""
    last = Try.objects.filter(message=OuterRef("pk")).order_by("-number")
    rows = (
        Message.objects.filter(WAITING | GIVEN_UP & Q(on__gte=_first_shown(on)))
        .annotate(
            said=Subquery(last.values("said")[:1]),
            tried=Subquery(last.values("address")[:1]),
            current=Exists(given_up_and_current(on).filter(pk=OuterRef("pk"))),
        )
        .order_by(F("given_up_at").desc(nulls_last=True), "-on", "pk")
        .values(*OF_A_MESSAGE, "said", "tried", "current")
        .annotate(person=F("recipient__display_name"), email=F("recipient__email"))
    )
    return [
        OpenMessage(
            pk=row["pk"],
            on=row["on"],
            kind=Kind(row["kind"]).label,
            person=row["person"] or "",
            address=row["tried"] or row["address"] or row["email"] or "",
            tries=row["tries"],
            last_said=row["said"] or "",
            next_try_at=row["next_try_at"],
            given_up_at=row["given_up_at"],
            has_moved=row["given_up_at"] is not None and not row["current"],
            needs_address=row["recipient_id"] is not None and not row["email"],
        )
        for row in rows[: MESSAGES_SHOWN + 1]
    ]


def _comparisons() -> list[Comparison]:
    """The last reconciliations, the latest first."""
    return [comparison_of(row) for row in Reconciliation.objects.all()[:COMPARISONS_SHOWN]]


def comparison_of(row: Reconciliation) -> Comparison:
    """One reconciliation as a value."""
    return Comparison(
        on=row.on,
        finished_at=row.finished_at,
        expected=row.expected,
        missing=row.missing,
        surplus=row.surplus,
        late=row.late,
        examples=tuple(str(example) for example in row.examples),
    )

"""Who will be told of what on which day if nothing changes (これからのお知らせ): the nights to come.

The same rules as the nightly sweep: plans, open days, handovers and snoozes, whoever holds the posts on each
day. What is pending today stays pending, nobody does anything, and every letter arrives. What a night brings
by itself, such as the duties of a new year, is not foretold.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import F, Q

from common.db.columns import text
from common.deadlines import Deadline, Side
from designated_managers.models import Designation
from reminders.choices import UNKNOWN_DAY, FlagKind, Why
from reminders.deadlines import DEADLINES, pending
from reminders.models import Notice, Response, SweepRun
from reminders.queries.office import offices_between
from reminders.queries.plans import Plans, plans_in_force
from reminders.querysets.flags import OF_A_BODY, subjects_among
from reminders.rules.audience import Duty, Told, told, upwards
from reminders.rules.bells import Bell, bell_on, bells_between
from reminders.rules.plans import Circle
from reminders.rules.snoozes import SILENT, Snooze, code_while_put_off

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from common.business_days import OpenDays
    from reminders.queries.office import Offices
    from reminders.rules.audience import Office

ONE_DAY = timedelta(days=1)

Key = tuple[str, int, date | None]
"""Kind, subject and due day of what is due."""


@dataclass(frozen=True)
class Foretold:
    """That one person will be told of one deadline at one stage on a day, as the ledger will say it.

    ``post_id`` is the post by which the duty reaches them; None: they are told as members of a group.
    """

    on: date
    deadline: Deadline
    stage: str
    told: Told
    post_id: int | None


@dataclass
class _Heard:
    """What one person was told of one deadline: every stage, and how near to the day the nearest of the
    plan's own is."""

    codes: set[str] = field(default_factory=set)
    rank: int | None = None

    def add(self, code: str, rank: int) -> None:
        self.codes.add(code)
        if code[0] not in "@!":
            self.rank = rank if self.rank is None else min(self.rank, rank)


@dataclass(frozen=True)
class _Ring:
    """A reminder of a deadline from a day on; ``stage`` empty: nobody is told."""

    stage: str
    rank: int
    circle: Circle


def next_night(on: date) -> date:
    """The next day whose night has not been swept yet: today, or once it was, tomorrow."""
    swept: date | None = SweepRun.objects.order_by("-on").values_list("on", flat=True).first()
    return on if swept is None or swept < on else swept + ONE_DAY


def foretell(
    *, on: date, until: date, days: OpenDays, centre_ids: Collection[int] | None = None
) -> list[Foretold]:
    """Every notice that the nights from ``on`` to ``until`` will write, in the order of the days; of these
    centres, or of all. A constant number of queries, however many days and deadlines."""
    deadlines = _deadlines(on, centre_ids)
    return _Nights(on, until, days, deadlines).foretold()


class _Nights:
    """The nights from one day to another, over the deadlines pending."""

    def __init__(self, first: date, last: date, days: OpenDays, deadlines: Collection[Deadline]) -> None:
        self.first, self.last, self.days = days.on_or_after(first), last, days
        self.deadlines = deadlines
        self.plans: Plans = plans_in_force()
        self.offices: Offices = offices_between(first, max(first, last))
        self.designations = list(Designation.objects.all())
        self.of_bodies = _bodies(deadlines)
        self.put_off = _put_off()
        self.heard = _ledger(deadlines)
        changes = self.offices.changes() | _changes_of_managers(self.designations)
        opened = {days.on_or_after(day) for day in changes if self.first < day <= last}
        self.turns = [self.first, *sorted(day for day in opened if self.first < day <= last)]
        self._offices: dict[int, Office] = {}
        self._running: dict[int, Mapping[int, Collection[int]]] = {}
        self._told: dict[tuple[Duty, Circle, int], tuple[Told, ...]] = {}

    def foretold(self) -> list[Foretold]:
        """Every notice, by day; on one day in the order of the deadlines."""
        if self.first > self.last:
            return []
        found = [one for deadline in self.deadlines for one in self._of(deadline)]
        return sorted(found, key=lambda one: one.on)

    def _of(self, deadline: Deadline) -> Iterator[Foretold]:
        plan = self.plans.of(deadline.lead, deadline.centre_id)
        key: Key = (deadline.kind, deadline.subject_id, deadline.due_on)
        until_on = self.put_off.get(key)
        snooze = Snooze(deadline.due_on, until_on, plan) if until_on is not None else None
        bells = (
            self._bells(deadline.kind, deadline.due_on, plan)
            if plan.stages or deadline.due_on is None
            else []
        )
        for day in self._days_to_look_at([since for since, _ring in bells], until_on):
            at = bisect_right(bells, day, key=lambda bell: bell[0]) - 1
            if at < 0:
                continue
            own = bells[at][1]
            asked = code_while_put_off(snooze, day, self.days) if snooze is not None else None
            for person in self._listeners(deadline, own.circle, day):
                stage = own.stage if asked is None or person.why == Why.MEMBER else asked
                if self._is_news(key, person.user_id, stage, own):
                    post_id = _post_of(person, deadline.post_id, self._office(day))
                    yield Foretold(day, deadline, stage, person, post_id)

    def _bells(self, kind: str, due_on: date | None, plan: Any) -> list[tuple[date, _Ring]]:
        """What rings from which day on, in order; the first has rung by the first night."""
        if due_on is None:
            return [(self.first, _Ring(UNKNOWN_DAY, 0, Circle.IN_CHARGE))]
        standing = bell_on(due_on, plan, self.first, self.days)
        last = min(self.last, due_on) if DEADLINES[kind].ends_with_day else self.last
        to_come = bells_between(due_on, plan, self.first + ONE_DAY, last, self.days)
        found = [(self.first, _ring_of(standing))] if standing else []
        return [*found, *((bell.since, _ring_of(bell)) for bell in to_come)]

    def _days_to_look_at(self, bells: list[date], until_on: date | None) -> list[date]:
        """The days on which somebody may hear something new: a reminder goes out, a post changes hands, what
        was put off comes back."""
        wakes = [] if until_on is None else [self.days.on_or_after(max(until_on, self.first))]
        return sorted({day for day in (*bells, *self.turns, *wakes) if self.first <= day <= self.last})

    def _is_news(self, key: Key, user_id: int, stage: str, own: _Ring) -> bool:
        """Whether the person is told now; then it is remembered."""
        heard = self.heard[key][user_id]
        nearer = stage == own.stage and key[2] is not None and heard.rank is not None
        if stage == SILENT or stage in heard.codes or (nearer and (heard.rank or 0) <= own.rank):
            return False
        heard.add(stage, own.rank)
        return True

    def _listeners(self, deadline: Deadline, circle: Circle, day: date) -> Iterator[Told]:
        turn = self._turn(day)
        seen: set[int] = set()
        for organisation_id in self._bodies_of(deadline, turn) or (None,):
            duty = Duty(deadline.kind, deadline.centre_id, deadline.post_id, organisation_id)
            for person in self._told_of(duty, circle, turn):
                if person.user_id not in seen:
                    seen.add(person.user_id)
                    yield person

    def _told_of(self, duty: Duty, circle: Circle, turn: int) -> tuple[Told, ...]:
        asked = (duty, circle, turn)
        if asked not in self._told:
            self._told[asked] = told(duty, circle, self._office(self.turns[turn]))
        return self._told[asked]

    def _turn(self, day: date) -> int:
        """Which of the spans between two changes the day lies in."""
        return bisect_right(self.turns, day) - 1

    def _office(self, day: date) -> Office:
        turn = self._turn(day)
        if turn not in self._offices:
            self._offices[turn] = self.offices.on(self.turns[turn])
        return self._offices[turn]

    def _bodies_of(self, deadline: Deadline, turn: int) -> Collection[int]:
        """The body whose duty it is: of its own obligations; of inspections whoever runs the centre then."""
        if deadline.side != Side.MANAGER:
            return ()
        if deadline.kind == FlagKind.INSPECTION:
            return self._runs(turn).get(deadline.centre_id or 0, ())
        return self.of_bodies.get((deadline.kind, deadline.subject_id), ())

    def _runs(self, turn: int) -> Mapping[int, Collection[int]]:
        if turn not in self._running:
            running: dict[int, list[int]] = defaultdict(list)
            for one in self.designations:
                if one.in_force_on(self.turns[turn]):
                    running[one.centre_id].append(one.organisation_id)
            self._running[turn] = running
        return self._running[turn]


def _ring_of(bell: Bell) -> _Ring:
    return _Ring(bell.stage.code, bell.stage.rank, bell.circle)


def _post_of(person: Told, post_id: int | None, office: Office) -> int | None:
    """The post by which a duty reaches the person: the one in charge, else the nearest above, else any they
    hold."""
    if person.why == Why.MEMBER:
        return None
    held = [
        pk
        for pk, post in sorted(office.posts.items())
        if any(h.user_id == person.user_id for h in post.holders)
    ]
    on_the_way = upwards(post_id, office) if post_id is not None else []
    return next((pk for pk in (*on_the_way, *held) if pk in held), None)


def _deadlines(on: date, centre_ids: Collection[int] | None) -> list[Deadline]:
    """Everything pending, with whoever it was handed over to; one query, and one of the handovers."""
    of_kinds = [pending(kind, on=on) for kind in DEADLINES]
    if centre_ids is not None:
        among = subjects_among(centre_ids)
        of_kinds = [
            rows.filter(
                Q(centre_id__in=centre_ids) | Q(centre_id__isnull=True, subject_id__in=among[kind])
                if kind in among
                else Q(centre_id__in=centre_ids)
            )
            for kind, rows in zip(DEADLINES, of_kinds, strict=True)
        ]
    first, *others = of_kinds
    rows = (Deadline(*row) for row in first.union(*others, all=True))
    handed = {
        (kind, subject_id): post_id
        for kind, subject_id, post_id in Response.objects.last_handovers()
        .order_by()
        .values_list("flag__kind", "flag__subject_id", "to_post_id")
    }
    followed = (row._replace(post_id=handed.get((row.kind, row.subject_id), row.post_id)) for row in rows)
    return sorted(
        followed, key=lambda row: (row.due_on is None, row.due_on or date.max, row.kind, row.subject_id)
    )


def _bodies(deadlines: Iterable[Deadline]) -> dict[tuple[str, int], tuple[int, ...]]:
    """By kind and subject, the body that owes it; one query."""
    wanted: dict[str, set[int]] = defaultdict(set)
    for row in deadlines:
        if row.side == Side.MANAGER:
            wanted[row.kind].add(row.subject_id)
    first, *others = (
        model.objects.filter(pk__in=wanted[kind])
        .order_by()
        .annotate(of_kind=text(kind), subject=F("pk"), body=F(model.objects.all().organisation_path))
        .values_list("of_kind", "subject", "body")
        for kind, model in OF_A_BODY.items()
    )
    return {(kind, subject): (body,) for kind, subject, body in first.union(*others, all=True)}


def _put_off() -> dict[Key, date]:
    """What the city put off, and to which day; one query."""
    rows = Response.objects.standing_snoozes().order_by()
    return {
        (kind, subject_id, due_on): until_on
        for kind, subject_id, due_on, until_on in rows.values_list(
            "flag__kind", "flag__subject_id", "flag__due_on", "until_on"
        )
        if until_on is not None
    }


def _ledger(deadlines: Collection[Deadline]) -> dict[Key, dict[int, _Heard]]:
    """What the ledger holds of these deadlines, by what is due and by person; one query."""
    heard: dict[Key, dict[int, _Heard]] = defaultdict(lambda: defaultdict(_Heard))
    of_these = Notice.objects.live().filter(
        kind__in={row.kind for row in deadlines}, subject_id__in={row.subject_id for row in deadlines}
    )
    for kind, subject_id, due_on, stage, rank, user_id in of_these.order_by().values_list(
        "kind", "subject_id", "due_on", "stage", "stage_rank", "recipient_id"
    ):
        heard[kind, subject_id, due_on][user_id].add(stage, rank)
    return heard


def _changes_of_managers(designations: Iterable[Designation]) -> set[date]:
    """The days on which somebody else may run a centre."""
    changes = set()
    for one in designations:
        first, last = one.days.effect
        changes |= {first, one.designated_on or first}
        if last < date.max:
            changes.add(last + ONE_DAY)
    return changes

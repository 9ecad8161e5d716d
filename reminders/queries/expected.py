"""What should have been told by a day (あるべき通知): from the rules and the facts, without the ledger.

The night writes the ledger set-wise in SQL, with the stages turned round into spans of due days. Here each
deadline is asked by itself, in Python, by the rule as it reads. That both say the same is the proof.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, Any, cast

from django.db import DEFAULT_DB_ALIAS, connection, transaction
from django.db.models import F

from common.db.columns import sql_of, text, union_of
from common.deadlines import COLUMNS, Deadline, Side
from designated_managers.models import Designation
from reminders.choices import UNKNOWN_DAY, FlagKind, Why
from reminders.deadlines import every_pending
from reminders.models import Response
from reminders.queries.office import office_on
from reminders.queries.plans import plans_in_force
from reminders.querysets.flags import OF_A_BODY
from reminders.rules.audience import Duty, Told, told
from reminders.rules.bells import bell_on
from reminders.rules.plans import Circle
from reminders.rules.snoozes import SILENT, Snooze, code_while_put_off

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from common.business_days import OpenDays
    from reminders.queries.plans import Plans
    from reminders.rules.audience import Office

CHUNK = 2000

Key = tuple[str, int]
"""A thing that is due: its kind and its id."""

Wanted = tuple["date | None", str, int]
"""Due day, stage and person: a notice of one subject."""


@dataclass
class Expectation:
    """The rules and the facts of one day, read once; ``each`` then asks every deadline.

    ``nobody`` names the deadlines met on the way that there is nobody to tell of.
    """

    on: date
    days: OpenDays
    office: Office
    plans: Plans
    handed_over: Mapping[tuple[str, int], int]
    put_off: Mapping[tuple[str, int, Any], date]
    runs_centre: Mapping[int, int]
    nobody: list[tuple[Key, date | None]] = field(default_factory=list)
    _told: dict[tuple[Duty, Circle], tuple[Told, ...]] = field(default_factory=dict)

    def each(self) -> Iterator[tuple[Key, dict[Wanted, int | None]]]:
        """For each thing that waits for somebody, by kind and id, the notices there should be, with the rank
        of the stage. None: it was asked for on a day, or the due day is unknown; no other stands for it.
        """
        for key, rows in groupby(_pending_with_owners(self.on), key=lambda row: (row[0], row[2])):
            wanted: dict[Wanted, int | None] = {}
            for *deadline, organisation_id in rows:
                wanted |= self._of(Deadline._make(deadline), organisation_id)
            yield key, wanted

    def _of(self, deadline: Deadline, organisation_id: int | None) -> dict[Wanted, int | None]:
        plan = self.plans.of(deadline.lead, deadline.centre_id)
        due_on = deadline.due_on
        code, circle, rank = UNKNOWN_DAY, Circle.IN_CHARGE, None
        if due_on is not None:
            bell = bell_on(due_on, plan, self.on, self.days)
            if bell is None:
                return {}
            code, circle, rank = bell.stage.code, bell.circle, bell.stage.rank
        until_on = self.put_off.get((deadline.kind, deadline.subject_id, due_on))
        to_city = code
        if until_on is not None:
            asked_for = code_while_put_off(Snooze(due_on, until_on, plan), self.on, self.days)
            to_city = code if asked_for is None else asked_for
        if deadline.side != Side.MANAGER:
            organisation_id = None
        elif deadline.kind == FlagKind.INSPECTION:
            organisation_id = self.runs_centre.get(deadline.centre_id or 0)
        post_id = self.handed_over.get((deadline.kind, deadline.subject_id), deadline.post_id)
        duty = Duty(deadline.kind, deadline.centre_id, post_id, organisation_id)
        if not self._who(duty, circle):
            self.nobody.append(((deadline.kind, deadline.subject_id), due_on))
        stages = (
            (person, code if person.why == Why.MEMBER else to_city) for person in self._who(duty, circle)
        )
        return {
            (due_on, stage, person.user_id): rank if stage == code else None
            for person, stage in stages
            if stage != SILENT
        }

    def _who(self, duty: Duty, circle: Circle) -> tuple[Told, ...]:
        if (duty, circle) not in self._told:
            self._told[duty, circle] = told(duty, circle, self.office)
        return self._told[duty, circle]


def _pending_with_owners(on: date) -> Iterator[tuple[Any, ...]]:
    """Every pending deadline with the body whose own duty it is, by kind and id; never all at once."""
    deadlines = every_pending(on=on, using=DEFAULT_DB_ALIAS)
    bodies = union_of(
        sql_of(
            model.objects.order_by()
            .annotate(of_kind=text(kind), subject=F("pk"), body=F(model.objects.all().organisation_path))
            .values_list("of_kind", "subject", "body"),
            using=DEFAULT_DB_ALIAS,
        )
        for kind, model in OF_A_BODY.items()
    )
    with transaction.atomic(), connection.chunked_cursor() as cursor:
        cursor.execute(
            f"""
            WITH d({", ".join(COLUMNS)}) AS ({deadlines.text}),
                b(kind, subject_id, organisation_id) AS ({bodies.text})
            SELECT {", ".join(f"d.{column}" for column in COLUMNS)}, b.organisation_id
            FROM d LEFT JOIN b ON b.kind = d.kind AND b.subject_id = d.subject_id
            ORDER BY {in_order("d.kind")}, d.subject_id
            """,  # noqa: S608 -- column names and texts of our own queries
            (*deadlines.params, *bodies.params),
        )
        while rows := cursor.fetchmany(CHUNK):
            for kind, lead, subject_id, centre_id, due_on, *rest in rows:
                due = date.fromisoformat(due_on) if isinstance(due_on, str) else due_on
                yield kind, lead, subject_id, centre_id, due, *rest


def in_order(column: str) -> str:
    """A text column in the order in which Python compares texts, whatever the language of the database."""
    return f'{column} COLLATE "C"' if connection.vendor == "postgresql" else column


def expectation_of(on: date, days: OpenDays) -> Expectation:
    """The rules and the facts of a day; a constant number of queries."""
    handovers = Response.objects.last_handovers().order_by()
    snoozes = Response.objects.standing_snoozes().order_by()
    return Expectation(
        on=on,
        days=days,
        office=office_on(on),
        plans=plans_in_force(),
        handed_over={
            (kind, subject_id): post_id
            for kind, subject_id, post_id in handovers.values_list(
                "flag__kind", "flag__subject_id", "to_post_id"
            )
        },
        put_off={
            (kind, subject_id, due_on): cast("date", until_on)
            for kind, subject_id, due_on, until_on in snoozes.values_list(
                "flag__kind", "flag__subject_id", "flag__due_on", "until_on"
            )
        },
        runs_centre=dict(
            Designation.objects.in_force(on).order_by().values_list("centre_id", "organisation_id")
        ),
    )

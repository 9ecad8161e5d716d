"""What should have been told by a day (あるべき通知): from the rules and the facts, without the ledger.

The night writes the ledger set-wise in SQL, with the stages turned round into spans of due days. Here each
deadline is asked by itself, in Python, by the rule as it reads. That both say the same is the proof.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING, Any, cast

from common.deadlines import Deadline, Side
from designated_managers.models import Designation
from reminders.choices import UNKNOWN_DAY, FlagKind, Why
from reminders.deadlines import pending
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
    from datetime import date

    from common.business_days import OpenDays
    from reminders.queries.plans import Plans
    from reminders.rules.audience import Office

Wanted = tuple["date | None", str, int]
"""Due day, stage and person: a notice of one subject."""


@dataclass
class Expectation:
    """The rules and the facts of one day, read once; ``of_kind`` then asks each deadline."""

    on: date
    days: OpenDays
    office: Office
    plans: Plans
    handed_over: Mapping[tuple[str, int], int]
    put_off: Mapping[tuple[str, int, Any], date]
    runs_centre: Mapping[int, int]
    _told: dict[tuple[Duty, Circle], tuple[Told, ...]] = field(default_factory=dict)

    def of_kind(self, kind: str) -> Iterator[tuple[int, dict[Wanted, int | None]]]:
        """For each thing of this kind that waits for somebody, by id, the notices there should be, with the
        rank of the stage. None: it was asked for on a day, or the due day is unknown; no other stands for it.
        """
        owners = self._owners(kind)
        rows = pending(kind, on=self.on).order_by("subject_id").iterator(chunk_size=2000)
        for subject_id, of_subject in groupby(map(Deadline._make, rows), key=lambda row: row.subject_id):
            wanted: dict[Wanted, int | None] = {}
            for deadline in of_subject:
                wanted |= self._of(deadline, owners.get(subject_id))
            yield subject_id, wanted

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

    def _owners(self, kind: str) -> Mapping[int, int]:
        """The bodies whose duties of this kind are pending."""
        if kind not in OF_A_BODY:
            return {}
        model = OF_A_BODY[kind]
        theirs = pending(kind, on=self.on).filter(side=Side.MANAGER).values("subject_id")
        rows = model.objects.filter(pk__in=theirs).order_by()
        return dict(rows.values_list("pk", model.objects.all().organisation_path))


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

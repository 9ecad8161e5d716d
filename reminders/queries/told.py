"""Who is told of a deadline today (きょう知らせる人), asked by day: for what is told at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import F

from common.db.columns import text
from common.deadlines import Side
from common.office_days import load_office_days
from designated_managers.models import Designation
from reminders.choices import FlagKind
from reminders.deadlines import pending
from reminders.queries.office import office_on
from reminders.queries.plans import plans_in_force
from reminders.querysets.flags import OF_A_BODY
from reminders.rules.audience import Duty, told
from reminders.rules.bells import bell_on
from reminders.rules.plans import Circle

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from reminders.models import Flag, Notice
    from reminders.rules.audience import Told


def told_today(flags: Sequence[Flag], *, on: date) -> Mapping[int, tuple[Told, ...]]:
    """For each flag, by its id, everybody who is told of it on this day and why, as the night would tell them
    were it to ring; a constant number of queries."""
    office = office_on(on)
    bodies = bodies_of(flags, on=on)
    circles = _circles(flags, on=on)
    return {
        flag.pk: told(
            Duty(flag.kind, flag.centre_id, flag.post_id, bodies.get(flag.pk)),
            circles.get(flag.pk, Circle.IN_CHARGE),
            office,
        )
        for flag in flags
    }


def _circles(flags: Sequence[Flag], *, on: date) -> Mapping[int, Circle]:
    """How far the reminder of each carries today; those not named are told to whoever is in charge."""
    ids: dict[str, set[int]] = {}
    for flag in flags:
        ids.setdefault(flag.kind, set()).add(flag.subject_id)
    if not ids:
        return {}
    first, *others = (pending(kind, on=on).filter(subject_id__in=pks) for kind, pks in ids.items())
    leads = {
        (kind, subject_id, due_on): lead
        for kind, lead, subject_id, _centre, due_on, *_ in first.union(*others, all=True)
    }
    plans, days = plans_in_force(), load_office_days()
    circles = {}
    for flag in flags:
        lead = leads.get((flag.kind, flag.subject_id, flag.due_on))
        if lead is not None and flag.due_on is not None:
            bell = bell_on(flag.due_on, plans.of(lead, flag.centre_id), on, days)
            circles[flag.pk] = bell.circle if bell else Circle.IN_CHARGE
    return circles


def bodies_of(flags: Sequence[Flag] | Sequence[Notice], *, on: date) -> Mapping[int, int]:
    """The body whose duty these flags or notices tell of, by their ids, as far as it is one's: of its own
    obligations; of inspections whoever runs the centre on the day."""
    theirs = [flag for flag in flags if flag.side == Side.MANAGER]
    if not theirs:
        return {}
    rows: list[Any] = [
        Designation.objects.in_force(on)
        .order_by()
        .annotate(of_kind=text(FlagKind.INSPECTION))
        .values_list("of_kind", "centre_id", "organisation_id")
    ]
    for kind, model in OF_A_BODY.items():
        wanted = {flag.subject_id for flag in theirs if flag.kind == kind}
        if wanted:
            rows.append(
                model.objects.filter(pk__in=wanted)
                .order_by()
                .annotate(of_kind=text(kind), body=F(model.objects.all().organisation_path))
                .values_list("of_kind", "pk", "body")
            )
    first, *others = rows
    found = {(kind, pk): body for kind, pk, body in first.union(*others, all=True)}
    bodies = {
        flag.pk: found.get(
            (flag.kind, flag.centre_id if flag.kind == FlagKind.INSPECTION else flag.subject_id)
        )
        for flag in theirs
    }
    return {pk: body for pk, body in bodies.items() if body is not None}

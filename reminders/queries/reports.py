"""What the reports to those who look after Kyoten tell (動作の報告・照合の警報)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count

from common.business_days import ONE_DAY
from common.office_days import load_office_days
from reminders.choices import Kind
from reminders.models import Message, Notice, Reconciliation, SweepRun
from reminders.queries.status import (
    Comparison,
    MessagesOfDay,
    Night,
    comparison_of,
    nights_of,
    outcomes_of,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import date


@dataclass(frozen=True)
class ReportFacts:
    """What a report of a day tells.

    ``people`` were told of something new in its night. ``today`` and ``before`` are the messages to people of
    the day and of the open day before it. ``differing`` is the reconciliation of the day that did not agree,
    where there was one; ``comparison`` its last.
    """

    on: date
    night: Night | None
    people: int
    today: MessagesOfDay
    before: MessagesOfDay
    comparison: Comparison | None
    differing: Comparison | None

    @property
    def is_good(self) -> bool:
        """Whether the report says that reminders work."""
        agreed = self.comparison is not None and not self.comparison.differences
        return self.night is not None and agreed and not self.given_up

    @property
    def given_up(self) -> int:
        """How many messages of the two days were given up."""
        return self.today.given_up + self.before.given_up


def report_facts(on: date) -> ReportFacts:
    """What the reports of this day tell; four queries."""
    return facts_of_days([on])[on]


def facts_of_days(days: Collection[date]) -> Mapping[date, ReportFacts]:
    """What the reports of each of these days tell; four queries whatever their number."""
    open_days = load_office_days()
    before = {day: open_days.on_or_before(day - ONE_DAY) for day in days}
    nights = nights_of(SweepRun.objects.filter(on__in=days))
    told = dict(
        Notice.objects.filter(rung_on__in=days)
        .order_by()
        .values("rung_on")
        .annotate(people=Count("recipient", distinct=True))
        .values_list("rung_on", "people")
    )
    # The reports themselves are not counted.
    to_people = Message.objects.filter(kind__in=[Kind.DIGEST, Kind.URGENT])
    messages = outcomes_of(to_people.filter(on__in={*days, *before.values()}))
    last: dict[date, Comparison] = {}
    differing: dict[date, Comparison] = {}
    for row in Reconciliation.objects.filter(on__in=days).order_by("finished_at"):
        last[row.on] = comparison_of(row)
        if not row.is_good:
            differing[row.on] = last[row.on]
    return {
        day: ReportFacts(
            on=day,
            night=nights.get(day),
            people=told.get(day, 0),
            today=messages.get(day, MessagesOfDay(day)),
            before=messages.get(before[day], MessagesOfDay(before[day])),
            comparison=last.get(day),
            differing=differing.get(day),
        )
        for day in days
    }

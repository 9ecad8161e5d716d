"""What happened at a centre (経過), from its dated facts, the latest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from common.eras import era_day
from common.fiscal_year import FiscalYear
from common.office_days import short_day
from common.partial_dates import PartialDate, Precision
from portal.centre.footnotes import EventKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from centres.models import Centre
    from designated_managers.models import Designation
    from portal.centre.footnotes import Event


@dataclass(frozen=True)
class Happening:
    """One thing that happened: its day as far as it is known, and whether it changed the centre itself."""

    when: PartialDate
    text: str
    who: str = ""
    milestone: bool = False
    url: str = ""


@dataclass(frozen=True)
class Entry:
    """A happening as the page shows it; ``machine`` is the day for machines, as exact as it is known."""

    words: str
    machine: str
    text: str
    who: str
    milestone: bool
    url: str


def milestones(
    centre: Centre, events: Iterable[Event], designations: Iterable[Designation]
) -> Iterator[Happening]:
    """What changed the centre: planned, built, opened, taken over, suspended, entrusted, abolished."""
    for when, text in (
        (centre.planned_on, "整備計画の決定"),
        (centre.works_began_on, "整備工事の着手"),
        (centre.opened_on, "供用開始"),
        (centre.abolished_on, "廃止"),
    ):
        if when is not None:
            yield Happening(when, text, milestone=True)
    district = centre.district
    if district is not None and district.dream_plan_on is not None:
        yield Happening(district.dream_plan_on, "地域の夢プランの策定", who=district.name, milestone=True)
    for event in events:
        yield from _of_event(event)
    for designation in designations:
        yield from _of_designation(designation)


def _of_event(event: Event) -> Iterator[Happening]:
    if event.when is not None:
        way = "から" if event.kind is EventKind.TAKEN_FROM else "へ"
        yield Happening(event.when, f"{event.text}{way}引き継ぎ", milestone=True)
    if event.first_on is not None:
        yield Happening(PartialDate.of_day(event.first_on), f"休止（{event.text}）", milestone=True)
    if event.last_on is not None:
        yield Happening(PartialDate.of_day(event.last_on + timedelta(days=1)), "再開", milestone=True)


def _of_designation(designation: Designation) -> Iterator[Happening]:
    who = designation.organisation.name
    if designation.is_made and designation.first_on is not None:
        yield Happening(PartialDate.of_day(designation.first_on), "指定管理の開始", who, milestone=True)
    if designation.revoked_on is not None:
        yield Happening(PartialDate.of_day(designation.revoked_on), "指定の取消し・終了", who, milestone=True)


def timeline(happenings: Iterable[Happening], *, on: date) -> tuple[Entry, ...]:
    """What has come by this day, the latest first; a day known in part counts from its first possible day."""
    past = [happening for happening in happenings if happening.when.possibly_by(on)]
    ordered = sorted(past, key=lambda happening: (happening.when, happening.text), reverse=True)
    return tuple(
        Entry(
            words=_day_in_words(happening.when, on),
            machine=_for_machines(happening.when),
            text=happening.text,
            who=happening.who,
            milestone=happening.milestone,
            url=happening.url,
        )
        for happening in ordered
    )


def _day_in_words(when: PartialDate, on: date) -> str:
    if when.precision is not Precision.DAY:
        return when.label
    if FiscalYear.of(when.first) == FiscalYear.of(on):
        return short_day(when.first)
    return era_day(when.first)


def _for_machines(when: PartialDate) -> str:
    """What ``<time datetime>`` may hold: a day, a month or a year; nothing for a fiscal year."""
    formats = {Precision.DAY: "%Y-%m-%d", Precision.MONTH: "%Y-%m", Precision.YEAR: "%Y"}
    return when.first.strftime(formats[when.precision]) if when.precision in formats else ""

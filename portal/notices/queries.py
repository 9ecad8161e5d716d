"""The answer of the page on which a person reads what they were told."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from types import MappingProxyType
from typing import TYPE_CHECKING

from django.urls import reverse

from portal.flag_rows import day_in_words, days_in_words, place_in_short, year_outside_this_one
from reminders.choices import CloseReason
from reminders.queries.notices import notice_lines, own_notices
from ui.lists import CappedPaginator

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from django.core.paginator import Page

    from accounts.models import User
    from common.scope import Scope
    from reminders.queries.notices import NoticeLine

PER_PAGE = 20

ENDED: Mapping[CloseReason, str] = MappingProxyType(
    {
        CloseReason.DONE: "済みました",
        CloseReason.ANSWERED: "済みました",
        CloseReason.DAY_CHANGED: "日が変わりました",
        CloseReason.NO_LONGER_APPLIES: "いまは、することがありません",
    }
)
"""Only a record says that something was done; a day that moved leaves it to be done."""


@dataclass(frozen=True)
class Told:
    """One notice as the page shows it.

    ``year`` is said only outside this fiscal year; ``left`` says how near its day is, or why nothing
    waits for it any more; ``seen`` on which day it was acknowledged.
    """

    line: NoticeLine
    place: str
    year: str
    left: str
    is_late: bool
    seen: str
    url: str


@dataclass(frozen=True)
class Day:
    """What was told on one day; ``label`` is the day, with its year outside of this fiscal year."""

    on: date
    label: str
    notices: tuple[Told, ...]


@dataclass(frozen=True)
class NoticesPage:
    """One page of what was told; ``unseen`` are those on it that are not acknowledged."""

    page: Page[NoticeLine]
    days: tuple[Day, ...]
    unseen: tuple[int, ...]


def told_to(person: User, scope: Scope, *, number: str | None, on: date) -> NoticesPage:
    """What this person was told, the newest day first."""
    page = CappedPaginator(own_notices(person, scope), PER_PAGE).get_page(number)
    lines = notice_lines(page.object_list, on=on)  # type: ignore[arg-type]
    return NoticesPage(
        page=page,
        days=tuple(_days(lines, on=on)),
        unseen=tuple(line.pk for line in lines if line.acknowledged_on is None),
    )


def _days(lines: Iterable[NoticeLine], *, on: date) -> Iterable[Day]:
    for rung_on, of_day in groupby(lines, key=lambda line: line.rung_on):
        yield Day(rung_on, day_in_words(rung_on, on), tuple(_told(line, on=on) for line in of_day))


def _left(line: NoticeLine) -> str:
    if line.ended is not None:
        return ENDED[line.ended]
    return days_in_words(line.days_left) if line.days_left is not None else ""


def _told(line: NoticeLine, *, on: date) -> Told:
    return Told(
        line=line,
        place=place_in_short(line.subject.centres, line.subject.part),
        year=year_outside_this_one(line.due_on, on),
        left=_left(line),
        is_late=line.ended is None and line.days_left is not None and line.days_left < 0,
        seen=day_in_words(line.acknowledged_on, on) if line.acknowledged_on else "",
        url=reverse(line.subject.url_name, args=[line.subject_id]),
    )

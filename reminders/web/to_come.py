"""The door to what will be told when at one centre (お知らせの予定)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING

from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from centres.models import Centre
from common.clock import today
from common.doors import ScopedRequest, permitted
from common.eras import era_month
from common.months import add_months
from common.office_days import load_office_days
from reminders.queries.foretelling import next_night
from reminders.queries.to_come import Asked, ToCome, reminders_to_come
from reminders.subjects import MAY_SEE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpResponse

SPANS = (3, 6, 12)
"""How many months ahead one may look."""


@dataclass(frozen=True)
class Row:
    """One reminder on its day; ``url`` leads to the record. ``again``: how often the same people are told of
    it again in the month, once it is overdue."""

    reminder: ToCome
    url: str
    again: int


@dataclass(frozen=True)
class Month:
    """What will be told in one month; ``label`` is the month with its year: of twelve months ahead one name
    comes twice."""

    label: str
    rows: tuple[Row, ...]


@permitted("reminders.view_flag")
def reminders_to_come_at(request: ScopedRequest, pk: int) -> HttpResponse:
    """What will be told when at one centre, in the next three, six or twelve months."""
    centre = get_object_or_404(Centre.objects.within(request.centre_scope), pk=pk)
    on, months = today(), _months_asked(request.GET.get("months", ""))
    until = add_months(on, months)
    asked = Asked(
        on,
        until,
        centre_ids={centre.pk},
        kinds={kind for kind, permission in MAY_SEE.items() if request.user.has_perm(permission)},
    )
    days = load_office_days()
    found = reminders_to_come(asked, since=next_night(on), days=days)
    context = {
        "centre": centre,
        "months": _by_month(found),
        "count": len(found),
        "until": until,
        "spans": [(span, span == months) for span in SPANS],
        "covers_until": days.covers_until if any(one.is_provisional for one in found) else None,
    }
    return render(request, "reminders/to_come.html", context)


def _months_asked(text: str) -> int:
    """Three, where the address asks nothing else that there is."""
    return next((span for span in SPANS if text == str(span)), SPANS[0])


def _by_month(found: Iterable[ToCome]) -> list[Month]:
    return [
        Month(era_month(date(year, month, 1)), tuple(_rows(of_month)))
        for (year, month), of_month in groupby(found, key=lambda one: (one.on.year, one.on.month))
    ]


def _rows(found: Iterable[ToCome]) -> Iterable[Row]:
    """What is overdue and told again and again stands once in the month, unless more people hear of it."""
    again: dict[tuple[object, ...], list[ToCome]] = {}
    for one in found:
        overdue = one.stage if one.due_on is None or one.on <= one.due_on else ""
        again.setdefault((one.kind, one.subject_id, overdue, one.told), []).append(one)
    for first, *others in again.values():
        url = reverse(first.subject.url_name, args=[first.subject_id])
        yield Row(first, url, again=len(others))

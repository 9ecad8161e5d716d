"""The door of the card of one centre (施設台帳)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import get_object_or_404, render

from centres.models import Centre
from common.clock import today
from common.doors import ScopedRequest, permitted
from facilities.queries.record import record_of
from portal.entered import MOST_USEFUL, shown_missing

if TYPE_CHECKING:
    from django.http import HttpResponse


@permitted("centres.view_centre", "facilities.view_building")
def card(request: ScopedRequest, pk: int) -> HttpResponse:
    """Every fact of one centre, with the three answers: the value, なし, 不明."""
    centre = get_object_or_404(Centre.objects.within(request.centre_scope), pk=pk)
    record = record_of(pk, scope=request.centre_scope, on=today())
    completeness = record.completeness
    context = {
        "centre": centre,
        "record": record,
        "missing": shown_missing(completeness.missing[:MOST_USEFUL]) if completeness else (),
    }
    return render(request, "portal/card.html", context)

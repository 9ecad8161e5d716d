"""The door of the list of centres (施設の一覧)."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.shortcuts import render

from centres.queries import districts
from common.clock import today
from common.doors import ScopedRequest, permitted
from portal.centre_list import queries
from portal.centre_list.filters import CentreListFilter
from ui.lists import listing

if TYPE_CHECKING:
    from django.http import HttpResponse


@permitted("centres.view_centre")
def centre_list(request: ScopedRequest) -> HttpResponse:
    """Every centre one may see, narrowed as the address says."""
    on = today()
    scope = request.centre_scope
    centres = queries.centres(scope=scope, on=on)
    filters = CentreListFilter(request.GET, queryset=centres, request=request, districts=districts())
    found = listing(filters, lines=partial(queries.lines, scope=scope, on=on))
    context = {"filters": filters, "listing": found}
    return render(request, "portal/centre_list.html", context)

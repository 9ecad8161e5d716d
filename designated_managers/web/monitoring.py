"""The door to the monitoring of a designation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import get_object_or_404, render

from common.clock import today
from common.doors import ScopedRequest, permitted
from designated_managers.queries import monitoring as queries

if TYPE_CHECKING:
    from django.http import HttpResponse


@permitted("designated_managers.view_sitevisit")
def monitoring(request: ScopedRequest, pk: int) -> HttpResponse:
    """What was looked at, found, judged and done about one designation (モニタリング)."""
    scope = request.centre_scope
    found = get_object_or_404(queries.designations_to_monitor(scope), pk=pk)
    page = queries.monitoring(found, scope=scope, on=today())
    return render(request, "designated_managers/monitoring.html", {"designation": found, "page": page})

"""The door of the desk (要対応), the home of city staff."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render

from common.clock import now
from common.doors import ScopedRequest, permitted
from portal.desk import queries
from portal.desk.filters import FlagFilter
from portal.viewer import Viewer
from ui.lists import conditions

if TYPE_CHECKING:
    from django.http import HttpResponse


@permitted("reminders.view_flag")
def desk(request: ScopedRequest) -> HttpResponse:
    """What is due, the most urgent first."""
    at = now()
    viewer = Viewer(request.centre_scope, frozenset(request.user.get_all_permissions()))
    choices = queries.choices(viewer.scope, on=at.date())
    filters = FlagFilter(
        request.GET,
        queryset=queries.open_flags(viewer),
        request=request,
        choices=choices,
        viewer=viewer,
        on=at.date(),
    )
    asked = queries.Asked(
        flags=filters.qs,
        wanted=filters.wanted,
        conditions=conditions(filters),
        clear_url=request.path,
        page=request.GET.get("page"),
    )
    answer = queries.desk(asked, who=choices.who, viewer=viewer, at=at)
    return render(
        request, "portal/desk.html", {"desk": answer, "filters": filters, "listing": answer.listing}
    )

"""The doors of a group's home, and of the address without a path: where everybody begins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render

from common.clock import today
from common.doors import ScopedRequest, permitted
from portal.home import queries
from portal.viewer import Viewer

if TYPE_CHECKING:
    from django.http import HttpResponse


@permitted()
def start(request: ScopedRequest) -> HttpResponse:
    """To the desk, to the group's home, or to a page that says whom to ask for a role."""
    if request.user.has_perm("reminders.view_flag"):
        return redirect("desk")
    if request.user.has_perm("centres.view_centre"):
        return redirect("group-home")
    return render(request, "portal/home_without_role.html", {"call": queries.office()})


@permitted("centres.view_centre")
def home(request: ScopedRequest) -> HttpResponse:
    """What a member of a community group does next. City staff begin at the desk."""
    if request.centre_scope.internal:
        raise PermissionDenied
    viewer = Viewer(request.centre_scope, frozenset(request.user.get_all_permissions()))
    return render(
        request, "portal/home.html", {"home": queries.home(request.user, viewer=viewer, on=today())}
    )

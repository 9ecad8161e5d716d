"""The door of the page of one centre (施設カルテ)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import render

from common.clock import today
from common.doors import ScopedRequest, permitted
from portal.centre.queries import centre_story
from portal.viewer import Viewer

if TYPE_CHECKING:
    from django.http import HttpResponse


@permitted("centres.view_centre")
def centre(request: ScopedRequest, pk: int) -> HttpResponse:
    """Everything the city knows of one centre."""
    viewer = Viewer(request.centre_scope, frozenset(request.user.get_all_permissions()))
    story = centre_story(pk, viewer=viewer, on=today())
    if story is None:
        raise Http404
    return render(request, "portal/centre.html", {"story": story, "centre": story.centre})

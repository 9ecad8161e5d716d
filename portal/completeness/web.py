"""The door of the list that says how complete the register is (台帳の充足度)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.paginator import Paginator
from django.shortcuts import render

from common.clock import today
from common.doors import ScopedRequest, permitted
from portal.completeness.queries import completeness_of_centres

if TYPE_CHECKING:
    from django.http import HttpResponse

CENTRES_PER_PAGE = 50


@permitted("facilities.change_building")
def completeness(request: ScopedRequest) -> HttpResponse:
    """Every centre one keeps, the least complete first."""
    answer = completeness_of_centres(scope=request.centre_scope, on=today())
    page = Paginator(answer.centres, CENTRES_PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "portal/completeness.html", {"answer": answer, "page": page})

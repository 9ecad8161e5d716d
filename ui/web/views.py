"""The doors of the design system: the gallery of its components (部品の見本), and the choice of a light or a
dark page (画面の明るさ)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from common.doors import ScopedRequest, permitted, way_back
from ui.gallery import chapters
from ui.gallery.states import ROLES, STATUSES

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

THEMES = ("light", "dark")
ONE_YEAR = 60 * 60 * 24 * 365


@permitted()
@require_safe
def gallery(request: ScopedRequest) -> HttpResponse:
    """Every component in every state. It shows no record of the city: whoever is signed in may look."""
    context = {
        "chapters": chapters(),
        "roles": ROLES,
        "statuses": STATUSES,
        "themes": (("light", "明るい"), ("dark", "暗い")),
    }
    return render(request, "ui/gallery.html", context)


@require_POST
def choose_theme(request: HttpRequest) -> HttpResponse:
    """Keep the choice in a cookie of this browser and go back; any other value follows the device again."""
    response = redirect(way_back(request, request.POST.get("next", ""), otherwise="/"))
    theme = request.POST.get("theme", "")
    if theme in THEMES:
        response.set_cookie(
            "theme", theme, max_age=ONE_YEAR, secure=request.is_secure(), httponly=True, samesite="Lax"
        )
    else:
        response.delete_cookie("theme", samesite="Lax")
    return response

"""What the doors of this app share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import render

from ui.forms import form_status

if TYPE_CHECKING:
    from django.http import HttpResponse

    from common.doors import ScopedRequest


def form_page(request: ScopedRequest, template: str, form: Any, **context: Any) -> HttpResponse:
    """A page with a form, as it is first opened or sent back with what is wrong."""
    return render(request, template, {"form": form, **context}, status=form_status(form))

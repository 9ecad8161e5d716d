"""Puts onto each request who asks and what they may see; and onto the history who acted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from accounts.access import scope_for
from common.acting import acting
from common.clock import today

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    from common.acting import Door


def access(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """``request.centre_scope``, computed when first asked for, because an API signs people in after
    middleware."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.centre_scope = SimpleLazyObject(  # type: ignore[attr-defined]
            lambda: scope_for(request.user, on=today())
        )
        user_id = request.user.pk if request.user.is_authenticated else None
        with acting(door=_door(request), user_id=user_id):
            return get_response(request)

    return middleware


def _door(request: HttpRequest) -> Door:
    return "admin" if request.path.startswith(reverse("admin:index")) else "web"

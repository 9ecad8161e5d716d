"""A probe is nobody: whoever asks after health is not looked up."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

ADDRESSES = "/healthz/"


def nobody_asks_after_health(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Leave the cookies of a request for ``/healthz/`` out of account, so that neither its session nor its
    user is asked of a database that may be away."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.path.startswith(ADDRESSES):
            request.COOKIES = {}
        return get_response(request)

    return middleware

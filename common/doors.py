"""What every door shares: the request as our middleware leaves it, and the question *may this person do
this at all?*"""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, cast

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpRequest, HttpResponseNotAllowed
from django.utils.http import url_has_allowed_host_and_scheme

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponseBase, QueryDict
    from django_htmx.middleware import HtmxDetails

    from common.db.attached_files import AttachedFile
    from common.scope import Scope

P = ParamSpec("P")


class ScopedRequest(HttpRequest):
    """A request that carries what its sender may see."""

    centre_scope: Scope
    htmx: HtmxDetails
    user: Any


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: what was sent, or nothing while it is only looked at."""
    return request.POST if request.method == "POST" else None


def way_back(request: HttpRequest, asked: str, *, otherwise: str) -> str:
    """The page to go back to: the one asked for, if it is one of ours."""
    host = request.get_host()
    safe = url_has_allowed_host_and_scheme(asked, allowed_hosts={host}, require_https=request.is_secure())
    # A word without a slash would be taken for the name of a page.
    return asked if safe and asked.startswith(("/", "http://", "https://")) else otherwise


def stored_file(record: AttachedFile, *, to_keep: bool = True) -> FileResponse:
    """A file that belongs to a record, under its own name: to be kept, or to be looked at. No browser and no
    proxy stores it on the way."""
    response = FileResponse(
        record.file.open("rb"),
        as_attachment=to_keep,
        filename=record.original_name,
        content_type=record.content_type,
    )
    response["Cache-Control"] = "private, no-store"
    return response


READING = ("GET", "HEAD")
FILLING_IN = (*READING, "POST")


def permitted(
    *permissions: str, form: bool = False
) -> Callable[
    [Callable[Concatenate[ScopedRequest, P], HttpResponseBase]],
    Callable[Concatenate[HttpRequest, P], HttpResponseBase],
]:
    """Only for people who are signed in and hold every one of these permissions; others get the designed
    403. A page is only read, unless it is a ``form`` that can be sent; any other method is a 405."""

    def decorate(
        view: Callable[Concatenate[ScopedRequest, P], HttpResponseBase],
    ) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
        methods = FILLING_IN if form else READING

        @login_required
        @wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not request.user.has_perms(permissions):
                raise PermissionDenied
            if request.method not in methods:
                return HttpResponseNotAllowed(methods)
            return view(request, *args, **kwargs)  # type: ignore[arg-type]

        guarded.permissions = permissions  # type: ignore[attr-defined]
        return cast("Callable[Concatenate[HttpRequest, P], HttpResponseBase]", guarded)

    return decorate

"""What the API says of itself, and its answer where there is nothing."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from csp.decorators import csp_update
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe
from drf_spectacular.generators import SchemaGenerator
from rest_framework.permissions import AllowAny, IsAuthenticated
from rest_framework.response import Response
from rest_framework.views import APIView

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from rest_framework.request import Request


@cache
def description() -> dict[str, Any]:
    """The API in OpenAPI; it changes with the program only, so it is made once."""
    document: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)
    return document


class Description(APIView):
    """The description of the API in OpenAPI, the same as ``docs/openapi.yaml``."""

    permission_classes = (IsAuthenticated,)
    schema = None

    def get(self, request: Request) -> Response:  # noqa: ARG002
        """As JSON."""
        return Response(description())


@require_safe
@login_required
@csp_update({"img-src": ["data:"]})
def docs(request: HttpRequest) -> HttpResponse:
    """The page on which the API can be read and tried. The pictures of Swagger UI are part of its style
    sheet."""
    return render(request, "config/api_docs.html")


class Nothing(APIView):
    """Whatever is asked under ``/api/`` where there is nothing."""

    authentication_classes = ()
    permission_classes = (AllowAny,)
    schema = None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Whoever asks, by whatever method, is told that there is nothing."""
        super().initial(request, *args, **kwargs)
        raise Http404

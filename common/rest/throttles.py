"""How often one person and one address may ask (回数の制限). A rate that is empty does not limit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from rest_framework.throttling import SimpleRateThrottle

if TYPE_CHECKING:
    from rest_framework.request import Request
    from rest_framework.views import APIView


class _Limited(SimpleRateThrottle):
    def get_rate(self) -> str | None:
        return settings.API_RATES[str(self.scope)] or None


class AddressThrottle(_Limited):
    """Every request of one address, asked before anybody is looked up: also those with a wrong token."""

    scope = "address"

    def get_cache_key(self, request: Request, view: APIView) -> str:  # noqa: ARG002
        return f"api-address-{self.get_ident(request)}"


class PersonThrottle(_Limited):
    """Every request of one person, by whatever token or session."""

    scope = "person"

    def get_cache_key(self, request: Request, view: APIView) -> str | None:  # noqa: ARG002
        return f"api-person-{request.user.pk}" if request.user.is_authenticated else None

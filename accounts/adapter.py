"""allauth's behaviour where it differs from its defaults: nobody signs themselves up, nobody outstays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.adapter import DefaultAccountAdapter

from accounts.backends import ActiveUntilBackend

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from accounts.models import User


class InvitedOnlyAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are made by the city, never by a visitor."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        return False

    def pre_login(self, request: HttpRequest, user: User, **options: Any) -> HttpResponse | None:
        """Stop a person whose last day has passed, as allauth itself stops a disabled one."""
        if not ActiveUntilBackend().user_can_authenticate(user):
            refused: HttpResponse = self.respond_user_inactive(request, user)
            return refused
        stopped: HttpResponse | None = super().pre_login(request, user, **options)
        return stopped

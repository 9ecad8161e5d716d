"""allauth's behaviour where it differs from its defaults: nobody signs themselves up, nobody outstays."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.urls import reverse

from accounts import actions
from accounts.backends import ActiveUntilBackend
from common.clock import now

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from accounts.models import User


logger = logging.getLogger(__name__)

CHANGED_NOTE = "account/messages/password_changed.txt"


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

    def is_ajax(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """Every answer is a page; nothing is answered in JSON here."""
        return False

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002
        return reverse("home")

    def set_password(self, user: User, password: str) -> None:
        actions.choose_password(user, password, at=now())

    def add_message(self, request: HttpRequest, *level_and_template: Any, **rest: Any) -> None:
        """Who chose a new password by a link reads so on the page that follows, not after signing in."""
        if CHANGED_NOTE not in level_and_template or request.user.is_authenticated:
            super().add_message(request, *level_and_template, **rest)

    def send_password_reset_mail(self, user: User, email: str, context: dict[str, Any]) -> None:
        hours = settings.PASSWORD_RESET_TIMEOUT // 3600
        super().send_password_reset_mail(user, email, {**context, "hours": hours})

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> bool:
        """Send a mail in the office's name; whether the mail server took it.

        A mail server that fails is the office's matter: who asked gets the same answer either way.
        """
        office = {"office_name": settings.OFFICE_NAME, "office_contact": settings.OFFICE_CONTACT}
        try:
            super().send_mail(template_prefix, email, {**office, **context})
        except OSError:
            logger.exception("A mail (%s) could not be handed to the mail server.", template_prefix)
            return False
        return True

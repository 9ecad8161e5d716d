"""The doors to one's own password: allauth's, answering what was refused with the status of a refusal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account import views as allauth_views
from django.conf import settings

from accounts.forms import ChangePasswordForm, ResetPasswordForm, ResetRequestForm
from common.clock import today

if TYPE_CHECKING:
    from django.http import HttpResponse

GONE = 410
UNPROCESSABLE = 422


LINK_HOURS = settings.PASSWORD_RESET_TIMEOUT // 3600
"""How long the link of a mail can be used."""


class Refusing:
    """A form with errors is answered 422, a link that is no longer good 410."""

    def render_to_response(self, context: dict[str, Any], **answer: Any) -> HttpResponse:
        if context.get("token_fail"):
            answer["status"] = GONE
        elif context["form"].errors:
            answer["status"] = UNPROCESSABLE
        response: HttpResponse = super().render_to_response(context, **answer)  # type: ignore[misc]
        return response


class ResetRequest(Refusing, allauth_views.PasswordResetView):  # type: ignore[misc]
    """Ask for a link by mail (パスワードを決め直す)."""

    form_class = ResetRequestForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "on": today()}


class Reset(Refusing, allauth_views.PasswordResetFromKeyView):  # type: ignore[misc]
    """Choose a new password by the link of the mail."""

    form_class = ResetPasswordForm
    extra_context = {"hours": LINK_HOURS}


class Change(Refusing, allauth_views.PasswordChangeView):  # type: ignore[misc]
    """Change one's own password (パスワードの変更)."""

    form_class = ChangePasswordForm

"""How a person is let in, only up to the last day of access; and what their roles permit them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.tokens import PasswordResetTokenGenerator

from common.clock import today

if TYPE_CHECKING:
    from accounts.models import User


class ActiveUntilBackend(AuthenticationBackend):  # type: ignore[misc]
    """allauth's sign-in, refused after the person's last day (利用できる最後の日).

    Django asks the backend again on every request, so a session ends with the access. Permissions come from
    roles alone, never from a person's own list.
    """

    def user_can_authenticate(self, user: Any) -> bool:
        return bool(user.may_enter(today()))

    def get_user_permissions(self, user_obj: User, obj: Any = None) -> set[str]:  # noqa: ARG002
        return set()

    def get_group_permissions(self, user_obj: User, obj: Any = None) -> set[str]:
        if obj is not None or not user_obj.is_active or user_obj.is_anonymous:
            return set()
        return set(user_obj.granted.permissions)


class ResetKeys(PasswordResetTokenGenerator):
    """The keys in the links for a forgotten password: for one use, and only while the person may enter.

    A password, an address or a sign-in that changed in the meantime makes them void.
    """

    def check_token(self, user: Any, token: str | None) -> bool:
        may_enter = user is not None and ActiveUntilBackend().user_can_authenticate(user)
        return may_enter and super().check_token(user, token)

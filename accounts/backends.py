"""How a person is let in, only up to the last day of access; and what their roles permit them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.auth_backends import AuthenticationBackend

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

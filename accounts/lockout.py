"""Whose account somebody tries to get into, for the lock after too many failures (ログインの停止)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from accounts.models import User

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest


def account_tried(request: HttpRequest | None, credentials: Mapping[str, Any] | None = None) -> str:
    """The login name of the account tried, whichever way it was named; else what was typed.

    A person may sign in by login name or by e-mail: failures by either count for the one account, and a
    success clears them all.
    """
    given = credentials or {}
    named = given.get("login") or given.get("username") or given.get("email")
    typed = str(named or (request.POST.get("login") if request else "") or "").strip()
    if "@" not in typed:
        return typed.casefold()
    by_mail = User.objects.filter(email__iexact=typed).values_list("login_name", flat=True).first()
    return (by_mail or typed).casefold()

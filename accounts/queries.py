"""Answers about people with a login."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accounts.models import User

if TYPE_CHECKING:
    from datetime import date


def people_who_may_reset(address: str, *, on: date) -> list[User]:
    """Who may choose a new password by a link to this address: they may enter, and had a password before."""
    found = User.objects.filter(email__iexact=address)
    return [person for person in found if person.may_enter(on) and person.has_usable_password()]

"""People with a login, for tests that need more than the people of ``tests/conftest.py``."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import Group

from accounts.models import User

if TYPE_CHECKING:
    from datetime import date

    from accounts.models import Membership
    from designated_managers.models import Organisation

_numbers = count(1)

PASSWORD = "correct horse battery"


def make_user(login_name: str = "", *roles: str, **fields: Any) -> User:
    """A person with the password ``PASSWORD`` and these roles (needs the ``roles`` fixture where any is named)."""
    name = login_name or f"user{next(_numbers)}"
    user = User.objects.create_user(name, PASSWORD, **{"display_name": f"見本 {name}", **fields})
    user.groups.set(Group.objects.filter(name__in=roles))
    return user


def make_membership(
    user: User, organisation: Organisation, *, first_on: date, last_on: date | None = None
) -> Membership:
    """That a person acts for an organisation."""
    return user.memberships.create(organisation=organisation, first_on=first_on, last_on=last_on)

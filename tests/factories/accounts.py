"""People with a login, for tests that need more than the people of ``tests/conftest.py``."""

from __future__ import annotations

from datetime import date, datetime
from itertools import count
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.contrib.auth.models import Group

from accounts import actions
from accounts.models import User
from tests.factories.designated_managers import make_designation

if TYPE_CHECKING:
    from accounts.actions import NewKey
    from accounts.models import Membership
    from centres.models import Centre
    from designated_managers.models import Organisation

_numbers = count(1)

ENTERED_AT = datetime(2026, 11, 23, 9, 0, tzinfo=ZoneInfo("Asia/Tokyo"))

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


def make_group(centre: Centre, **days: Any) -> User:
    """A member of a community group that is designated for the centre (needs the ``roles`` fixture)."""
    member = make_user("", "地域団体")
    designation = make_designation(centre=centre, **days)
    make_membership(member, designation.organisation, first_on=date(2019, 4, 1))
    return member


def make_token(user: User, name: str = "", *, days: int = 90, at: datetime = ENTERED_AT) -> NewKey:
    """A key for the API of this person: the ``token``, and the ``key`` itself."""
    return actions.make_api_token(user, name or f"鍵{next(_numbers)}", days=days, at=at)

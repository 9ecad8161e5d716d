"""The acts on people with a login: made by the city, never by a visitor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import Group
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import Membership, User
from common.db.records import save_checked
from common.problems import Problem

if TYPE_CHECKING:
    from datetime import date

    from designated_managers.models import Organisation


@transaction.atomic
def create_person(login_name: str, display_name: str, role: str, *, password: str, **facts: Any) -> User:
    """Give a person a login (利用者の登録) with one role of ``config/roles.yaml``; raises ``Refused`` with
    every problem: of the person's own facts, of the password, and a role that does not exist."""
    user = User(login_name=login_name, display_name=display_name, **facts)
    user.email = user.email or None
    user.set_password(password)
    group = Group.objects.filter(name=role).first()
    save_checked(user, *_weakness(password, user), *_no_role(role, group))
    if group is not None:
        user.groups.add(group)
    return user


@transaction.atomic
def join_organisation(
    user: User, organisation: Organisation, *, first_on: date, last_on: date | None = None
) -> Membership:
    """Say that a person acts for an organisation (団体への所属) from a day on; raises ``Refused``."""
    return save_checked(Membership(user=user, organisation=organisation, first_on=first_on, last_on=last_on))


def _weakness(password: str, user: User) -> list[Problem]:
    try:
        validate_password(password, user)
    except ValidationError as error:
        return [Problem("password-weak", message, field="password") for message in error.messages]
    return []


def _no_role(role: str, group: Group | None) -> list[Problem]:
    if group is None:
        return [Problem("role-unknown", f"「{role}」という役割はありません。", field="role")]
    return []

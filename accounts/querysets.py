"""Questions to the people with a login, and to their invitations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.apps import apps
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import models
from django.db.models import OuterRef, Q, Subquery

from accounts.choices import Standing

if TYPE_CHECKING:
    from datetime import date, datetime

    from accounts.models import ApiToken, Invitation, User  # noqa: F401 -- named in the class heads below


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Invitations."""

    def out(self) -> Self:
        """Neither used nor revoked; whether the last day has passed does not matter."""
        return self.filter(used_at__isnull=True, revoked_at__isnull=True)


class ApiTokenQuerySet(models.QuerySet["ApiToken"]):
    """Keys for the API."""

    def in_force(self, at: datetime) -> Self:
        """Not expired at this moment: the same answer as ``ApiToken.is_good``."""
        return self.filter(expiry__gt=at)


class UserQuerySet(models.QuerySet["User"]):
    """People with a login."""

    def matching(self, text: str) -> Self:
        """Whose name, kana, login name or address holds every word of the text."""
        found = self
        for word in text.split():
            places = ("display_name", "display_kana", "login_name", "email")
            found = found.filter(Q(*((f"{place}__icontains", word) for place in places), _connector=Q.OR))
        return found

    def ending(self, on: date) -> Self:
        """Who may sign in on the day, and to a last day only."""
        return self.filter(is_active=True, active_until__gte=on)

    def with_invitation(self) -> Self:
        """Each with ``invited_until``: the last day of the link that is out."""
        out = InvitationQuerySet(apps.get_model("accounts", "Invitation")).out()
        return self.annotate(invited_until=Subquery(out.filter(user=OuterRef("pk")).values("last_on")[:1]))

    def in_standing(self, standing: Standing, *, on: date) -> Self:
        """Who stands so on the day: the same answer as ``User.standing_on``. They must carry
        ``invited_until``."""
        open_until = Q(active_until__isnull=True) | Q(active_until__gte=on)
        no_password = Q(password__startswith=UNUSABLE_PASSWORD_PREFIX)
        inside = Q(is_active=True) & open_until
        return self.filter(
            {
                Standing.DISABLED: Q(is_active=False),
                Standing.ENDED: Q(is_active=True, active_until__lt=on),
                Standing.IN_USE: inside & ~no_password,
                Standing.INVITED: inside & no_password & Q(invited_until__gte=on),
                Standing.EXPIRED: inside & no_password & Q(invited_until__lt=on),
                Standing.NOT_INVITED: inside & no_password & Q(invited_until__isnull=True),
            }[standing]
        )

"""Who looks after Kyoten (システム管理者), and where they can be written to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from accounts.models import User
from reminders.queries.office import KEEPS_ACCOUNTS

if TYPE_CHECKING:
    from datetime import date


def addresses_of_administrators(*, on: date) -> list[str]:
    """The addresses of everybody who may sign in on the day and keeps accounts, or may do everything; one
    query."""
    app, codename = KEEPS_ACCOUNTS.split(".")
    keeps = Q(is_superuser=True)
    for way in ("groups__permissions", "user_permissions"):
        keeps |= Q(**{f"{way}__codename": codename, f"{way}__content_type__app_label": app})
    people = User.objects.filter(
        keeps, Q(active_until__isnull=True) | Q(active_until__gte=on), is_active=True, email__isnull=False
    )
    found = people.order_by("email").values_list("email", flat=True).distinct()
    return [address for address in found if address]

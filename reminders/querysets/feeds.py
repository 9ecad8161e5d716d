"""Questions to the calendars that are subscribed to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from datetime import datetime

    from reminders.models import CalendarFeed  # noqa: F401 -- named in the class heads below


class CalendarFeedQuerySet(models.QuerySet["CalendarFeed"]):
    """Secret addresses: each person's own, and nobody else's."""

    def of(self, person: Any) -> Self:
        """This person's."""
        return self.filter(owner=person)

    def in_force(self) -> Self:
        """Not revoked."""
        return self.filter(revoked_at__isnull=True)

    def not_read_since(self, at: datetime) -> Self:
        """Last read before this moment, or never."""
        return self.filter(Q(read_at__isnull=True) | Q(read_at__lte=at))

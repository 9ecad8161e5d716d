"""Questions to the calendars that are subscribed to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db import models

if TYPE_CHECKING:
    from reminders.models import CalendarFeed  # noqa: F401 -- named in the class heads below


class CalendarFeedQuerySet(models.QuerySet["CalendarFeed"]):
    """Secret addresses: each person's own, and nobody else's."""

    def of(self, person: Any) -> Self:
        """This person's."""
        return self.filter(owner=person)

    def in_force(self) -> Self:
        """Not revoked."""
        return self.filter(revoked_at__isnull=True)

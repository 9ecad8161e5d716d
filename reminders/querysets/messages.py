"""Questions to the messages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from datetime import datetime

    from reminders.models import Message  # noqa: F401 -- named in the class heads below


class MessageQuerySet(models.QuerySet["Message"]):
    """Messages. They are read by whoever watches the machinery; what they carry are notices."""

    def unfinished(self) -> Self:
        """Neither sent nor given up nor folded into the next."""
        return self.filter(sent_at__isnull=True, given_up_at__isnull=True, folded_at__isnull=True)

    def free(self, at: datetime) -> Self:
        """Not in the hands of a sender, or of one whose lease has run out."""
        return self.filter(Q(lease_until__isnull=True) | Q(lease_until__lte=at))

    def to_be_tried(self, at: datetime) -> Self:
        """Unfinished, free, and their time has come."""
        return self.unfinished().free(at).filter(next_try_at__lte=at)

"""Questions to the messages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery

from reminders.rules.retries import TRIES_OF_A_DAY

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

    def that_others_overtook(self) -> Self:
        """Tried again and again, also after the mail server had taken a mail of somebody else: it is the
        address (満杯の受信箱など), not the server."""
        others = self.model._default_manager.filter(sent_at__gt=OuterRef("made_at")).order_by("sent_at")
        overtaken = self.annotate(overtaken_at=Subquery(others.values("sent_at")[:1]))
        return overtaken.filter(tries__gte=TRIES_OF_A_DAY, every_try__at__gt=F("overtaken_at"))

    def to_be_tried(self, at: datetime) -> Self:
        """Unfinished, free, and their time has come."""
        return self.unfinished().free(at).filter(next_try_at__lte=at)

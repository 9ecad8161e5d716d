"""Which of the messages that were given up can still be sent (もう一度送れる便)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q

from reminders.choices import Kind
from reminders.models import Message, Notice

if TYPE_CHECKING:
    from datetime import date

    from reminders.querysets.messages import MessageQuerySet


def given_up_and_current(on: date) -> MessageQuerySet:
    """Given up, and still in its place: what it carries has not moved into the next day's mail or to whoever
    passes it on by telephone. A report carries nothing that could move; a digest does on the day after."""
    carries = Exists(Notice.objects.waiting().filter(message=OuterRef("pk")))
    is_report = Q(recipient__isnull=True)
    return Message.objects.filter(
        is_report | Q(carries, Q(kind=Kind.URGENT) | Q(on=on)), given_up_at__isnull=False
    )

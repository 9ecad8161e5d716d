"""Questions to the messages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery

from reminders.choices import Kind
from reminders.rules.retries import STILL_TRIED_AFTER, TRIES_OF_A_DAY

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

    def of_an_address_that_fails(self) -> Self:
        """Digests tried again and again, as was the one before to the same person, on a day on which the mail
        server took another mail in good time for the next try: it is the address (満杯の受信箱など)."""
        by_then = OuterRef("made_at") + STILL_TRIED_AFTER
        others = self.model._default_manager.filter(on=OuterRef("on"), sent_at__lt=by_then).order_by()
        digests = self.model._default_manager.filter(kind=Kind.DIGEST, recipient=OuterRef("recipient"))
        before = digests.filter(on__lt=OuterRef("on")).order_by("-on")
        tried = self.filter(kind=Kind.DIGEST, tries__gte=TRIES_OF_A_DAY).annotate(
            tried_before=Subquery(before.values("tries")[:1]),
            sent_before=Subquery(before.values("sent_at")[:1]),
        )
        return tried.filter(Exists(others), tried_before__gte=TRIES_OF_A_DAY, sent_before__isnull=True)

    def to_be_tried(self, at: datetime) -> Self:
        """Unfinished, free, and their time has come."""
        return self.unfinished().free(at).filter(next_try_at__lte=at)

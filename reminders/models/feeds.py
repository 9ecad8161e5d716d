"""Calendars that phones and Outlook subscribe to (カレンダーの購読)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from centres.models import Centre
from reminders.querysets.feeds import CalendarFeedQuerySet


class CalendarFeed(models.Model):
    """A secret address under which one person's deadlines are read as a calendar, of one centre or all.

    Only a digest of its key is kept. What is read is what the owner may see at that moment; a revoked address
    answers nothing.
    """

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, verbose_name="利用者", related_name="calendar_feeds"
    )
    centre = models.ForeignKey(
        Centre, models.PROTECT, verbose_name="施設", null=True, blank=True, related_name="calendar_feeds"
    )
    name = models.CharField("使う所", max_length=60)
    digest = models.CharField("アドレスの指紋", max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField("作った時刻")
    read_at = models.DateTimeField("最後に読まれた時刻", null=True, blank=True)
    revoked_at = models.DateTimeField("やめた時刻", null=True, blank=True)

    objects = CalendarFeedQuerySet.as_manager()

    class Meta:
        verbose_name = "カレンダーの購読"
        verbose_name_plural = "カレンダーの購読"
        constraints = [
            models.CheckConstraint(
                name="calendar_feed_revoked_after_made",
                condition=Q(revoked_at__isnull=True) | Q(revoked_at__gte=F("made_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.owner} {self.name}"

"""What was done about a flag on 要対応 (対応の記録). What is due ends only by its own record."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from centres.models import Post
from reminders.choices import Act
from reminders.models.flags import Flag
from reminders.querysets.responses import ResponseQuerySet


class Response(models.Model):
    """One act about a flag (対応): it was acknowledged, handed over to another post, put off to a day, taken
    up again, or told at once. Nothing here is ever changed: the last word of each kind counts.

    ``until_on`` is the day on which it rings again.
    """

    flag = models.ForeignKey(Flag, models.PROTECT, verbose_name="期限のお知らせ", related_name="responses")
    act = models.CharField("対応", max_length=12, choices=Act.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="対応した人", related_name="+"
    )
    at = models.DateTimeField("時刻")
    reason = models.CharField("理由", max_length=200, blank=True)
    until_on = models.DateField("また知らせる日", null=True)
    to_post = models.ForeignKey(Post, models.PROTECT, verbose_name="渡した担当", null=True, related_name="+")

    objects = ResponseQuerySet.as_manager()

    class Meta:
        verbose_name = "対応の記録"
        verbose_name_plural = "対応の記録"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                name="response_snooze_with_day",
                condition=Q(act=Act.SNOOZED, until_on__isnull=False)
                | (~Q(act=Act.SNOOZED) & Q(until_on__isnull=True)),
            ),
            models.CheckConstraint(
                name="response_handover_to_a_post",
                condition=Q(act=Act.HANDED_OVER, to_post__isnull=False)
                | (~Q(act=Act.HANDED_OVER) & Q(to_post__isnull=True)),
            ),
            models.CheckConstraint(
                name="response_with_its_reason",
                condition=Q(act__in=[Act.ACKNOWLEDGED, Act.RESUMED]) | ~Q(reason=""),
            ),
        ]
        indexes = [models.Index(fields=["act", "flag"], name="response_by_act")]

    def __str__(self) -> str:
        return f"{self.flag} {self.get_act_display()}"

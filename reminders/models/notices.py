"""The ledger (通知台帳): of what, at which stage, who was told, why, and in which message."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from centres.models import Centre, Post
from common.deadlines import Side
from reminders.choices import Dropped, FlagKind, Why
from reminders.models.messages import Message
from reminders.querysets.notices import NoticeQuerySet


class Notice(models.Model):
    """That one person is told of one deadline at one stage, once (通知).

    Written in the transaction of the night, on ``rung_on``. ``via`` is whose mail carries it: the recipient's
    own, or another's who passes it on by telephone (電話でお知らせ); None where nobody can be written to, and
    it stands on the pages alone. ``sent_at`` is stamped with the message. What has not gone out and is not
    wanted any more is dropped, and says why. ``due_on`` empty: the day cannot be told.
    """

    kind = models.CharField("種類", max_length=30, choices=FlagKind.choices)
    subject_id = models.BigIntegerField("対象")
    due_on = models.DateField("期限", null=True)
    stage = models.CharField("段階", max_length=20)
    stage_rank = models.IntegerField("段階の日数")
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="知らせる人", related_name="notices"
    )
    why = models.CharField("知らせた理由", max_length=10, choices=Why.choices)
    centre = models.ForeignKey(Centre, models.PROTECT, verbose_name="施設", null=True, related_name="notices")
    post = models.ForeignKey(Post, models.PROTECT, verbose_name="担当", null=True, related_name="notices")
    side = models.CharField("だれの番か", max_length=20, choices=[(s.value, s.value) for s in Side])
    rung_on = models.DateField("通知の日")
    via = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name="伝える人",
        null=True,
        related_name="passed_on",
    )
    message = models.ForeignKey(
        Message, models.PROTECT, verbose_name="お知らせの便", null=True, related_name="notices"
    )
    may_repeat = models.BooleanField("再送かもしれない", default=False)
    sent_at = models.DateTimeField("送った時刻", null=True)
    dropped_on = models.DateField("送らないことにした日", null=True)
    dropped_why = models.CharField("送らなかった理由", max_length=12, choices=Dropped.choices, blank=True)
    acknowledged_at = models.DateTimeField("承知した時刻", null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = "通知"
        verbose_name_plural = "通知"
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject_id", "due_on", "stage", "recipient"], name="notice_once_per_stage"
            ),
            models.UniqueConstraint(
                fields=["kind", "subject_id", "stage", "recipient"],
                condition=Q(due_on__isnull=True),
                name="notice_once_per_unknown_day",
            ),
            models.CheckConstraint(
                name="notice_dropped_with_reason", condition=Q(dropped_on__isnull=True) ^ ~Q(dropped_why="")
            ),
            models.CheckConstraint(
                name="notice_sent_or_dropped", condition=Q(sent_at__isnull=True) | Q(dropped_on__isnull=True)
            ),
            models.CheckConstraint(
                name="notice_sent_in_a_message", condition=Q(sent_at__isnull=True) | Q(message__isnull=False)
            ),
            models.CheckConstraint(
                name="notice_passed_on_before_written",
                condition=Q(message__isnull=True) | Q(via__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["via", "kind", "subject_id"],
                condition=Q(sent_at__isnull=True, dropped_on__isnull=True),
                name="notice_waiting",
            ),
            models.Index(fields=["recipient", "-id"], name="notice_of_a_person"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.subject_id} {self.due_on} {self.stage} {self.recipient}"

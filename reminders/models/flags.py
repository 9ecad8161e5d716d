"""Flags, and the record of every night."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from centres.models import Centre, Post
from common.deadlines import Side
from reminders.choices import CloseReason, FlagKind
from reminders.querysets.flags import FlagQuerySet


class Flag(models.Model):
    """That a deadline asks for somebody's attention (期限のお知らせ): one row per kind, subject and due day.

    ``stage`` is the nearest lead time passed, ``stage_rank`` its length in days; it only moves forward,
    that is down.
    ``due_on`` empty: the day cannot be told (期日不明・要確認).
    """

    kind = models.CharField("種類", max_length=30, choices=FlagKind.choices)
    subject_id = models.BigIntegerField("対象")
    due_on = models.DateField("期限", null=True)
    centre = models.ForeignKey(Centre, models.PROTECT, verbose_name="施設", null=True, related_name="flags")
    post = models.ForeignKey(Post, models.PROTECT, verbose_name="担当", null=True, related_name="flags")
    side = models.CharField("だれの番か", max_length=20, choices=[(s.value, s.value) for s in Side])
    stage = models.CharField("段階", max_length=10)
    stage_rank = models.IntegerField("段階の日数")
    opened_on = models.DateField("知らせ始めた日")
    closed_on = models.DateField("閉じた日", null=True)
    close_reason = models.CharField("閉じた理由", max_length=30, choices=CloseReason.choices, blank=True)

    objects = FlagQuerySet.as_manager()

    class Meta:
        verbose_name = "期限のお知らせ"
        verbose_name_plural = "期限のお知らせ"
        constraints = [
            # Without a condition, though it guards known days only: its index finds a record's flags, too.
            models.UniqueConstraint(fields=["kind", "subject_id", "due_on"], name="flag_once_per_deadline"),
            models.UniqueConstraint(
                fields=["kind", "subject_id"],
                condition=Q(due_on__isnull=True),
                name="flag_once_per_unknown_day",
            ),
            models.CheckConstraint(
                name="flag_closed_with_reason", condition=Q(closed_on__isnull=True) ^ ~Q(close_reason="")
            ),
            models.CheckConstraint(
                name="flag_closed_on_or_after_opened",
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("opened_on")),
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_on", "id"], condition=Q(closed_on__isnull=True), name="flag_open_by_due_day"
            ),
            models.Index(
                fields=["centre", "due_on"], condition=Q(closed_on__isnull=True), name="flag_open_by_centre"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.subject_id} {self.due_on}"


class SweepRun(models.Model):
    """One good run of the nightly job, written in the same transaction as its flags."""

    on = models.DateField("対象日")
    finished_at = models.DateTimeField("終わった時刻")
    opened = models.PositiveIntegerField("新しい件数")
    reopened = models.PositiveIntegerField("再び開いた件数")
    advanced = models.PositiveIntegerField("段階が進んだ件数")
    closed = models.PositiveIntegerField("閉じた件数")
    rung = models.PositiveIntegerField("新しい通知の件数", default=0)

    class Meta:
        verbose_name = "夜間点検の記録"
        verbose_name_plural = "夜間点検の記録"
        ordering = ["-on", "-finished_at"]
        indexes = [models.Index(fields=["-on"], name="sweep_run_latest")]

    def __str__(self) -> str:
        return f"{self.on} 新規{self.opened}件"

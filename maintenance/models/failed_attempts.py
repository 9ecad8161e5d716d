"""Attempts at an inspection that came to nothing."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from common.db.history import tracked
from maintenance.models.inspections import DueInspection
from maintenance.querysets.findings import FailedAttemptQuerySet


class FailedAttempt(models.Model):
    """That a turn could not be done on a day (点検できなかった): why, and the day on which it is tried again.

    It neither closes the turn nor moves its due day: the law waits for no locked door.
    """

    turn = models.ForeignKey(
        DueInspection, models.PROTECT, verbose_name="点検", related_name="failed_attempts"
    )
    tried_on = models.DateField("行った日")
    reason = models.CharField("できなかった理由", max_length=200)
    planned_on = models.DateField("新しい予定日")
    history = tracked()
    hidden_from_groups: ClassVar[frozenset[str]] = frozenset()

    objects = FailedAttemptQuerySet.as_manager()

    class Meta:
        verbose_name = "できなかった点検"
        verbose_name_plural = "できなかった点検"
        ordering = ["turn", "tried_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["turn", "tried_on"],
                name="failed_attempt_once_a_day",
                violation_error_message="この日にできなかったことは、すでに記録されています。",
            ),
            models.CheckConstraint(
                name="failed_attempt_planned_after",
                condition=Q(planned_on__gt=F("tried_on")),
                violation_error_message="新しい予定日は、行った日より後の日にしてください。",
            ),
            models.CheckConstraint(
                name="failed_attempt_with_reason",
                condition=~Q(reason=""),
                violation_error_message="できなかった理由を入力してください。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.turn} {self.tried_on}"

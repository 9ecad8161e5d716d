"""How one can tell that reminders work (動作の確認): signs of life, and the nightly reconciliation."""

from __future__ import annotations

from django.db import models


class Pulse(models.Model):
    """When a process last showed that it does its work (動作のしるし)."""

    name = models.CharField("処理", max_length=20, unique=True)
    at = models.DateTimeField("最後に動いた時刻")

    class Meta:
        verbose_name = "動作のしるし"
        verbose_name_plural = "動作のしるし"

    def __str__(self) -> str:
        return f"{self.name} {self.at}"


class Reconciliation(models.Model):
    """One comparison of what should have been told by rules and facts with the ledger (照合).

    ``expected`` reminders stand on the day; ``missing`` of them are not in the ledger, ``surplus`` stand
    there and should not, ``late`` wait for longer than a day to be sent. ``examples`` names some of them.
    """

    on = models.DateField("対象日")
    finished_at = models.DateTimeField("終わった時刻")
    expected = models.PositiveIntegerField("あるべき通知")
    missing = models.PositiveIntegerField("台帳にない通知")
    surplus = models.PositiveIntegerField("余分な通知")
    late = models.PositiveIntegerField("1日より長く待っている便")
    examples = models.JSONField("くいちがいの例", default=list)

    class Meta:
        verbose_name = "通知の照合"
        verbose_name_plural = "通知の照合"
        ordering = ["-on", "-finished_at"]
        indexes = [models.Index(fields=["-on"], name="reconciliation_latest")]

    def __str__(self) -> str:
        return f"{self.on} 不足{self.missing}件 余分{self.surplus}件"

    @property
    def is_good(self) -> bool:
        """Whether the ledger says what it should, and everything was sent."""
        return not (self.missing or self.surplus or self.late)

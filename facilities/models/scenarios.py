"""A scenario (試算の保存): a levelled forty-year cost with everything it was reckoned from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q

from centres.models import District
from facilities.querysets.scenarios import ForecastScenarioQuerySet
from facilities.rules.scenarios import state_of

if TYPE_CHECKING:
    from facilities.choices import ScenarioState


class ForecastScenario(models.Model):
    """A scenario of the forty-year cost (更新費用の試算), computed once and never changed.

    ``inputs`` are frozen when it is asked for; ``result`` follows from them alone. A worker that computes it
    holds it until ``leased_until``: if it is killed it loses the scenario, and another takes over.
    """

    name = models.CharField("試算の名前", max_length=80)
    profile = models.CharField("試算の型", max_length=60)
    on = models.DateField("基準日")
    district = models.ForeignKey(
        District, models.PROTECT, verbose_name="地区", null=True, blank=True, related_name="+"
    )
    earlier_years = models.PositiveSmallIntegerField("早められる年数", default=0)
    later_years = models.PositiveSmallIntegerField("遅らせられる年数", default=10)
    ceiling = models.PositiveBigIntegerField("1年の上限", null=True, blank=True)
    time_limit = models.PositiveSmallIntegerField("計算の制限時間", default=30)
    inputs = models.JSONField("もとにした内容", editable=False)
    digest = models.CharField("もとにした内容の指紋", max_length=64, editable=False)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name="頼んだ人",
        null=True,
        editable=False,
        related_name="+",
    )
    requested_at = models.DateTimeField("頼んだ時刻", editable=False)
    leased_until = models.DateTimeField("計算の受持ちの期限", null=True, editable=False)
    attempts = models.PositiveSmallIntegerField("計算を始めた回数", default=0, editable=False)
    started_at = models.DateTimeField("計算を始めた時刻", null=True, editable=False)
    finished_at = models.DateTimeField("計算が終わった時刻", null=True, editable=False)
    progress = models.JSONField("計算の進み", default=dict, editable=False)
    result = models.JSONField("結果", null=True, editable=False)
    failed_reason = models.TextField("計算できなかったわけ", blank=True, editable=False)

    objects = ForecastScenarioQuerySet.as_manager()

    class Meta:
        verbose_name = "更新費用の試算"
        verbose_name_plural = "更新費用の試算"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="forecast_scenario_ceiling_above_zero",
                condition=Q(ceiling__isnull=True) | Q(ceiling__gt=0),
                violation_error_message="1年の上限は0より大きい数にしてください。",
            ),
            models.CheckConstraint(
                name="forecast_scenario_windows_within_reason",
                condition=Q(earlier_years__lte=10, later_years__lte=20),
                violation_error_message="早められるのは10年まで、遅らせられるのは20年までにしてください。",
            ),
            models.CheckConstraint(
                name="forecast_scenario_time_limit_within_reason",
                condition=Q(time_limit__gte=1, time_limit__lte=120),
                violation_error_message="計算の制限時間は1秒から120秒までにしてください。",
            ),
            models.CheckConstraint(
                name="forecast_scenario_result_when_finished",
                condition=Q(finished_at__isnull=True, result__isnull=True, failed_reason="")
                | Q(finished_at__isnull=False, result__isnull=False, failed_reason="")
                | (Q(finished_at__isnull=False, result__isnull=True) & ~Q(failed_reason="")),
                violation_error_message="終わった試算には、結果かできなかったわけのどちらかがあります。",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def state(self) -> ScenarioState:
        """How it stands."""
        return state_of(self.failed_reason, self.finished_at, self.started_at)

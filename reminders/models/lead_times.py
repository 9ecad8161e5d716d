"""When reminders go out: as shipped, as the city has changed it, and as it is at one centre."""

from __future__ import annotations

from django.db import models

from centres.models import Centre
from common.db.catalogue_rows import CatalogueRow
from common.db.history import tracked
from reminders.querysets.lead_times import CentreLeadTimeQuerySet
from reminders.rules.plans import PlanText


class PlanFields(models.Model):
    """The columns of a plan of reminders (通知の計画).

    ``stages`` lists lead times in days or months, farthest first: ``90d 30d 7d 0d`` or ``6m 3m 1m 0m``;
    ``monthly`` and ``quarterly`` those of duties that come round so often. With ``within_half_cycle`` no
    stage comes earlier than half the cycle of the duty. Days are counted past the due day.
    """

    stages = models.CharField("通知の時期", max_length=120)
    monthly = models.CharField("毎月のものの通知の時期", max_length=120, blank=True)
    quarterly = models.CharField("3か月ごとのものの通知の時期", max_length=120, blank=True)
    within_half_cycle = models.BooleanField("周期の半分より早くは知らせない", default=False)
    overdue_every = models.PositiveSmallIntegerField("期限を過ぎてから何日ごとに知らせるか", default=7)
    chief_after = models.PositiveSmallIntegerField(
        "何日過ぎたら係長に知らせるか", null=True, blank=True, default=14
    )
    manager_after = models.PositiveSmallIntegerField(
        "何日過ぎたら課長に知らせるか", null=True, blank=True, default=30
    )

    class Meta:
        abstract = True

    @property
    def plan(self) -> PlanText:
        """The plan as it is written."""
        return PlanText(
            stages=self.stages,
            monthly=self.monthly,
            quarterly=self.quarterly,
            within_half_cycle=self.within_half_cycle,
            overdue_every=self.overdue_every,
            chief_after=self.chief_after,
            manager_after=self.manager_after,
        )


class LeadTime(PlanFields, CatalogueRow):
    """When reminders of one kind of deadline go out (通知の時期): before it, and once it is overdue."""

    history = tracked()

    class Meta(CatalogueRow.Meta):
        abstract = False
        verbose_name = "通知の時期"
        verbose_name_plural = "通知の時期"

    def __str__(self) -> str:
        return f"{self.code}: {self.stages}"


class CentreLeadTime(PlanFields):
    """The plan of one kind of deadline at one centre (施設ごとの通知の時期): in front of all others."""

    code = models.CharField("コード", max_length=60)
    centre = models.ForeignKey(Centre, models.PROTECT, verbose_name="施設", related_name="lead_times")
    changed_reason = models.TextField("変えた理由")
    history = tracked()

    objects = CentreLeadTimeQuerySet.as_manager()

    class Meta:
        verbose_name = "施設ごとの通知の時期"
        verbose_name_plural = "施設ごとの通知の時期"
        constraints = [
            models.UniqueConstraint(fields=["code", "centre"], name="centre_lead_time_once"),
            models.CheckConstraint(
                name="centre_lead_time_with_reason", condition=~models.Q(changed_reason="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.centre} {self.code}: {self.stages}"

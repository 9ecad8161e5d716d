"""The year plan of inspections."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from common.db.history import tracked
from facilities.models import Building, Equipment
from maintenance.models.contracts import ServiceContract
from maintenance.querysets.year_plans import PlannedTurnQuerySet, YearPlanQuerySet


class YearPlan(models.Model):
    """The plan of all inspections of one fiscal year (年間点検計画).

    ``drafted_on`` is the day on which it was last drafted from the turns as they then stood.
    """

    fiscal_year = models.PositiveSmallIntegerField(
        "年度",
        unique=True,
        error_messages={"unique": "この年度の計画は、もうあります。"},
    )
    drafted_on = models.DateField("最後に下書きした日")
    history = tracked()
    hidden_from_groups: ClassVar[frozenset[str]] = frozenset()

    objects = YearPlanQuerySet.as_manager()

    class Meta:
        verbose_name = "年間点検計画"
        verbose_name_plural = "年間点検計画"
        ordering = ["-fiscal_year"]

    def __str__(self) -> str:
        return f"{self.fiscal_year}年度の点検計画"


class PlannedTurn(models.Model):
    """One inspection that is to be expected in the year, with the day, the contractor and the budget planned
    for it (計画の行).

    ``number`` counts the turns of its series that are due in the year, from 1; 0 is the one carried over,
    due before the year and still open when it began. ``due_on`` is when it falls due as far as is known
    (empty: 期限不明). ``day_by_hand``, ``contract_by_hand`` and ``budget_by_hand`` say what an officer has
    decided, so that no later draft proposes it again. Whether it is done is told by the turn itself.
    """

    plan = models.ForeignKey(YearPlan, models.PROTECT, verbose_name="計画", related_name="rows")
    building = models.ForeignKey(Building, models.PROTECT, verbose_name="建物", related_name="planned_turns")
    equipment = models.ForeignKey(
        Equipment, models.PROTECT, verbose_name="設備", null=True, blank=True, related_name="planned_turns"
    )
    type_code = models.CharField("点検の種類", max_length=60)
    number = models.PositiveSmallIntegerField("年度内の何回目か")
    due_on = models.DateField("期限", null=True, blank=True)
    planned_on = models.DateField("実施予定日", null=True, blank=True)
    contractor = models.CharField("業者", max_length=120, blank=True)
    contract = models.ForeignKey(
        ServiceContract,
        models.PROTECT,
        verbose_name="契約",
        null=True,
        blank=True,
        related_name="planned_turns",
    )
    budget = models.PositiveBigIntegerField("予算（円・税込み）", null=True, blank=True)
    note = models.CharField("メモ", max_length=200, blank=True)
    day_by_hand = models.BooleanField("実施予定日は担当が決めた", default=False)
    contract_by_hand = models.BooleanField("業者と契約は担当が決めた", default=False)
    budget_by_hand = models.BooleanField("予算は担当が決めた", default=False)
    history = tracked()
    hidden_from_groups: ClassVar[frozenset[str]] = frozenset({"budget", "note", "contract"})

    objects = PlannedTurnQuerySet.as_manager()

    class Meta:
        verbose_name = "計画の行"
        verbose_name_plural = "計画の行"
        ordering = ["plan", "planned_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "building", "type_code", "number"],
                condition=Q(equipment__isnull=True),
                name="planned_turn_once_per_building",
                violation_error_message="この建物のこの点検は、計画にもうあります。",
            ),
            models.UniqueConstraint(
                fields=["plan", "equipment", "type_code", "number"],
                condition=Q(equipment__isnull=False),
                name="planned_turn_once_per_equipment",
                violation_error_message="この設備のこの点検は、計画にもうあります。",
            ),
            models.CheckConstraint(
                name="planned_turn_contract_with_contractor",
                condition=Q(contract__isnull=True) | ~Q(contractor=""),
                violation_error_message="契約を選んだときは、業者も入力してください。",
            ),
        ]
        indexes = [models.Index(fields=["plan", "building"], name="planned_turn_of_building")]

    def __str__(self) -> str:
        return f"{self.building} {self.type_code}"

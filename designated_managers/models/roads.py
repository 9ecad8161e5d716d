"""The road to a designation (指定スケジュール): its plans, which are never overwritten, and its steps."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from centres.models import Centre
from common.db.checks import CheckOf
from common.db.history import tracked
from common.deadlines import Side
from designated_managers.choices import Needed, SelectionKind
from designated_managers.models.council import CouncilSession
from designated_managers.querysets.roads import (
    PlannedStepQuerySet,
    RoadPlanQuerySet,
    RoadQuerySet,
    RoadStepQuerySet,
)


class Road(models.Model):
    """The road to a designation of one centre (指定スケジュール), planned backwards from the first day
    aimed at.

    What it aims at now - first day, session, how the body is found - stands here; what earlier plans aimed at
    stands in them. ``previous`` is the designation before, empty for a centre's first one. Rival candidates
    share a road. ``dropped_on``: given up (取りやめ); nothing of it is due any more.
    """

    centre = models.ForeignKey(Centre, models.PROTECT, verbose_name="施設", related_name="roads")
    previous = models.ForeignKey(
        "designated_managers.Designation",
        models.PROTECT,
        verbose_name="いまの指定",
        null=True,
        blank=True,
        related_name="roads_to_next",
    )
    first_on = models.DateField("めざす初日")
    selection_kind = models.CharField("選定の方法", max_length=10, choices=SelectionKind.choices)
    session = models.ForeignKey(
        CouncilSession, models.PROTECT, verbose_name="議決する会期", related_name="roads"
    )
    late_bill = models.BooleanField("追加議案として出す", default=False)
    ordinance = models.CharField("条例の改正", max_length=10, choices=Needed.choices, default=Needed.UNKNOWN)
    ordinance_reason = models.CharField(
        "条例の改正が不要な理由", max_length=200, blank=True, help_text="例：設置条例に指定管理者の規定がある"
    )
    debt = models.CharField("債務負担行為", max_length=10, choices=Needed.choices, default=Needed.UNKNOWN)
    fees = models.CharField("利用料金制", max_length=10, choices=Needed.choices, default=Needed.UNKNOWN)
    opened_on = models.DateField("作った日")
    dropped_on = models.DateField("取りやめた日", null=True, blank=True)
    dropped_reason = models.CharField("取りやめた理由", max_length=200, blank=True)
    internal_notes = models.TextField("内部メモ", blank=True, help_text="市の職員だけが見ます。")
    history = tracked()

    objects = RoadQuerySet.as_manager()

    class Meta:
        verbose_name = "指定スケジュール"
        verbose_name_plural = "指定スケジュール"
        ordering = ["first_on", "centre", "pk"]
        constraints = [
            models.UniqueConstraint(
                "centre",
                "first_on",
                condition=Q(dropped_on__isnull=True),
                name="road_once_per_first_day",
                violation_error_message="この施設には、同じ初日の指定スケジュールがすでにあります。",
            ),
            models.UniqueConstraint(
                "previous",
                condition=Q(dropped_on__isnull=True),
                name="road_once_per_designation",
                violation_error_message="いまの指定の次への指定スケジュールが、すでにあります。",
            ),
            CheckOf(
                "ordinance_reason",
                ~Q(ordinance=Needed.NO) | ~Q(ordinance_reason=""),
                name="road_without_ordinance_says_why",
                message="条例の改正が不要な理由を入力してください。",
            ),
            CheckOf(
                "dropped_reason",
                Q(dropped_on__isnull=True) ^ ~Q(dropped_reason=""),
                name="road_dropped_with_reason",
                message="取りやめる理由を入力してください。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.centre}の指定スケジュール"

    @property
    def is_returned(self) -> bool:
        """Whether the city itself runs the centre again after the designation before (直営復帰); then
        nothing of it is due, the same as ``RoadQuerySet.going_on``."""
        return self.previous is not None and self.previous.direct_return_decided_on is not None


class RoadPlan(models.Model):
    """A plan of a road (計画の版): what it aimed at and when each step had to be done, as planned on a day.
    Planning anew is another plan, with its reason; the old one stays."""

    road = models.ForeignKey(Road, models.CASCADE, verbose_name="指定スケジュール", related_name="plans")
    number = models.PositiveSmallIntegerField("版")
    made_on = models.DateField("定めた日")
    reason = models.CharField("見直した理由", max_length=200, blank=True)
    first_on = models.DateField("めざす初日")
    selection_kind = models.CharField("選定の方法", max_length=10, choices=SelectionKind.choices)
    session = models.ForeignKey(
        CouncilSession, models.PROTECT, verbose_name="議決する会期", related_name="plans"
    )
    late_bill = models.BooleanField("追加議案として出す", default=False)
    votes_on = models.DateField("議決日")
    history = tracked()

    objects = RoadPlanQuerySet.as_manager()

    class Meta:
        verbose_name = "指定スケジュールの版"
        verbose_name_plural = "指定スケジュールの版"
        ordering = ["road_id", "number"]
        constraints = [
            models.UniqueConstraint("road", "number", name="road_plan_number_once"),
            models.CheckConstraint(
                name="road_replanned_with_reason",
                condition=Q(number=1) | Q(number__gt=1) & ~Q(reason=""),
                violation_error_message="見直した理由を入力してください。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.road} 第{self.number}版"


class RoadStep(models.Model):
    """A step of a road (段階), the same through all its plans: the day it is expected, the day it was done.

    A step that a fact of the designation answers (``PlannedStep.answered_by``) never keeps a done day of its
    own.
    """

    road = models.ForeignKey(Road, models.CASCADE, verbose_name="指定スケジュール", related_name="steps")
    code = models.CharField("段階", max_length=60)
    expected_on = models.DateField("見込みの日", null=True, blank=True)
    done_on = models.DateField("済んだ日", null=True, blank=True)
    note = models.CharField("ひとこと", max_length=200, blank=True)
    history = tracked()

    objects = RoadStepQuerySet.as_manager()

    class Meta:
        verbose_name = "指定スケジュールの段階"
        verbose_name_plural = "指定スケジュールの段階"
        ordering = ["road_id", "pk"]
        constraints = [models.UniqueConstraint("road", "code", name="road_step_once")]

    def __str__(self) -> str:
        return f"{self.road} {self.code}"


class PlannedStep(models.Model):
    """A step as a plan has it (段階の期限): its name, its latest and its usual day, and what stands behind
    them as the catalogue said it then."""

    plan = models.ForeignKey(RoadPlan, models.CASCADE, verbose_name="版", related_name="planned_steps")
    step = models.ForeignKey(RoadStep, models.CASCADE, verbose_name="段階", related_name="planned")
    name = models.CharField("名称", max_length=60)
    place = models.PositiveSmallIntegerField("並び")
    latest_on = models.DateField("期限")
    usual_on = models.DateField("目安の日")
    provisional = models.BooleanField("見込み", default=False)
    needed = models.CharField("要否", max_length=10, choices=Needed.choices, default=Needed.YES)
    before_vote = models.BooleanField("議決まで", default=False)
    answered_by = models.CharField("指定の事実", max_length=40, blank=True)
    decided_by = models.CharField("決める人", max_length=60, blank=True)
    law = models.CharField("根拠", max_length=120, blank=True)
    evidence = models.CharField("残す書類", max_length=120, blank=True)
    note = models.CharField("ひとこと", max_length=120, blank=True)
    side = models.CharField(
        "だれの仕事", max_length=10, choices=[(Side.CITY.value, "市"), (Side.MANAGER.value, "団体")]
    )
    history = tracked()

    objects = PlannedStepQuerySet.as_manager()
    hidden_from_groups: ClassVar[frozenset[str]] = frozenset()

    class Meta:
        verbose_name = "段階の期限"
        verbose_name_plural = "段階の期限"
        ordering = ["plan_id", "-latest_on", "-place"]
        constraints = [
            models.UniqueConstraint("plan", "step", name="planned_step_once_per_plan"),
            models.CheckConstraint(
                name="planned_step_usual_by_latest", condition=Q(usual_on__lte=models.F("latest_on"))
            ),
        ]
        indexes = [models.Index(fields=["latest_on"], name="planned_step_by_day")]

    def __str__(self) -> str:
        return f"{self.name}（第{self.plan.number}版）"

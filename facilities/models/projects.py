"""Renewal projects: their steps, their plans and the buildings they touch."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from centres.models import Centre, Post
from common.db.history import tracked
from common.db.partial_dates import PartialDateField, partial_date_constraint
from common.db.sourced import SOURCE_FIELDS, Sourced
from facilities.choices import BuildingPart, ProjectKind, ProjectStep
from facilities.models.buildings import Building
from facilities.querysets.projects import (
    MilestoneQuerySet,
    PlannedCostQuerySet,
    PlannedMilestoneQuerySet,
    ProjectBuildingQuerySet,
    ProjectPlanQuerySet,
    RenewalProjectQuerySet,
)

FIRST_YEAR, LAST_YEAR = 1945, 2200
"""The fiscal years that a project may name."""

FUNDING = "general", "bonds", "subsidies", "fund"
"""The columns of a cost by where the money comes from (財源)."""


class RenewalProject(Sourced):
    """A renewal project (整備・更新事業) of a centre; where several are merged (複合化), of the leading one.

    ``may_start_from`` and ``may_start_until`` are the fiscal years between which the first payment may be
    moved when the burden is levelled (平準化); both empty: it stays where it is. ``urgency`` 1 to 5, 5 the
    most urgent. From ``published_on`` (公表日) on a community group reads the project and its steps.
    """

    centre = models.ForeignKey(Centre, models.PROTECT, verbose_name="施設", related_name="renewal_projects")
    name = models.CharField("事業名", max_length=120)
    kind = models.CharField("種類", max_length=20, choices=ProjectKind.choices)
    aim = models.TextField("目的・内容", blank=True)
    post_in_charge = models.ForeignKey(
        Post, models.PROTECT, verbose_name="担当", null=True, blank=True, related_name="renewal_projects"
    )
    published_on = models.DateField("公表日", null=True, blank=True)
    cancelled_on = models.DateField("中止日", null=True, blank=True)
    cancelled_reason = models.CharField("中止の理由", max_length=300, blank=True)
    may_start_from = models.PositiveSmallIntegerField("最も早い年度", null=True, blank=True)
    may_start_until = models.PositiveSmallIntegerField("最も遅い年度", null=True, blank=True)
    urgency = models.PositiveSmallIntegerField("緊急度", default=3)
    internal_notes = models.TextField("内部メモ", blank=True, help_text="市の職員だけが見ます。")
    history = tracked()
    hidden_from_groups: ClassVar[frozenset[str]] = SOURCE_FIELDS | {
        "post_in_charge",
        "cancelled_reason",
        "may_start_from",
        "may_start_until",
        "urgency",
        "internal_notes",
    }

    objects = RenewalProjectQuerySet.as_manager()

    class Meta:
        verbose_name = "整備・更新事業"
        verbose_name_plural = "整備・更新事業"
        ordering = ["centre", "pk"]
        constraints = [
            models.UniqueConstraint(
                "centre",
                "name",
                name="project_name_once_per_centre",
                violation_error_message="この施設には同じ名前の事業がすでにあります。",
            ),
            models.CheckConstraint(
                name="project_cancelled_with_reason",
                condition=Q(cancelled_on__isnull=True) ^ ~Q(cancelled_reason=""),
                violation_error_message="中止の理由を入力してください。",
            ),
            models.CheckConstraint(
                name="project_window_whole",
                condition=Q(may_start_from__isnull=True, may_start_until__isnull=True)
                | Q(
                    may_start_from__isnull=False,
                    may_start_until__isnull=False,
                    may_start_from__gte=FIRST_YEAR,
                    may_start_until__gte=F("may_start_from"),
                    may_start_until__lte=LAST_YEAR,
                ),
                violation_error_message="動かせる年度は、最も早い年度から最も遅い年度までを順に入力してください。",
            ),
            models.CheckConstraint(
                name="project_urgency_one_to_five",
                condition=Q(urgency__gte=1, urgency__lte=5),
                violation_error_message="緊急度は1から5までにしてください。",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ProjectBuilding(models.Model):
    """What a project does to a building: replaces, creates or works on it. ``by_opening``: the act of opening
    made it current, or took it out of use."""

    project = models.ForeignKey(
        RenewalProject, models.CASCADE, verbose_name="事業", related_name="project_buildings"
    )
    building = models.ForeignKey(
        Building, models.PROTECT, verbose_name="建物", related_name="project_buildings"
    )
    part = models.CharField("かかわり", max_length=20, choices=BuildingPart.choices)
    by_opening = models.BooleanField("供用開始で変わった", default=False)
    history = tracked()

    objects = ProjectBuildingQuerySet.as_manager()

    class Meta:
        verbose_name = "事業の建物"
        verbose_name_plural = "事業の建物"
        ordering = ["project_id", "pk"]
        constraints = [
            models.UniqueConstraint("project", "building", name="project_touches_a_building_once"),
            models.UniqueConstraint(
                "building",
                condition=Q(part=BuildingPart.CREATES),
                name="building_created_by_one_project",
                violation_error_message="この建物は、別の事業で新しくできる建物です。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project}（{self.building}）"


class Milestone(Sourced):
    """A step of a project (節目), and when it was reached as far as that is known; every project has all of
    them. The planned days stand in the plans; source and certainty are those of ``reached_on``."""

    project = models.ForeignKey(
        RenewalProject, models.CASCADE, verbose_name="事業", related_name="milestones"
    )
    step = models.CharField("節目", max_length=20, choices=ProjectStep.choices)
    reached_on = PartialDateField("達した日")
    history = tracked()
    hidden_from_groups: ClassVar[frozenset[str]] = SOURCE_FIELDS

    objects = MilestoneQuerySet.as_manager()

    class Meta:
        verbose_name = "節目"
        verbose_name_plural = "節目"
        ordering = ["project_id", "pk"]
        constraints = [
            models.UniqueConstraint("project", "step", name="milestone_once_per_project"),
            partial_date_constraint("reached_on", "milestone"),
        ]

    def __str__(self) -> str:
        return f"{self.project} {self.get_step_display()}"


class ProjectPlan(Sourced):
    """A plan of a project (計画の版): when its steps are to be reached and what it costs, as decided on a
    day.

    A revision (計画の見直し) is another plan, with its reason; what was planned before is never overwritten.
    """

    project = models.ForeignKey(RenewalProject, models.CASCADE, verbose_name="事業", related_name="plans")
    number = models.PositiveSmallIntegerField("版")
    made_on = models.DateField("定めた日")
    reason = models.CharField("見直しの理由", max_length=300, blank=True)
    history = tracked()

    objects = ProjectPlanQuerySet.as_manager()

    class Meta:
        verbose_name = "計画の版"
        verbose_name_plural = "計画の版"
        ordering = ["project_id", "number"]
        constraints = [
            models.UniqueConstraint("project", "number", name="plan_number_once_per_project"),
            models.CheckConstraint(
                name="plan_revised_with_reason",
                condition=Q(number=1) | Q(number__gt=1) & ~Q(reason=""),
                violation_error_message="見直しの理由を入力してください。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project} 第{self.number}版"


class PlannedMilestone(models.Model):
    """When a step is to be reached, as far as a plan says it (節目の予定)."""

    plan = models.ForeignKey(
        ProjectPlan, models.CASCADE, verbose_name="計画", related_name="planned_milestones"
    )
    milestone = models.ForeignKey(Milestone, models.CASCADE, verbose_name="節目", related_name="planned")
    planned_on = PartialDateField("予定日")
    history = tracked()

    objects = PlannedMilestoneQuerySet.as_manager()

    class Meta:
        verbose_name = "節目の予定"
        verbose_name_plural = "節目の予定"
        ordering = ["plan_id", "milestone_id"]
        constraints = [
            models.UniqueConstraint("plan", "milestone", name="planned_milestone_once_per_plan"),
            partial_date_constraint("planned_on", "planned_milestone"),
            models.CheckConstraint(
                name="planned_milestone_has_a_day", condition=Q(planned_on_first__isnull=False)
            ),
        ]
        indexes = [models.Index(fields=["planned_on_last"], name="planned_milestone_by_day")]

    def __str__(self) -> str:
        return f"{self.milestone}（第{self.plan.number}版）"


class PlannedCost(models.Model):
    """What a project is to cost in a fiscal year (年度別の事業費), in yen by where the money comes from."""

    plan = models.ForeignKey(ProjectPlan, models.CASCADE, verbose_name="計画", related_name="planned_costs")
    fiscal_year = models.PositiveSmallIntegerField("年度")
    general = models.PositiveBigIntegerField("一般財源", default=0)
    bonds = models.PositiveBigIntegerField("地方債", default=0)
    subsidies = models.PositiveBigIntegerField("国県支出金", default=0)
    fund = models.PositiveBigIntegerField("基金", default=0)
    history = tracked()

    objects = PlannedCostQuerySet.as_manager()

    class Meta:
        verbose_name = "年度別の事業費"
        verbose_name_plural = "年度別の事業費"
        ordering = ["plan_id", "fiscal_year"]
        constraints = [
            models.UniqueConstraint("plan", "fiscal_year", name="planned_cost_once_per_year"),
            models.CheckConstraint(
                name="planned_cost_above_zero",
                condition=Q(general__gt=0) | Q(bonds__gt=0) | Q(subsidies__gt=0) | Q(fund__gt=0),
                violation_error_message="財源のどれかに、0より大きい金額を入力してください。",
            ),
            models.CheckConstraint(
                name="planned_cost_year_in_reach",
                condition=Q(fiscal_year__gte=FIRST_YEAR, fiscal_year__lte=LAST_YEAR),
                violation_error_message="年度を確かめてください。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan} {self.fiscal_year}年度"

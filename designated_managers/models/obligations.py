"""Obligations (義務): what the manager and the city owe one another by law and agreement, with its day."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from common.db.checks import CheckOf
from common.db.history import tracked
from designated_managers.choices import DoneBy, Frequency, ObligationForm, ObligationSide
from designated_managers.models.designations import Designation
from designated_managers.querysets.obligations import FeeApprovalQuerySet, ObligationQuerySet


class Obligation(models.Model):
    """One thing that is owed for one period of one designation (義務), with the day by which.

    Planned from the types of the agreement's template (``ObligationType``): ``type_code`` is that of its
    type (``monthly_report``), ``period_code`` the period in short (``2026``, ``2026-04``, ``2026-Q1``,
    ``term``, ``final``, for something that happened its day and number) and with designation and type its
    identity: planning twice makes it once. ``period_first`` and ``period_last`` are cut to the days of
    effect. ``fiscal_year`` is the year it belongs to, not the year it is due in.

    ``due_on`` is the day in force; ``due_reason`` says by what it is counted and moved, ``due_provisional``
    that it rests on holidays not yet published (見込み). What does it (``done_by``): something handed in, or
    a fact that another record keeps; ask ``.pending()`` and ``.done()``, nothing is stored.

    ``not_needed_on`` with its reason: the duty fell away (不要). ``retired_by_plan``: planning itself said
    so, and takes it back where the reason is gone; what a person said stays.
    """

    designation = models.ForeignKey(
        Designation, models.PROTECT, verbose_name="指定", related_name="obligations"
    )
    type_code = models.CharField("義務の種類", max_length=60)
    period_code = models.CharField("期間のコード", max_length=24)
    name = models.CharField("名称", max_length=120)
    frequency = models.CharField("ひん度", max_length=10, choices=Frequency.choices)
    fiscal_year = models.PositiveSmallIntegerField("年度", help_text="年度の始まる年。令和8年度は2026です。")
    period_first = models.DateField("対象の期間の初日")
    period_last = models.DateField("対象の期間の末日")
    due_on = models.DateField("期限")
    due_reason = models.CharField("期限の根拠", max_length=300, blank=True)
    due_provisional = models.BooleanField("期限は見込み", default=False)
    side = models.CharField("だれの義務か", max_length=10, choices=ObligationSide.choices)
    form = models.CharField("出すもの", max_length=10, choices=ObligationForm.choices)
    done_by = models.CharField(
        "果たしたとする事実", max_length=20, choices=DoneBy.choices, default=DoneBy.SUBMISSION
    )
    event = models.CharField("あったこと", max_length=200, blank=True)
    not_needed_on = models.DateField("不要とした日", null=True, blank=True)
    not_needed_reason = models.CharField("不要とした理由", max_length=200, blank=True)
    retired_by_plan = models.BooleanField("計画により不要", default=False)
    internal_notes = models.TextField("内部メモ", blank=True, help_text="市の職員だけが見ます。")
    history = tracked()
    hidden_from_groups: ClassVar[frozenset[str]] = frozenset({"internal_notes", "retired_by_plan"})

    objects = ObligationQuerySet.as_manager()

    class Meta:
        verbose_name = "義務"
        verbose_name_plural = "義務"
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                "designation",
                "type_code",
                "period_code",
                name="obligation_once_per_period",
                violation_error_message="この期間の同じ義務が、すでにあります。",
            ),
            models.CheckConstraint(
                name="obligation_period_in_order",
                condition=Q(period_last__gte=F("period_first")),
                violation_error_message="対象の期間の末日は初日以後の日にしてください。",
            ),
            CheckOf(
                "not_needed_reason",
                Q(not_needed_on__isnull=True, not_needed_reason="", retired_by_plan=False)
                | (Q(not_needed_on__isnull=False) & ~Q(not_needed_reason="")),
                name="obligation_not_needed_with_reason",
                message="不要とした理由を入力してください。",
            ),
            CheckOf(
                "event",
                ~Q(frequency=Frequency.EVENT) | ~Q(event=""),
                name="obligation_event_said",
                message="何があったかを入力してください。",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_on"], condition=Q(not_needed_on__isnull=True), name="obligation_needed_due"
            ),
            models.Index(fields=["fiscal_year", "designation"], name="obligation_of_year"),
        ]

    def __str__(self) -> str:
        return f"{self.designation} {self.name} {self.period_code}"


class FeeApproval(models.Model):
    """That the city approved the fees of the rooms (利用料金の承認, 地方自治法 第244条の2第9項)."""

    designation = models.ForeignKey(
        Designation, models.PROTECT, verbose_name="指定", related_name="fee_approvals"
    )
    approved_on = models.DateField("承認した日")
    number = models.CharField("承認の番号", max_length=60, blank=True)
    counts_from = models.DateField("料金を使い始める日")
    notes = models.CharField("料金の内容", max_length=300, blank=True)
    history = tracked()

    objects = FeeApprovalQuerySet.as_manager()

    class Meta:
        verbose_name = "利用料金の承認"
        verbose_name_plural = "利用料金の承認"
        ordering = ["designation_id", "approved_on"]
        constraints = [
            models.UniqueConstraint(
                "designation",
                "counts_from",
                name="fee_approval_once_per_day",
                violation_error_message="この日からの利用料金の承認は、すでに登録されています。",
            ),
            CheckOf(
                "counts_from",
                Q(counts_from__gte=F("approved_on")),
                name="fee_approval_before_it_counts",
                message="利用料金は、承認した日より前から使うことはできません。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.designation} {self.approved_on}"

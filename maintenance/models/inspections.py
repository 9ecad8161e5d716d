"""Inspections due and done."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from common.db.history import tracked
from facilities.models import Building, Equipment
from maintenance.querysets.inspections import DueInspectionQuerySet
from maintenance.rules.cycles import Anchor


class DueInspection(models.Model):
    """One turn of an inspection (点検の回): first due, then done.

    ``type_code`` names the type in the catalogue, ``cycle_months`` the cycle that this turn was planned with.
    ``due_on`` empty: the due day cannot be told (期日不明). The next turn points back through ``previous``.
    ``counted_from`` and ``counted_months`` are the anchor of the series (起算の日): the due day is the legal
    expiry so many months after it. Empty where the day was entered, or is owed by fiscal year or by month.
    ``due_estimated`` (推定): counted from a day known in part only, or without a rule for the first time.
    ``outcome`` is the code of one of the words in the catalogue (``InspectionOutcome``); ``qualification``
    and ``licence_number`` are those of whoever did it (資格と番号). ``cost`` is what the turn cost in yen,
    tax included: 0 where a contract covers it, empty while nobody knows.
    """

    building = models.ForeignKey(Building, models.PROTECT, verbose_name="建物", related_name="inspections")
    equipment = models.ForeignKey(
        Equipment, models.PROTECT, verbose_name="設備", null=True, blank=True, related_name="inspections"
    )
    type_code = models.CharField("点検の種類", max_length=60)
    cycle_months = models.PositiveSmallIntegerField("周期（月）")
    due_on = models.DateField("期限", null=True, blank=True)
    due_reason = models.CharField("期限の根拠", max_length=200, blank=True)
    due_estimated = models.BooleanField("期限は推定", default=False)
    counted_from = models.DateField("起算の日", null=True, blank=True)
    counted_months = models.PositiveSmallIntegerField("起算の日からの月数", null=True, blank=True)
    planned_on = models.DateField("実施予定日", null=True, blank=True)
    done_on = models.DateField("点検した日", null=True, blank=True)
    outcome = models.CharField("結果", max_length=60, blank=True)
    done_by = models.CharField("点検した人", max_length=120, blank=True)
    qualification = models.CharField("資格", max_length=120, blank=True)
    licence_number = models.CharField("資格の番号", max_length=60, blank=True)
    remarks = models.TextField("気づいたこと", blank=True)
    cost = models.PositiveBigIntegerField("点検にかかった費用（円・税込み）", null=True, blank=True)
    withdrawn_on = models.DateField("取りやめた日", null=True, blank=True)
    withdrawn_reason = models.CharField("取りやめた理由", max_length=200, blank=True)
    previous = models.OneToOneField(
        "self", models.PROTECT, verbose_name="前の回", null=True, blank=True, related_name="next"
    )
    history = tracked()
    hidden_from_groups: ClassVar[frozenset[str]] = frozenset({"cost"})

    objects = DueInspectionQuerySet.as_manager()

    class Meta:
        verbose_name = "点検"
        verbose_name_plural = "点検"
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["building", "type_code"],
                condition=Q(equipment__isnull=True, done_on__isnull=True, withdrawn_on__isnull=True),
                name="inspection_one_pending_per_building",
                violation_error_message="この建物には、同じ種類のまだ済んでいない点検があります。",
            ),
            models.UniqueConstraint(
                fields=["equipment", "type_code"],
                condition=Q(equipment__isnull=False, done_on__isnull=True, withdrawn_on__isnull=True),
                name="inspection_one_pending_per_equipment",
                violation_error_message="この設備には、同じ種類のまだ済んでいない点検があります。",
            ),
            models.CheckConstraint(
                name="inspection_done_with_outcome",
                condition=Q(done_on__isnull=True) | ~Q(outcome=""),
                violation_error_message="点検した日を入力したときは、結果も選んでください。",
            ),
            models.CheckConstraint(
                name="inspection_withdrawn_with_reason",
                condition=Q(withdrawn_on__isnull=True) | ~Q(withdrawn_reason=""),
                violation_error_message="取りやめた理由を入力してください。",
            ),
            models.CheckConstraint(
                name="inspection_not_done_and_withdrawn",
                condition=Q(done_on__isnull=True) | Q(withdrawn_on__isnull=True),
                violation_error_message="済んだ点検は取りやめられません。",
            ),
            models.CheckConstraint(
                name="inspection_cost_once_done",
                condition=Q(cost__isnull=True) | Q(done_on__isnull=False),
                violation_error_message="費用は、点検した日と一緒に入力してください。",
            ),
            models.CheckConstraint(
                name="inspection_anchor_whole",
                condition=Q(counted_from__isnull=True, counted_months__isnull=True)
                | Q(
                    due_on__isnull=False,
                    counted_from__isnull=False,
                    counted_months__isnull=False,
                    due_on__gt=F("counted_from"),
                    counted_months__gt=0,
                ),
                violation_error_message="起算の日と月数は、それより後の期限と一緒に入力してください。",
            ),
            models.CheckConstraint(
                name="inspection_estimate_has_a_day",
                condition=Q(due_estimated=False) | Q(due_on__isnull=False),
                violation_error_message="推定した期限には、期限の日が必要です。",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_on"],
                condition=Q(done_on__isnull=True, withdrawn_on__isnull=True),
                name="inspection_pending_due",
            ),
            models.Index(fields=["building", "-done_on"], name="inspection_of_building_done"),
        ]

    def __str__(self) -> str:
        return f"{self.building} {self.type_code}"

    @property
    def anchor(self) -> Anchor | None:
        """From where the due day is counted, if it is."""
        if self.counted_from is None or self.counted_months is None:
            return None
        return Anchor(self.counted_from, self.counted_months)

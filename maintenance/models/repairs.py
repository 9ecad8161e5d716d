"""Repairs: what is broken, what happened to it, what was offered, and photographs before and after."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from centres.models import Centre
from common.db.attached_files import AttachedFile
from common.db.history import tracked
from designated_managers.choices import Bearer
from facilities.models import Building, Equipment
from maintenance.choices import (
    InsuranceState,
    PhotoMoment,
    RepairCause,
    RepairMove,
    RequestedSide,
    Urgency,
)
from maintenance.models.findings import InspectionFinding
from maintenance.querysets.repairs import (
    EstimateFileQuerySet,
    RepairEstimateQuerySet,
    RepairPhotoQuerySet,
    RepairQuerySet,
    RepairStepQuerySet,
)


class Repair(models.Model):
    """A repair (修繕): what is broken at a centre, who asked, how soon, who pays, who mends it by when.

    Where it stands follows from its steps. ``payer_proposed`` is what the sharing of responsibilities
    (責任分担表) said when the payer was settled; empty where it could not tell.
    """

    centre = models.ForeignKey(Centre, models.PROTECT, verbose_name="施設", related_name="repairs")
    building = models.ForeignKey(
        Building, models.PROTECT, verbose_name="建物", null=True, blank=True, related_name="repairs"
    )
    equipment = models.ForeignKey(
        Equipment, models.PROTECT, verbose_name="設備", null=True, blank=True, related_name="repairs"
    )
    finding = models.OneToOneField(
        InspectionFinding,
        models.PROTECT,
        verbose_name="点検の指摘",
        null=True,
        blank=True,
        related_name="repair",
    )
    place = models.CharField("場所", max_length=120)
    what = models.TextField("こわれている様子")
    requested_on = models.DateField("受付日")
    requested_side = models.CharField("依頼した側", max_length=10, choices=RequestedSide.choices)
    requested_by = models.CharField("依頼した人", max_length=120, blank=True)
    urgency = models.CharField("緊急度", max_length=10, choices=Urgency.choices, blank=True)
    cause = models.CharField("原因", max_length=10, choices=RepairCause.choices, default=RepairCause.WEAR)
    expected_amount = models.PositiveBigIntegerField("見込み額（円・税込み）", null=True, blank=True)
    payer = models.CharField("費用を負担する側", max_length=10, choices=Bearer.choices, blank=True)
    payer_proposed = models.CharField("責任分担表による側", max_length=10, choices=Bearer.choices, blank=True)
    payer_reason = models.TextField("責任分担表と変えた理由", blank=True)
    insurance = models.CharField(
        "保険の請求", max_length=10, choices=InsuranceState.choices, default=InsuranceState.NONE
    )
    insurance_amount = models.PositiveBigIntegerField("保険金（円）", null=True, blank=True)
    fiscal_year = models.PositiveSmallIntegerField("年度", null=True, blank=True)
    budget_line = models.CharField("予算科目", max_length=120, blank=True)
    contractor = models.CharField("業者", max_length=120, blank=True)
    ordered_amount = models.PositiveBigIntegerField("発注額（円・税込み）", null=True, blank=True)
    promised_on = models.DateField("いつまでに", null=True, blank=True)
    internal_notes = models.TextField("内部メモ", blank=True, help_text="市の職員だけが見ます。")
    history = tracked()
    hidden_from_groups: ClassVar[frozenset[str]] = frozenset(
        {
            "requested_by",
            "expected_amount",
            "payer_proposed",
            "payer_reason",
            "insurance",
            "insurance_amount",
            "fiscal_year",
            "budget_line",
            "ordered_amount",
            "internal_notes",
        }
    )

    objects = RepairQuerySet.as_manager()

    class Meta:
        verbose_name = "修繕"
        verbose_name_plural = "修繕"
        ordering = ["-requested_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="repair_equipment_in_building",
                condition=Q(equipment__isnull=True) | Q(building__isnull=False),
                violation_error_message="設備を選んだときは、建物も選んでください。",
            ),
            models.CheckConstraint(
                name="repair_payer_changed_with_reason",
                condition=Q(payer="")
                | Q(payer_proposed="")
                | Q(payer=F("payer_proposed"))
                | ~Q(payer_reason=""),
                violation_error_message="費用を負担する側を責任分担表と変えるときは、理由を入力してください。",
            ),
            models.CheckConstraint(
                name="repair_promised_not_before_request",
                condition=Q(promised_on__isnull=True) | Q(promised_on__gte=F("requested_on")),
                violation_error_message="いつまでに直すかは、受付日以後の日にしてください。",
            ),
            models.CheckConstraint(
                name="repair_insurance_amount_with_claim",
                condition=Q(insurance_amount__isnull=True) | Q(insurance=InsuranceState.SETTLED),
                violation_error_message="保険金は、保険の請求が「支払われた」のときに入力してください。",
            ),
        ]
        indexes = [
            models.Index(fields=["promised_on"], name="repair_promised"),
            models.Index(fields=["centre", "-requested_on"], name="repair_of_centre"),
        ]

    def __str__(self) -> str:
        return f"{self.place} {self.what[:20]}"


class RepairStep(models.Model):
    """One thing that happened to a repair (修繕の経過), with its day. Steps are added, never changed.

    ``note`` is the city's own; ``told`` is what the group reads. ``amount`` is what was ordered or paid,
    ``estimate`` the one that was chosen.
    """

    repair = models.ForeignKey(Repair, models.PROTECT, verbose_name="修繕", related_name="steps")
    number = models.PositiveSmallIntegerField("番号")
    move = models.CharField("経過", max_length=10, choices=RepairMove.choices)
    moved_on = models.DateField("日付")
    note = models.TextField("理由・メモ", blank=True)
    told = models.CharField("団体に知らせること", max_length=300, blank=True)
    amount = models.PositiveBigIntegerField("金額（円・税込み）", null=True, blank=True)
    estimate = models.ForeignKey(
        "maintenance.RepairEstimate",
        models.PROTECT,
        verbose_name="選んだ見積り",
        null=True,
        blank=True,
        related_name="chosen_in",
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name="記録した人",
        null=True,
        blank=True,
        related_name="+",
    )
    history = tracked()
    hidden_from_groups: ClassVar[frozenset[str]] = frozenset({"note", "amount", "estimate", "recorded_by"})

    objects = RepairStepQuerySet.as_manager()

    class Meta:
        verbose_name = "修繕の経過"
        verbose_name_plural = "修繕の経過"
        ordering = ["repair", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["repair", "number"],
                name="repair_step_one_after_the_other",
                violation_error_message="ほかの人が同時にこの修繕を進めました。開き直して確かめてください。",
            ),
            models.CheckConstraint(
                name="repair_step_request_comes_first",
                condition=Q(number=1, move=RepairMove.REQUEST)
                | (Q(number__gt=1) & ~Q(move=RepairMove.REQUEST)),
                violation_error_message="修繕は、受付から始まります。",
            ),
            models.CheckConstraint(
                name="repair_step_paid_with_amount",
                condition=~Q(move__in=[RepairMove.PAY, RepairMove.ORDER]) | Q(amount__isnull=False),
                violation_error_message="金額を入力してください。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.repair} {self.get_move_display()}"


class RepairEstimate(models.Model):
    """What a contractor offers a repair for (見積り)."""

    repair = models.ForeignKey(Repair, models.PROTECT, verbose_name="修繕", related_name="estimates")
    contractor = models.CharField("業者", max_length=120)
    amount = models.PositiveBigIntegerField("金額（円・税込み）")
    received_on = models.DateField("受領日")
    note = models.TextField("メモ", blank=True)
    history = tracked()

    objects = RepairEstimateQuerySet.as_manager()

    class Meta:
        verbose_name = "見積り"
        verbose_name_plural = "見積り"
        ordering = ["repair", "amount", "pk"]

    def __str__(self) -> str:
        return f"{self.contractor} {self.amount:,}円"


class EstimateFile(AttachedFile):
    """The paper of an estimate (見積書)."""

    estimate = models.ForeignKey(RepairEstimate, models.PROTECT, verbose_name="見積り", related_name="files")
    history = tracked()

    objects = EstimateFileQuerySet.as_manager()

    class Meta(AttachedFile.Meta):
        abstract = False
        verbose_name = "見積書"
        verbose_name_plural = "見積書"


class RepairPhoto(AttachedFile):
    """A photograph of a repair (修繕の写真), before or after."""

    repair = models.ForeignKey(Repair, models.PROTECT, verbose_name="修繕", related_name="photos")
    moment = models.CharField("時期", max_length=10, choices=PhotoMoment.choices)
    history = tracked()
    hidden_from_groups: ClassVar[frozenset[str]] = frozenset()

    objects = RepairPhotoQuerySet.as_manager()

    class Meta(AttachedFile.Meta):
        abstract = False
        verbose_name = "修繕の写真"
        verbose_name_plural = "修繕の写真"

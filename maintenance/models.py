"""The inspection catalogue, inspections due and done, and service contracts."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from centres.models import Centre, Post
from common.db.catalogue_rows import CatalogueRow
from common.db.history import tracked
from facilities.models import Building, Equipment
from maintenance.choices import ContractKind, Outcome, SubjectOfInspection
from maintenance.querysets import DueInspectionQuerySet, ServiceContractQuerySet


class InspectionType(CatalogueRow):
    """A type of inspection (点検の種類): its law and article, its cycle, who may do it, to whom it is
    reported.

    Shipped rows come from ``maintenance/catalogues/inspection_types.yaml``; a city row with the same code
    stands in front of the shipped one. ``cycle_months`` is the longest lawful time between two turns, in
    months.
    """

    name = models.CharField("点検名", max_length=120)
    law = models.CharField("根拠", max_length=120)
    subject = models.CharField("対象", max_length=20, choices=SubjectOfInspection.choices)
    cycle_months = models.PositiveSmallIntegerField("周期（月）")
    qualified = models.CharField("資格者", max_length=200, blank=True)
    report_to = models.CharField("報告先", max_length=200, blank=True)
    history = tracked()

    class Meta(CatalogueRow.Meta):
        abstract = False
        verbose_name = "点検の種類"
        verbose_name_plural = "点検の種類"
        constraints = [
            *CatalogueRow.Meta.constraints,
            models.CheckConstraint(
                name="inspection_type_cycle_above_zero",
                condition=Q(cycle_months__gt=0),
                violation_error_message="周期は1か月以上にしてください。",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class DueInspection(models.Model):
    """One turn of an inspection (点検の回): first due, then done.

    ``type_code`` names the type in the catalogue, ``cycle_months`` the cycle that this turn was planned with.
    ``due_on`` empty: the due day cannot be told (期日不明). The next turn points back through ``previous``.
    ``cost`` is what the turn cost in yen, tax included: 0 where a contract covers it, empty while nobody
    knows.
    """

    building = models.ForeignKey(Building, models.PROTECT, verbose_name="建物", related_name="inspections")
    equipment = models.ForeignKey(
        Equipment, models.PROTECT, verbose_name="設備", null=True, blank=True, related_name="inspections"
    )
    type_code = models.CharField("点検の種類", max_length=60)
    cycle_months = models.PositiveSmallIntegerField("周期（月）")
    due_on = models.DateField("期限", null=True, blank=True)
    due_reason = models.CharField("期限の根拠", max_length=200, blank=True)
    planned_on = models.DateField("実施予定日", null=True, blank=True)
    done_on = models.DateField("点検した日", null=True, blank=True)
    outcome = models.CharField("結果", max_length=20, choices=Outcome.choices, blank=True)
    done_by = models.CharField("点検した人", max_length=120, blank=True)
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


class ServiceContract(models.Model):
    """A service contract (委託契約) over one or many centres, with its end and what follows it.

    ``amount`` is in yen, tax included, for the whole term. What follows is either the successor (the
    contract whose
    ``previous`` is this one) or the decision not to renew, with its reason.
    """

    name = models.CharField("契約名", max_length=120)
    contractor = models.CharField("契約の相手方", max_length=120)
    contract_kind = models.CharField("契約の種類", max_length=20, choices=ContractKind.choices)
    first_on = models.DateField("契約期間の初日")
    last_on = models.DateField("契約期間の末日")
    amount = models.PositiveBigIntegerField("契約金額（円・税込み）", null=True, blank=True)
    centres = models.ManyToManyField(
        Centre, through="ContractCoverage", verbose_name="対象の施設", related_name="service_contracts"
    )
    post_in_charge = models.ForeignKey(
        Post, models.PROTECT, verbose_name="担当", null=True, blank=True, related_name="service_contracts"
    )
    previous = models.OneToOneField(
        "self", models.PROTECT, verbose_name="前の契約", null=True, blank=True, related_name="successor"
    )
    not_renewed_on = models.DateField("更新しないと決めた日", null=True, blank=True)
    not_renewed_reason = models.CharField("更新しない理由", max_length=200, blank=True)
    internal_notes = models.TextField("内部メモ", blank=True, help_text="市の職員だけが見ます。")
    history = tracked()
    hidden_from_groups: ClassVar[frozenset[str]] = frozenset({"amount", "internal_notes"})

    objects = ServiceContractQuerySet.as_manager()

    class Meta:
        verbose_name = "委託契約"
        verbose_name_plural = "委託契約"
        ordering = ["last_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="contract_last_on_or_after_first",
                condition=Q(last_on__gte=F("first_on")),
                violation_error_message="契約期間の末日は初日以後の日にしてください。",
            ),
            models.CheckConstraint(
                name="contract_not_renewed_with_reason",
                condition=Q(not_renewed_on__isnull=True) | ~Q(not_renewed_reason=""),
                violation_error_message="更新しない理由を入力してください。",
            ),
        ]
        indexes = [
            models.Index(
                fields=["last_on"], condition=Q(not_renewed_on__isnull=True), name="contract_unanswered_end"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ContractCoverage(models.Model):
    """That a contract covers a centre (対象の施設)."""

    contract = models.ForeignKey(
        ServiceContract, models.CASCADE, verbose_name="委託契約", related_name="coverages"
    )
    centre = models.ForeignKey(Centre, models.PROTECT, verbose_name="施設", related_name="contract_coverages")
    history = tracked()

    class Meta:
        verbose_name = "契約の対象施設"
        verbose_name_plural = "契約の対象施設"
        constraints = [models.UniqueConstraint("contract", "centre", name="contract_covers_a_centre_once")]

    def __str__(self) -> str:
        return f"{self.contract}（{self.centre}）"

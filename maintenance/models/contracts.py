"""Service contracts."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from centres.models import Centre, Post
from common.db.history import tracked
from maintenance.choices import ContractKind
from maintenance.querysets.contracts import ServiceContractQuerySet


class ServiceContract(models.Model):
    """A service contract (委託契約) over one or many centres, with its end and what follows it.

    ``amount`` is in yen, tax included, for the whole term. ``notice_on``: the last day to say
    that the contract is renewed or ended (申し出の期限). What follows is either the successor (the contract
    whose ``previous`` is this one) or the decision not to renew, with its reason.
    """

    number = models.CharField("契約番号", max_length=60, blank=True)
    name = models.CharField("契約名", max_length=120)
    contractor = models.CharField("契約の相手方", max_length=120)
    contract_kind = models.CharField("契約の種類", max_length=20, choices=ContractKind.choices)
    first_on = models.DateField("契約期間の初日")
    last_on = models.DateField("契約期間の末日")
    notice_on = models.DateField("更新・解約の申し出の期限", null=True, blank=True)
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
                name="contract_notice_within_term",
                condition=Q(notice_on__isnull=True)
                | Q(notice_on__gte=F("first_on"), notice_on__lte=F("last_on")),
                violation_error_message="更新・解約の申し出の期限は、契約期間の中の日にしてください。",
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
            models.Index(
                fields=["notice_on"],
                condition=Q(not_renewed_on__isnull=True, notice_on__isnull=False),
                name="contract_unanswered_notice",
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

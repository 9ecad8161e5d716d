"""What a service contract takes on: types of inspection, pieces of equipment, and its yen by fiscal year."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from common.db.history import tracked
from facilities.models import Equipment
from maintenance.models.contracts import ServiceContract


class ContractType(models.Model):
    """That a contract takes on a type of inspection (契約の業務), by its code in the catalogue."""

    contract = models.ForeignKey(
        ServiceContract, models.CASCADE, verbose_name="委託契約", related_name="types"
    )
    type_code = models.CharField("点検の種類", max_length=60)
    history = tracked()

    class Meta:
        verbose_name = "契約の業務"
        verbose_name_plural = "契約の業務"
        ordering = ["type_code"]
        constraints = [models.UniqueConstraint("contract", "type_code", name="contract_names_a_type_once")]
        indexes = [models.Index(fields=["type_code", "contract"], name="contract_by_type")]

    def __str__(self) -> str:
        return f"{self.contract}（{self.type_code}）"


class ContractEquipment(models.Model):
    """That a contract is about this piece of equipment (契約の対象設備). A contract without any is about all
    the equipment of the centres that it covers."""

    contract = models.ForeignKey(
        ServiceContract, models.CASCADE, verbose_name="委託契約", related_name="pieces"
    )
    equipment = models.ForeignKey(
        Equipment, models.PROTECT, verbose_name="設備", related_name="contract_pieces"
    )
    history = tracked()

    class Meta:
        verbose_name = "契約の対象設備"
        verbose_name_plural = "契約の対象設備"
        constraints = [models.UniqueConstraint("contract", "equipment", name="contract_names_a_piece_once")]

    def __str__(self) -> str:
        return f"{self.contract}（{self.equipment}）"


class ContractYear(models.Model):
    """What a contract costs in one fiscal year (年度別の金額), in yen, tax included."""

    contract = models.ForeignKey(
        ServiceContract, models.CASCADE, verbose_name="委託契約", related_name="years"
    )
    fiscal_year = models.PositiveSmallIntegerField("年度")
    amount = models.PositiveBigIntegerField("金額（円・税込み）")
    history = tracked()

    class Meta:
        verbose_name = "契約の年度別の金額"
        verbose_name_plural = "契約の年度別の金額"
        ordering = ["fiscal_year"]
        constraints = [
            models.UniqueConstraint("contract", "fiscal_year", name="contract_names_a_year_once"),
            models.CheckConstraint(
                name="contract_year_is_a_year",
                condition=Q(fiscal_year__gte=1950, fiscal_year__lte=2200),
                violation_error_message="年度を確かめてください。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contract}（{self.fiscal_year}年度）"

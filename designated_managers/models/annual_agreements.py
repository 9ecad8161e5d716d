"""Annual agreements (年度協定): the fee of a fiscal year, how it is paid and how it is settled."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from common.db.checks import CheckOf
from common.db.history import tracked
from common.fiscal_year import FiscalYear
from designated_managers.models.agreements import Agreement
from designated_managers.querysets.agreements import AnnualAgreementQuerySet, FeePaymentQuerySet

FIRST_YEAR, LAST_YEAR = 2003, 2199
"""The fiscal years of annual agreements: designated managers exist since 2003 (平成15年)."""


class AnnualAgreement(models.Model):
    """The annual agreement (年度協定) of a fiscal year: signed on ``agreed_on`` (empty: not yet), with the
    fee (指定管理料) in yen, tax included, and its settlement after the year (精算).

    The instalments (``FeePayment``) add up to the fee exactly; the act sees to it. ``returned_amount`` is
    what the manager gives back, 0 where nothing is left over. The group that signed reads its own amounts;
    nobody else outside the city sees the row at all.
    """

    agreement = models.ForeignKey(
        Agreement, models.PROTECT, verbose_name="基本協定", related_name="annual_agreements"
    )
    fiscal_year = models.PositiveSmallIntegerField("年度", help_text="年度の始まる年。令和8年度は2026です。")
    agreed_on = models.DateField("年度協定の締結日", null=True, blank=True)
    fee = models.PositiveBigIntegerField("指定管理料（円・税込み）")
    settled_on = models.DateField("精算した日", null=True, blank=True)
    returned_amount = models.PositiveBigIntegerField("返還額（円）", null=True, blank=True)
    settlement_notes = models.CharField("精算の内容", max_length=300, blank=True)
    internal_notes = models.TextField("内部メモ", blank=True, help_text="市の職員だけが見ます。")
    history = tracked()
    hidden_from_groups: ClassVar[frozenset[str]] = frozenset({"internal_notes"})

    objects = AnnualAgreementQuerySet.as_manager()

    class Meta:
        verbose_name = "年度協定"
        verbose_name_plural = "年度協定"
        ordering = ["agreement_id", "fiscal_year"]
        constraints = [
            models.UniqueConstraint(
                "agreement",
                "fiscal_year",
                name="annual_agreement_once_a_year",
                violation_error_message="この年度の年度協定は、すでに登録されています。",
            ),
            CheckOf(
                "fiscal_year",
                Q(fiscal_year__gte=FIRST_YEAR, fiscal_year__lte=LAST_YEAR),
                name="annual_agreement_year_in_reach",
                message="年度を確かめてください。",
            ),
            CheckOf(
                "returned_amount",
                Q(settled_on__isnull=True, returned_amount__isnull=True)
                | Q(settled_on__isnull=False, returned_amount__isnull=False),
                name="annual_agreement_settled_with_amount",
                message="精算した日と返還額は、一緒に入力してください。返還がないときは0です。",
            ),
            CheckOf(
                "returned_amount",
                Q(returned_amount__isnull=True) | Q(returned_amount__lte=F("fee")),
                name="annual_agreement_returned_within_fee",
                message="返還額は、指定管理料以下にしてください。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agreement} {FiscalYear(self.fiscal_year)}"


class FeePayment(models.Model):
    """One instalment of the fee (指定管理料の支払): due on a day, paid on a day; in yen, tax included."""

    annual_agreement = models.ForeignKey(
        AnnualAgreement, models.CASCADE, verbose_name="年度協定", related_name="payments"
    )
    number = models.PositiveSmallIntegerField("回")
    due_on = models.DateField("支払期限")
    amount = models.PositiveBigIntegerField("金額（円・税込み）")
    paid_on = models.DateField("支払った日", null=True, blank=True)
    history = tracked()

    objects = FeePaymentQuerySet.as_manager()

    class Meta:
        verbose_name = "指定管理料の支払"
        verbose_name_plural = "指定管理料の支払"
        ordering = ["annual_agreement_id", "number"]
        constraints = [
            models.UniqueConstraint("annual_agreement", "number", name="fee_payment_number_once"),
            CheckOf(
                "amount",
                Q(amount__gt=0),
                name="fee_payment_above_zero",
                message="支払の金額は0より大きくしてください。",
            ),
        ]
        indexes = [
            models.Index(fields=["due_on"], condition=Q(paid_on__isnull=True), name="fee_payment_pending_due")
        ]

    def __str__(self) -> str:
        return f"{self.annual_agreement} 第{self.number}回"

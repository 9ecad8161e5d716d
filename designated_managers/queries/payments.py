"""The deadlines that instalments of the fee (指定管理料) are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import BigIntegerField, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from common.db.columns import text
from common.deadlines import COLUMNS, SETTLED_COLUMNS, SettledReason, Side
from designated_managers.models import Designation, FeePayment

if TYPE_CHECKING:
    from datetime import date

FEE_PAYMENT = "fee_payment"
"""The kind of deadline that an instalment of the fee is (指定管理料の支払)."""

DESIGNATION = "annual_agreement__agreement__designation"


def deadlines(*, until: date) -> QuerySet[FeePayment, tuple[Any, ...]]:
    """Instalments not paid yet. That of a bundle belongs to none of its centres alone; it is paid by whoever
    is in charge of the first of them."""
    of_the_bundle = (
        Designation.objects.filter(bundle=OuterRef("annual_agreement__agreement__bundle"))
        .order_by("pk")
        .values("centre__post_in_charge_id")
    )
    return (
        FeePayment.objects.pending()
        .filter(due_on__lte=until)
        .order_by()
        .annotate(
            kind=text(FEE_PAYMENT),
            lead=text(FEE_PAYMENT),
            subject_id=F("pk"),
            centre_id=F(f"{DESIGNATION}__centre_id"),
            post_id=Coalesce(
                F(f"{DESIGNATION}__centre__post_in_charge_id"),
                Subquery(of_the_bundle[:1]),
                output_field=BigIntegerField(),
            ),
            side=text(Side.CITY),
        )
        .values_list(*COLUMNS)
    )


def settled() -> QuerySet[FeePayment, tuple[Any, ...]]:
    """Instalments that were paid."""
    return (
        FeePayment.objects.filter(paid_on__isnull=False)
        .order_by()
        .annotate(kind=text(FEE_PAYMENT), subject_id=F("pk"), reason=text(SettledReason.DONE))
        .values_list(*SETTLED_COLUMNS)
    )

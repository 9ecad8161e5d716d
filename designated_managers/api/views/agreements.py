"""The resources of agreements and annual agreements, to be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from common.rest.resources import Resource
from designated_managers.api.serializers.agreements import (
    AgreementShape,
    AnnualAgreementShape,
    FeePaymentShape,
)
from designated_managers.filters.agreements import (
    AgreementsAsked,
    AnnualAgreementsAsked,
    FeePaymentsAsked,
)
from designated_managers.models import Agreement, AnnualAgreement, FeePayment

if TYPE_CHECKING:
    from designated_managers.querysets.agreements import AgreementQuerySet


class Agreements(Resource):
    """Basic agreements (基本協定)."""

    model = Agreement
    shape = AgreementShape
    filters = AgreementsAsked
    order = ("id",)
    titles = {"list": "基本協定の一覧", "retrieve": "基本協定"}

    def rows(self) -> AgreementQuerySet:
        return Agreement.objects.within(self.scope).with_terms(self.on).with_signed_on()


class AnnualAgreements(Resource):
    """Annual agreements (年度協定)."""

    model = AnnualAgreement
    shape = AnnualAgreementShape
    filters = AnnualAgreementsAsked
    order = ("agreement_id", "fiscal_year")
    orderings = {"fiscal_year": "fiscal_year"}
    titles = {"list": "年度協定の一覧", "retrieve": "年度協定"}


class FeePayments(Resource):
    """Instalments of the fee (指定管理料の支払), seen by whoever sees the annual agreement."""

    model = FeePayment
    shape = FeePaymentShape
    filters = FeePaymentsAsked
    order = ("due_on", "id")
    orderings = {"due_on": "due_on"}
    titles = {"list": "指定管理料の支払の一覧", "retrieve": "指定管理料の支払"}

    def permissions_for(self, action: str) -> tuple[str, ...]:  # noqa: ARG002 -- all are read
        return ("designated_managers.view_annualagreement",)

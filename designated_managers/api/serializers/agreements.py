"""What the API answers of agreements and annual agreements."""

from __future__ import annotations

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from common.rest.shapes import Shape
from common.rest.values import Coded, IdOf, Many, Ref
from designated_managers.choices import FeeSystem, SubcontractConsent
from designated_managers.models import Agreement, AnnualAgreement, FeePayment


@extend_schema_serializer(component_name="Agreement")
class AgreementShape(Shape):
    """A basic agreement (基本協定) with the terms that count today. Signed is it on the day that its
    designation keeps."""

    internal = frozenset({"bundle"})

    centre = Ref("designation__centre_id", "designation__centre__name", label="施設（一括のときは空）")
    organisation = Ref("designation__organisation_id", "designation__organisation__name", label="団体")
    designation = IdOf("designation_id", label="指定の番号（一括のときは空）")
    bundle = Ref("bundle_id", "bundle__name", label="一括")
    agreed_on = serializers.DateField(source="signed_on", label="基本協定の締結日", allow_null=True)
    repair_threshold = serializers.IntegerField(
        source="now_repair_threshold", label="指定管理者が行う修繕の上限（円・税込み）", allow_null=True
    )
    fee_system = Coded(FeeSystem, "now_fee_system", label="料金の取扱い")
    subcontracting = Coded(SubcontractConsent, "now_subcontracting", label="再委託")

    class Meta:
        model = Agreement
        fields: ClassVar[tuple[str, ...]] = (
            "id",
            "centre",
            "organisation",
            "designation",
            "bundle",
            "agreed_on",
            "first_on",
            "last_on",
            "template_code",
            "repair_threshold",
            "fee_system",
            "subcontracting",
            "internal_notes",
        )


class Payments(Many):
    """The instalments of a fee: due day, amount in yen, and the day of payment."""

    item: ClassVar[dict[str, Any]] = {
        "type": "object",
        "properties": {
            "number": {"type": "integer"},
            "due_on": {"type": "string", "format": "date"},
            "amount": {"type": "integer", "description": "円・税込み"},
            "paid_on": {"type": "string", "format": "date", "nullable": True},
        },
        "required": ["number", "due_on", "amount", "paid_on"],
    }

    def one(self, *values: Any) -> Any:
        """One instalment."""
        _pk, number, due_on, amount, paid_on = values
        return {"number": number, "due_on": due_on, "amount": amount, "paid_on": paid_on}


@extend_schema_serializer(component_name="AnnualAgreement")
class AnnualAgreementShape(Shape):
    """An annual agreement (年度協定): the fee of a fiscal year, its instalments, its settlement."""

    agreement = IdOf("agreement_id", label="基本協定の番号")
    payments = Payments(
        "payments", "pk", "number", "due_on", "amount", "paid_on", order=("number",), label="支払"
    )

    class Meta:
        model = AnnualAgreement
        fields: ClassVar[tuple[str, ...]] = (
            "id",
            "agreement",
            "fiscal_year",
            "agreed_on",
            "fee",
            "payments",
            "settled_on",
            "returned_amount",
            "settlement_notes",
            "internal_notes",
        )


@extend_schema_serializer(component_name="FeePayment")
class FeePaymentShape(Shape):
    """One instalment of the fee (指定管理料の支払)."""

    annual_agreement = IdOf("annual_agreement_id", label="年度協定の番号")
    agreement = IdOf("annual_agreement__agreement_id", label="基本協定の番号")

    class Meta:
        model = FeePayment
        fields: ClassVar[tuple[str, ...]] = (
            "id",
            "annual_agreement",
            "agreement",
            "number",
            "due_on",
            "amount",
            "paid_on",
        )

"""What the API answers of service contracts, and what it takes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.db.models import Q
from drf_spectacular.utils import extend_schema_serializer

from centres.models import Centre, Post
from common.fiscal_year import FiscalYear
from common.rest.inputs import Input
from common.rest.shapes import Shape
from common.rest.values import Coded, Described, Many, Ref
from common.rest.wire import OneOf, SomeOf, Text
from facilities.models import Equipment
from maintenance.actions import ContractScope
from maintenance.choices import ContractKind
from maintenance.models import ContractCoverage, ServiceContract
from maintenance.queries.contracts import covered_unseen, named_unseen

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from centres.querysets import CentreQuerySet

MOST_YEN = 10**15
"""Far above any contract, far below what the column holds."""


class TypesTaken(Many):
    """The types of inspection that a contract takes on, by their codes."""

    item: ClassVar[dict[str, Any]] = {"type": "string", "example": "FIR-1"}

    def one(self, *values: Any) -> str:
        _, code = values
        return str(code)


class PiecesNamed(Many):
    """The equipment that a contract names, as far as it lies within the scope."""

    def one(self, *values: Any) -> dict[str, Any]:
        pk, name, _ = values
        return {"id": pk, "name": name}


class AmountsByYear(Many):
    """What a contract costs in each fiscal year, as far as it is entered."""

    item: ClassVar[dict[str, Any]] = {
        "type": "object",
        "properties": {"fiscal_year": {"type": "integer"}, "amount": {"type": "integer"}},
        "required": ["fiscal_year", "amount"],
    }

    def one(self, *values: Any) -> dict[str, Any]:
        _, year, amount = values
        return {"fiscal_year": year, "amount": amount}


class TypeCodes(Described):
    """The types of inspection in the body of a contract, by their codes."""

    schema: ClassVar[dict[str, Any]] = {
        "type": "array",
        "maxItems": 200,
        "items": {"type": "string", "maxLength": 60},
    }
    default_error_messages = {"shape": "「行う点検」は、点検の種類のコードの並び [ ] で送ってください。"}

    def __init__(self) -> None:
        super().__init__(required=False, label="行う点検")

    def to_internal_value(self, data: Any) -> list[str]:
        if not isinstance(data, list) or len(data) > 200 or not all(_is_code(one) for one in data):
            self.fail("shape")
        return list(data)


def _is_code(one: Any) -> bool:
    return isinstance(one, str) and 0 < len(one) <= 60 and "\x00" not in one


class YearAmounts(Described):
    """What a contract costs in each fiscal year, in its body."""

    schema: ClassVar[dict[str, Any]] = {
        "type": "array",
        "maxItems": 100,
        "items": {
            "type": "object",
            "properties": {
                "fiscal_year": {"type": "integer", "minimum": 1950, "maximum": 2200},
                "amount": {"type": "integer", "minimum": 0, "maximum": MOST_YEN},
            },
            "required": ["fiscal_year", "amount"],
            "additionalProperties": False,
        },
    }
    default_error_messages = {
        "shape": "「年度別の金額」は、fiscal_year と amount（円の整数）の並び [ ] で送ってください。",
        "twice": "{year}が2回あります。1つにまとめてください。",
    }

    def __init__(self) -> None:
        super().__init__(required=False, label="年度別の金額")

    def to_internal_value(self, data: Any) -> dict[int, int]:
        if not isinstance(data, list) or len(data) > 100 or not all(_is_amount(one) for one in data):
            self.fail("shape")
        amounts: dict[int, int] = {}
        for one in data:
            if one["fiscal_year"] in amounts:
                self.fail("twice", year=FiscalYear(one["fiscal_year"]).label)
            amounts[one["fiscal_year"]] = one["amount"]
        return amounts


def _is_amount(one: Any) -> bool:
    return (
        isinstance(one, dict)
        and one.keys() == {"fiscal_year", "amount"}
        and all(type(value) is int for value in one.values())
        and 1950 <= one["fiscal_year"] <= 2200
        and 0 <= one["amount"] <= MOST_YEN
    )


@extend_schema_serializer(component_name="ServiceContract")
class ContractShape(Shape):
    """A service contract (委託契約)."""

    contract_kind = Coded(ContractKind)
    centres = Many(
        "coverages",
        "centre_id",
        "centre__name",
        order=("centre__kana", "centre__code"),
        centre="centre_id",
        label="対象の施設",
    )
    types = TypesTaken("types", "id", "type_code", order=("type_code",), label="行う点検")
    equipment = PiecesNamed(
        "pieces",
        "equipment_id",
        "equipment__name",
        "equipment__building__centre_id",
        order=("equipment__name", "equipment_id"),
        centre="equipment__building__centre_id",
        label="対象の設備（空は、対象の施設のすべて）",
    )
    years = AmountsByYear(
        "years", "id", "fiscal_year", "amount", order=("fiscal_year",), label="年度別の金額"
    )
    post_in_charge = Ref("post_seen", "post_in_charge__name")
    previous = Ref("previous_seen", "previous__name")
    successor = Ref("successor_seen", "successor__name", label="次の契約")

    class Meta:
        model = ServiceContract
        fields = (
            "id",
            "number",
            "name",
            "contractor",
            "contract_kind",
            "first_on",
            "last_on",
            "notice_on",
            "amount",
            "years",
            "centres",
            "types",
            "equipment",
            "post_in_charge",
            "previous",
            "successor",
            "not_renewed_on",
            "not_renewed_reason",
            "internal_notes",
        )


def _centres_to_cover(entered: ContractInput) -> CentreQuerySet:
    """Centres that stand, and those that the contract covers already."""
    seen = Centre.objects.within(entered.scope)
    covered = ContractCoverage.objects.filter(contract=entered.record).values("centre_id")
    return seen.filter(Q(pk__in=seen.standing(entered.on).values("pk")) | Q(pk__in=covered))


def _equipment_to_name(entered: ContractInput) -> QuerySet[Any]:
    return Equipment.objects.within(entered.scope).select_related("building")


class ContractInput(Input):
    """A service contract, the centres that it covers, and what it takes on there."""

    centres = SomeOf(_centres_to_cover)
    types = TypeCodes()
    equipment = SomeOf(_equipment_to_name, required=False, label="対象の設備")
    years = YearAmounts()
    post_in_charge = OneOf(
        lambda entered: Post.objects.within(entered.scope), required=False, allow_null=True
    )

    class Meta:
        model = ServiceContract
        fields = (
            "number",
            "name",
            "contractor",
            "contract_kind",
            "first_on",
            "last_on",
            "notice_on",
            "amount",
            "years",
            "centres",
            "types",
            "equipment",
            "post_in_charge",
            "internal_notes",
        )

    def as_act_takes(self, facts: dict[str, Any]) -> dict[str, Any]:
        if "centres" in facts and self.record:
            facts["centres"] += covered_unseen(self.record, scope=self.scope)
        if "equipment" in facts and self.record:
            facts["equipment"] += named_unseen(self.record, scope=self.scope)
        scope = ContractScope(
            types=facts.pop("types", None),
            equipment=facts.pop("equipment", None),
            years=facts.pop("years", None),
        )
        return {**facts, "scope": scope}


class NotRenewedInput(Input):
    """Why nothing follows a contract (更新しない理由)."""

    checks_record = False

    reason = Text(label="更新しない理由", max_length=200)

    class Meta:
        model = ServiceContract
        fields = ("reason",)

"""What the API answers of repairs, and what it takes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from drf_spectacular.utils import extend_schema_serializer

from centres.models import Centre
from common.rest.inputs import Input
from common.rest.shapes import Shape
from common.rest.values import Coded, FromColumns, IdOf, Many, Ref, coded_schema
from common.rest.wire import Code, Day, OneOf, Text, Whole
from designated_managers.choices import Bearer
from facilities.models import Building, Equipment
from maintenance.choices import InsuranceState, RepairCause, RepairMove, RepairState, RequestedSide, Urgency
from maintenance.models import Repair, RepairEstimate

if TYPE_CHECKING:
    from collections.abc import Mapping

MOST_YEN = 999_999_999_999
DAY: dict[str, Any] = {"type": "string", "format": "date"}


class StateNow(FromColumns):
    """Where a repair stands (状態)."""

    schema: ClassVar[dict[str, Any]] = {**coded_schema(RepairState.choices), "nullable": False}

    def shape(self, *values: Any) -> Any:
        state = RepairState(values[0])
        return {"code": state.value, "label": state.label}


class Steps(Many):
    """What happened to the repair, from first to last (経過)."""

    item: ClassVar[dict[str, Any]] = {
        "type": "object",
        "properties": {
            "number": {"type": "integer"},
            "move": coded_schema(RepairMove.choices),
            "moved_on": DAY,
            "told": {"type": "string"},
        },
        "required": ["number", "move", "moved_on", "told"],
    }

    def one(self, *values: Any) -> Any:
        number, move, moved_on, told = values
        coded = {"code": move, "label": RepairMove(move).label}
        return {"number": number, "move": coded, "moved_on": moved_on, "told": told}


class Estimates(Many):
    """What contractors offer it for (見積り)."""

    item: ClassVar[dict[str, Any]] = {
        "type": "object",
        "properties": {
            "id": {"type": "integer"},
            "contractor": {"type": "string"},
            "amount": {"type": "integer"},
            "received_on": DAY,
        },
        "required": ["id", "contractor", "amount", "received_on"],
    }

    def one(self, *values: Any) -> Any:
        pk, contractor, amount, received_on = values
        return {"id": pk, "contractor": contractor, "amount": amount, "received_on": received_on}


@extend_schema_serializer(component_name="Repair")
class RepairShape(Shape):
    """A repair (修繕)."""

    internal = frozenset({"estimates"})

    centre = Ref("centre_id", "centre__name", label="施設")
    building = Ref("building_id", "building__name")
    equipment = Ref("equipment_id", "equipment__name")
    finding = IdOf("finding_id", label="点検の指摘の番号")
    state = StateNow("stands", label="状態")
    requested_side = Coded(RequestedSide)
    urgency = Coded(Urgency)
    cause = Coded(RepairCause)
    payer = Coded(Bearer)
    payer_proposed = Coded(Bearer)
    insurance = Coded(InsuranceState)
    steps = Steps("steps", "number", "move", "moved_on", "told", label="経過")
    estimates = Estimates("estimates", "id", "contractor", "amount", "received_on", label="見積り")

    class Meta:
        model = Repair
        fields = (
            "id",
            "centre",
            "building",
            "equipment",
            "finding",
            "place",
            "what",
            "state",
            "requested_on",
            "requested_side",
            "requested_by",
            "urgency",
            "cause",
            "expected_amount",
            "payer",
            "payer_proposed",
            "payer_reason",
            "insurance",
            "insurance_amount",
            "fiscal_year",
            "budget_line",
            "contractor",
            "ordered_amount",
            "promised_on",
            "internal_notes",
            "steps",
            "estimates",
        )


class RepairInput(Input):
    """What is broken (修繕の受付). Photographs are added on the pages."""

    checks_record = False

    centre = OneOf(lambda entered: Centre.objects.within(entered.scope))
    building = OneOf(
        lambda entered: Building.objects.within(entered.scope).standing(entered.on),
        required=False,
        allow_null=True,
    )
    equipment = OneOf(
        lambda entered: Equipment.objects.within(entered.scope).installed(entered.on),
        required=False,
        allow_null=True,
    )
    place = Text(max_length=120)
    what = Text()
    requested_on = Day(required=False, allow_null=True)

    class Meta:
        model = Repair
        fields = ("centre", "building", "equipment", "place", "what", "requested_on", "requested_by")


class MoveInput(Input):
    """What every move takes: its day (else today), a note for the city, and what the group is told."""

    checks_record = False

    moved_on = Day(label="日付", required=False, allow_null=True)
    note = Text(label="メモ", required=False, allow_blank=True, max_length=2000)
    told = Text(label="団体に知らせること", required=False, allow_blank=True, max_length=300)

    class Meta:
        model = Repair
        fields: tuple[str, ...] = ("moved_on", "note", "told")


class WithPayer(MoveInput):
    """A move that settles who pays; without ``payer`` as the sharing of responsibilities says."""

    payer = Code(Bearer.choices, required=False, allow_null=True)
    payer_reason = Text(required=False, allow_blank=True, max_length=2000)

    class Meta(MoveInput.Meta):
        fields = (*MoveInput.Meta.fields, "payer", "payer_reason")


class TriageInput(WithPayer):
    """How soon, why, at whose cost (緊急度の判定)."""

    urgency = Code(Urgency.choices)
    cause = Code(RepairCause.choices, required=False)
    insurance = Code(InsuranceState.choices, required=False)
    expected_amount = Whole(required=False, allow_null=True, min_value=0, max_value=MOST_YEN)
    promised_on = Day(required=False, allow_null=True)

    class Meta(WithPayer.Meta):
        fields = (
            *WithPayer.Meta.fields,
            "urgency",
            "cause",
            "insurance",
            "expected_amount",
            "promised_on",
        )


class EstimateInput(Input):
    """An estimate (見積り). Its paper is added on the pages."""

    checks_record = False

    contractor = Text(label="業者", max_length=120)
    amount = Whole(label="金額（円・税込み）", min_value=0, max_value=MOST_YEN)
    received_on = Day(label="受領日", required=False, allow_null=True)
    note = Text(label="メモ", required=False, allow_blank=True, max_length=2000)

    class Meta:
        model = Repair
        fields = ("contractor", "amount", "received_on", "note")


class DecideInput(WithPayer):
    """It is done (実施の決定)."""

    estimate = OneOf(
        lambda entered: RepairEstimate.objects.within(entered.scope).filter(repair=entered.record),
        label="選んだ見積りの番号",
        required=False,
        allow_null=True,
    )
    no_estimate_reason = Text(label="見積りを取らない理由", required=False, allow_blank=True, max_length=200)
    fiscal_year = Whole(label="年度（西暦）", min_value=1990, max_value=2200)
    budget_line = Text(required=False, allow_blank=True, max_length=120)

    class Meta(WithPayer.Meta):
        fields = (
            *WithPayer.Meta.fields,
            "estimate",
            "no_estimate_reason",
            "fiscal_year",
            "budget_line",
        )


class OrderInput(MoveInput):
    """To whom, for how much, by when (発注)."""

    contractor = Text(label="業者", max_length=120)
    amount = Whole(label="発注額（円・税込み）", min_value=0, max_value=MOST_YEN)
    promised_on = Day(label="いつまでに")

    class Meta(MoveInput.Meta):
        fields = (*MoveInput.Meta.fields, "contractor", "amount", "promised_on")


class AcceptInput(MoveInput):
    """The city is content (検収): a photograph after the work is there, or the reason for none."""

    no_photo_reason = Text(label="写真がない理由", required=False, allow_blank=True, max_length=200)

    class Meta(MoveInput.Meta):
        fields = (*MoveInput.Meta.fields, "no_photo_reason")


class PayInput(MoveInput):
    """It is paid (支払)."""

    amount = Whole(label="支払額（円・税込み）", min_value=0, max_value=MOST_YEN)
    insurance = Code(InsuranceState.choices, required=False)
    insurance_amount = Whole(required=False, allow_null=True, min_value=0, max_value=MOST_YEN)

    class Meta(MoveInput.Meta):
        fields = (*MoveInput.Meta.fields, "amount", "insurance", "insurance_amount")


class ReasonInput(MoveInput):
    """A move that needs its reason (見送り・再開)."""

    note = Text(label="理由", max_length=2000)


class RedoInput(ReasonInput):
    """The work is not right and goes on (手直し)."""

    promised_on = Day(label="いつまでに")

    class Meta(MoveInput.Meta):
        fields = (*MoveInput.Meta.fields, "promised_on")


def with_who_asks(facts: Mapping[str, Any], *, side: RequestedSide, name: str) -> dict[str, Any]:
    """The facts of a request with who asks: inside the city another may be named."""
    return {**facts, "side": side, "requested_by": facts.get("requested_by") or name}

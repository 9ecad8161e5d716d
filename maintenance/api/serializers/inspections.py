"""What the API answers of inspections, and what it takes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from drf_spectacular.utils import extend_schema_serializer

from common.problems import Problem
from common.rest.inputs import Input
from common.rest.shapes import Shape
from common.rest.values import FromColumns, IdOf, Ref, coded_schema
from common.rest.wire import Day, OneOf, Text
from facilities.models import Building, Equipment
from maintenance.actions import problems_with_subject, there_since
from maintenance.choices import Meaning, TurnState
from maintenance.models import DueInspection
from maintenance.queries.inspection_types import inspection_types, offered_types
from maintenance.rules.recording import problems_with_last_day
from maintenance.rules.state import turn_state

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


class TypeNamed(FromColumns):
    """The type of an inspection (点検の種類): its code and what the catalogue of today calls it."""

    schema: ClassVar[dict[str, Any]] = {
        "type": "object",
        "properties": {"code": {"type": "string"}, "name": {"type": "string"}},
        "required": ["code", "name"],
    }

    def shape(self, *values: Any) -> Any:
        code, name = values
        return {"code": code, "name": name}


class StateToday(FromColumns):
    """Where a turn stands today (状態)."""

    schema: ClassVar[dict[str, Any]] = {
        **coded_schema(TurnState.choices),
        "nullable": False,
        "description": "きょうの状態",
    }

    def shape(self, *values: Any) -> Any:
        on, due_on, done_on, withdrawn_on = values
        state = turn_state(on, due_on=due_on, done_on=done_on, withdrawn_on=withdrawn_on)
        return {"code": state.value, "label": state.label}


class OutcomeTold(FromColumns):
    """What an inspection found (結果): its code, its word in the catalogue of today, and what it comes to."""

    schema: ClassVar[dict[str, Any]] = {
        "type": "object",
        "nullable": True,
        "properties": {
            "code": {"type": "string"},
            "label": {"type": "string", "example": "要是正"},
            "meaning": {"type": "string", "enum": [*Meaning.values, ""]},
        },
        "required": ["code", "label", "meaning"],
    }

    def shape(self, *values: Any) -> Any:
        code, label, meaning = values
        return {"code": code, "label": label, "meaning": meaning} if code else None


@extend_schema_serializer(component_name="Inspection")
class InspectionShape(Shape):
    """One turn of an inspection (点検の回)."""

    centre = Ref("building__centre_id", "building__centre__name", label="施設")
    building = Ref("building_id", "building__name")
    equipment = Ref("equipment_id", "equipment__name")
    type = TypeNamed("type_code", "type_name", label="点検の種類")
    state = StateToday("on", "due_on", "done_on", "withdrawn_on", label="状態")
    outcome = OutcomeTold("outcome", "outcome_label", "outcome_meaning", label="結果")
    previous = IdOf("previous_id", label="前の回の番号")
    next = IdOf("next__id", label="次の回の番号")

    class Meta:
        model = DueInspection
        fields = (
            "id",
            "centre",
            "building",
            "equipment",
            "type",
            "cycle_months",
            "state",
            "due_on",
            "due_reason",
            "due_estimated",
            "counted_from",
            "counted_months",
            "planned_on",
            "done_on",
            "outcome",
            "done_by",
            "qualification",
            "licence_number",
            "remarks",
            "cost",
            "withdrawn_on",
            "withdrawn_reason",
            "previous",
            "next",
        )


class InspectionInput(Input):
    """An inspection put under watch: its due day is given, or counted from the last turn, or not known."""

    checks_record = False

    building = OneOf(lambda entered: Building.objects.within(entered.scope).standing(entered.on))
    equipment = OneOf(
        lambda entered: Equipment.objects.within(entered.scope).installed(entered.on),
        required=False,
        allow_null=True,
    )
    type = Text(label="点検の種類", max_length=60)
    due_on = Day(required=False, allow_null=True)
    last_done_on = Day(label="前回の点検日", required=False, allow_null=True)

    class Meta:
        model = DueInspection
        fields = ("building", "equipment", "type", "due_on", "last_done_on")

    def more_problems(self, facts: Mapping[str, Any]) -> Iterator[Problem]:
        last_done_on, building, equipment = (
            facts.get(name) for name in ("last_done_on", "building", "equipment")
        )
        yield from self._problems_with_type(facts)
        if last_done_on and facts.get("due_on"):
            message = "due_on と last_done_on は、どちらか一方だけ送ってください。"
            yield Problem("two-bases", message, field="due_on")
        if last_done_on and building:
            built = there_since(building, equipment)
            yield from problems_with_last_day(last_done_on, on=self.on, built=built)

    def _problems_with_type(self, facts: Mapping[str, Any]) -> Iterator[Problem]:
        if "type" not in facts:
            return
        offered = {kind.code: kind for kind in offered_types(inspection_types(), on=self.on)}
        kind = offered.get(facts["type"])
        if kind is None:
            message = f"点検の種類は次のどれかにしてください：{'、'.join(offered)}。"
            yield Problem("type-unknown", message, field="type")
        elif facts.get("building"):
            yield from problems_with_subject(kind, facts["building"], facts.get("equipment"))

    def as_act_takes(self, facts: dict[str, Any]) -> dict[str, Any]:
        facts["type_code"] = facts.pop("type")
        return facts


class PlanDayInput(Input):
    """The day on which an inspection is to be done (実施予定日); null takes it back."""

    checks_record = False

    planned_on = Day(allow_null=True)

    class Meta:
        model = DueInspection
        fields = ("planned_on",)


class WithdrawInput(Input):
    """Why a turn could not or need not be done (取りやめた理由)."""

    checks_record = False

    reason = Text(label="取りやめた理由", max_length=200)

    class Meta:
        model = DueInspection
        fields = ("reason",)

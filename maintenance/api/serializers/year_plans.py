"""What the API answers of year plans and year-end reports, and what it takes."""

from __future__ import annotations

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema_serializer

from common.rest.inputs import Input
from common.rest.shapes import Shape
from common.rest.values import FromColumns, Ref
from common.rest.wire import OneOf
from maintenance.api.serializers.inspections import TypeNamed
from maintenance.models import PlannedTurn, ServiceContract, YearEndReport


class YearOfPlan(FromColumns):
    """The fiscal year (年度), named by the Western year in which it begins."""

    schema: ClassVar[dict[str, Any]] = {"type": "integer"}

    def shape(self, *values: Any) -> Any:
        return values[0]


@extend_schema_serializer(component_name="PlannedTurn")
class PlannedTurnShape(Shape):
    """One inspection of the plan of a fiscal year (計画の行)."""

    fiscal_year = YearOfPlan("plan__fiscal_year", label="年度")
    centre = Ref("building__centre_id", "building__centre__name", label="施設")
    building = Ref("building_id", "building__name")
    equipment = Ref("equipment_id", "equipment__name")
    type = TypeNamed("type_code", "type_name", label="点検の種類")
    contract = Ref("contract_seen", "contract__name", label="契約")

    class Meta:
        model = PlannedTurn
        fields = (
            "id",
            "fiscal_year",
            "centre",
            "building",
            "equipment",
            "type",
            "number",
            "due_on",
            "planned_on",
            "contractor",
            "contract",
            "budget",
            "note",
            "day_by_hand",
            "contract_by_hand",
            "budget_by_hand",
        )


class PlannedTurnInput(Input):
    """What of a row can be changed (計画の変更)."""

    checks_record = False

    contract = OneOf(
        lambda entered: ServiceContract.objects.within(entered.scope), required=False, allow_null=True
    )

    class Meta:
        model = PlannedTurn
        fields = ("planned_on", "contractor", "contract", "budget", "note")


class FrozenRows(FromColumns):
    """The rows as they were confirmed (確認したときの内容); empty while the report is open."""

    schema: ClassVar[dict[str, Any]] = {
        "type": "array",
        "items": {
            "type": "object",
            "properties": {
                "turn": {"type": "integer", "nullable": True},
                "building": {"type": "integer"},
                "equipment": {"type": "integer", "nullable": True},
                "type_code": {"type": "string"},
                "name": {"type": "string"},
                "law": {"type": "string"},
                "part": {"type": "string"},
                "due_on": {"type": "string", "format": "date", "nullable": True},
                "done_on": {"type": "string", "format": "date", "nullable": True},
                "done_by": {"type": "string"},
                "state": {"type": "string"},
                "reason": {"type": "string"},
                "plan": {"type": "string"},
            },
        },
    }

    def shape(self, *values: Any) -> Any:
        return values[0]


@extend_schema_serializer(component_name="YearEndReport")
class YearEndReportShape(Shape):
    """The year-end report of one centre (法定点検実施報告書)."""

    centre = Ref("centre_id", "centre__name", label="施設")
    confirmed_by = Ref("confirmed_by_id", "confirmed_by__display_name", label="確認した人")
    rows = FrozenRows("frozen", label="確認したときの内容")

    class Meta:
        model = YearEndReport
        fields = (
            "id",
            "centre",
            "fiscal_year",
            "closed_on",
            "confirmed_by",
            "reopened_on",
            "reopened_reason",
            "rows",
        )

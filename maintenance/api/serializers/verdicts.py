"""What the API answers of verdicts."""

from __future__ import annotations

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from common.certainty import Certainty
from common.rest.shapes import Shape
from common.rest.values import Coded, FromColumns, Ref
from maintenance.api.serializers.inspections import TypeNamed
from maintenance.choices import Answer
from maintenance.models import VerdictOverrule
from maintenance.rules.facts import FACTS


class FactsMissing(FromColumns):
    """The facts of which some value changes the answer or the cycle (確認が必要な事実)."""

    schema: ClassVar[dict[str, Any]] = {
        "type": "array",
        "items": {
            "type": "object",
            "properties": {"name": {"type": "string"}, "label": {"type": "string"}},
            "required": ["name", "label"],
        },
        "description": "分かると、判定か周期が変わりうる事実",
    }

    def shape(self, *values: Any) -> Any:
        return [{"name": name, "label": FACTS[name].label} for name in values[0]]


class OverrulingOf(FromColumns):
    """What a person said in place of the rule (判定の変更), and whether it still stands."""

    schema: ClassVar[dict[str, Any]] = {
        "type": "object",
        "nullable": True,
        "description": "人による判定の変更。stands が false のものは、事実が変わって失効しています",
        "properties": {
            "answer": {"type": "string", "enum": [Answer.APPLIES.value, Answer.NOT.value]},
            "reason": {"type": "string"},
            "decided_on": {"type": "string", "format": "date"},
            "decided_by": {"type": "string"},
            "stands": {"type": "boolean"},
            "changed": {
                "type": "array",
                "items": {"type": "string"},
                "description": "変わった事実",
            },
        },
        "required": ["answer", "reason", "decided_on", "decided_by", "stands", "changed"],
    }

    def shape(self, *values: Any) -> Any:
        (overruling,) = values
        if overruling is None:
            return None
        record = overruling.record
        return {
            "answer": record.answer,
            "reason": record.reason,
            "decided_on": record.decided_on,
            "decided_by": str(record.decided_by),
            "stands": overruling.stands,
            "changed": list(overruling.changed),
        }


@extend_schema_serializer(component_name="Verdict")
class VerdictShape(Shape):
    """Whether a type of inspection applies to a building or a piece of equipment (法定点検の判定)."""

    centre = Ref("centre_pk", "centre", label="施設")
    building = Ref("judged__place__building_pk", "judged__place__building", label="建物")
    equipment = Ref("judged__place__equipment_pk", "judged__place__equipment", label="設備")
    type = TypeNamed("judged__place__type_code", "judged__place__name", label="点検の種類")
    answer = Coded(Answer, "judged__answer", label="判定")
    answer_by_rule = Coded(Answer, "judged__place__verdict__answer", label="規則の判定")
    reason = serializers.CharField(source="judged.place.verdict.reason", label="規則の判定の理由")
    law = serializers.CharField(source="judged.place.verdict.law", label="根拠")
    certainty = Coded(Certainty, "judged__place__verdict__certainty", label="確かさ")
    missing = FactsMissing("judged__place__verdict__missing", label="確認が必要な事実")
    cycle_months = serializers.IntegerField(
        source="judged.place.verdict.cycle_months", allow_null=True, label="周期（月）"
    )
    report_months = serializers.IntegerField(
        source="judged.place.verdict.report_months", allow_null=True, label="報告の周期（月）"
    )
    overruled = OverrulingOf("judged__overruling", label="判定の変更")

    class Meta:
        model = VerdictOverrule
        fields: ClassVar[tuple[str, ...]] = (
            "centre",
            "building",
            "equipment",
            "type",
            "answer",
            "answer_by_rule",
            "reason",
            "law",
            "certainty",
            "missing",
            "cycle_months",
            "report_months",
            "overruled",
        )

"""What the API answers of the catalogue of inspections."""

from __future__ import annotations

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema_serializer

from common.certainty import Certainty
from common.db.catalogue_rows import Origin
from common.rest.shapes import Shape
from common.rest.values import Coded, FromColumns
from facilities.choices import EquipmentCategory
from maintenance.choices import Counting, FirstFrom, Footing, OutcomeFamily, SubjectOfInspection
from maintenance.models import InspectionType


class Categories(FromColumns):
    """The categories of the equipment that is looked at (対象の設備の区分)."""

    schema: ClassVar[dict[str, Any]] = {
        "type": "array",
        "items": {"type": "string", "enum": EquipmentCategory.values},
        "description": "空のときは、区分を問わない",
    }

    def shape(self, *values: Any) -> Any:
        return values[0] or []


class Cases(FromColumns):
    """Cycles in place of the usual one: the first of which the condition holds (場合ごとの周期)."""

    schema: ClassVar[dict[str, Any]] = {
        "type": "array",
        "items": {
            "type": "object",
            "properties": {
                "when": {"type": "string", "description": "条件"},
                "months": {"type": "integer", "minimum": 1, "description": "周期（月）"},
            },
            "required": ["when", "months"],
        },
        "description": "先に当てはまったものを使う。どれにも当てはまらなければ、通常の周期",
    }

    def shape(self, *values: Any) -> Any:
        return values[0] or []


@extend_schema_serializer(component_name="InspectionType")
class InspectionTypeShape(Shape):
    """A type of inspection (点検の種類)."""

    internal = frozenset({"source", "certainty", "origin", "changed_reason"})

    footing = Coded(Footing)
    subject = Coded(SubjectOfInspection)
    equipment_categories = Categories()
    counting = Coded(Counting)
    cycle_cases = Cases()
    first_from = Coded(FirstFrom)
    outcome_family = Coded(OutcomeFamily)
    report_cases = Cases()
    certainty = Coded(Certainty)
    origin = Coded(Origin)

    class Meta:
        model = InspectionType
        fields = (
            "code",
            "name",
            "law",
            "footing",
            "subject",
            "equipment_categories",
            "exists_when",
            "applies_when",
            "counting",
            "cycle_months",
            "cycle_cases",
            "first_from",
            "first_months",
            "outcome_family",
            "qualified",
            "report_to",
            "report_months",
            "report_cases",
            "keep_years",
            "effective_from",
            "retired_on",
            "source",
            "certainty",
            "origin",
            "changed_reason",
        )

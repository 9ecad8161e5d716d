"""What the API answers of flags."""

from __future__ import annotations

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema_serializer

from common.rest.shapes import Shape
from common.rest.values import Coded, FromColumns, Ref
from reminders.choices import CloseReason, FlagKind
from reminders.models import Flag
from reminders.queries.flags import stage_label

RESOURCES = {
    FlagKind.INSPECTION: "inspections",
    FlagKind.FILING: "filings",
    FlagKind.CONTRACT: "service-contracts",
    FlagKind.CONTRACT_NOTICE: "service-contracts",
    FlagKind.REPAIR: "repairs",
    FlagKind.DESIGNATION_END: "designations",
    FlagKind.EQUIPMENT_LIFE: "equipment",
    FlagKind.WARRANTY: "equipment",
    FlagKind.MILESTONE: "project-milestones",
    FlagKind.ROAD_STEP: "road-steps",
    FlagKind.OFFICER_TERM: "organisation-officers",
    FlagKind.HANDOVER_ITEM: "handover-items",
    FlagKind.OBLIGATION: "obligations",
    FlagKind.FEE_PAYMENT: "fee-payments",
    FlagKind.AGREEMENT_MISSING: "designations",
    FlagKind.INSTRUCTION: "measures",
    FlagKind.FINDING: "findings",
    FlagKind.RETURNED_SUBMISSION: "submissions",
    FlagKind.SUBMISSION_REVIEW: "submissions",
}


class SubjectOfFlag(FromColumns):
    """What a flag speaks of: the resource and the id."""

    schema: ClassVar[dict[str, Any]] = {
        "type": "object",
        "description": (
            "期限があるもの。/api/v1/<resource>/<id>/ にあります。"
            "臨時点検の回答と利用者は画面だけで扱うので、resource は null です"
        ),
        "properties": {
            "resource": {
                "type": "string",
                "nullable": True,
                "enum": [*dict.fromkeys(RESOURCES.values()), None],
            },
            "id": {"type": "integer"},
        },
        "required": ["resource", "id"],
    }

    def shape(self, *values: Any) -> Any:
        kind, pk = values
        return {"resource": RESOURCES.get(kind), "id": pk}


class StageOfFlag(FromColumns):
    """The nearest lead time passed (段階): its code, and in words."""

    schema: ClassVar[dict[str, Any]] = {
        "type": "object",
        "properties": {
            "code": {"type": "string", "example": "30d"},
            "label": {"type": "string", "example": "30日前"},
        },
        "required": ["code", "label"],
    }

    def shape(self, *values: Any) -> Any:
        return {"code": values[0], "label": stage_label(values[0])}


@extend_schema_serializer(component_name="Flag")
class FlagShape(Shape):
    """That a deadline asks for somebody's attention (期限のお知らせ)."""

    kind = Coded(FlagKind)
    subject = SubjectOfFlag("kind", "subject_id", label="対象")
    centre = Ref("centre_id", "centre__name")
    post = Ref("post_seen", "post__name")
    stage = StageOfFlag()
    close_reason = Coded(CloseReason)

    class Meta:
        model = Flag
        fields = (
            "id",
            "kind",
            "subject",
            "due_on",
            "centre",
            "post",
            "side",
            "stage",
            "opened_on",
            "closed_on",
            "close_reason",
        )

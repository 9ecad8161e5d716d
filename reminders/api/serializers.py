"""What the API answers of flags and notices, and what it takes."""

from __future__ import annotations

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema_serializer

from common.rest.inputs import Input
from common.rest.shapes import Shape
from common.rest.values import Coded, FromColumns, Ref
from reminders.choices import CloseReason, Dropped, FlagKind, Why
from reminders.models import Flag, Notice
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


class StageOfNotice(StageOfFlag):
    """The stage at which somebody was told (段階): a lead time, the days past (``+14d``), the day asked for
    (``@2026-12-01``), or at once (``!`` and the id of the request)."""

    def shape(self, *values: Any) -> Any:
        return {"code": values[0], "label": stage_label(values[0])}


@extend_schema_serializer(component_name="Notice")
class NoticeShape(Shape):
    """That one person is told of one deadline at one stage (通知). A group reads the names of its city's
    people and of other members nowhere: who is told, and by whom, only where it is the reader."""

    # The filter by recipient is the city's too: it would tell who else there is.
    internal = frozenset({"recipient_id"})

    kind = Coded(FlagKind)
    subject = SubjectOfFlag("kind", "subject_id", label="対象")
    centre = Ref("centre_id", "centre__name")
    post = Ref("post_seen", "post__name")
    stage = StageOfNotice()
    recipient = Ref("recipient_seen", "recipient__display_name")
    why = Coded(Why)
    via = Ref("via_seen", "via__display_name")
    dropped_why = Coded(Dropped)

    class Meta:
        model = Notice
        fields = (
            "id",
            "kind",
            "subject",
            "due_on",
            "centre",
            "post",
            "side",
            "stage",
            "rung_on",
            "recipient",
            "why",
            "via",
            "sent_at",
            "may_repeat",
            "dropped_on",
            "dropped_why",
            "acknowledged_at",
        )


class AcknowledgeInput(Input):
    """That one has seen it: there is nothing else to say."""

    checks_record = False

    class Meta:
        model = Notice
        fields = ()

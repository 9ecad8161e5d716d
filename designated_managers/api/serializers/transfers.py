"""What the API answers of transfers and their hand-over, and what it takes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from drf_spectacular.utils import extend_schema_serializer

from centres.models import Centre
from common.rest.inputs import Input
from common.rest.shapes import Shape
from common.rest.values import Coded, FromColumns, Ref
from common.rest.wire import OneOf
from designated_managers.choices import TaskSide, TransferDirection
from designated_managers.models import HandoverItem, Organisation, Transfer, TransferWave

if TYPE_CHECKING:
    from common.scope import Scope


class StageOfTransfer(FromColumns):
    """Where a transfer stands today (段階): the code in the catalogue, and its name."""

    schema: ClassVar[dict[str, Any]] = {
        "type": "object",
        "description": "きょうの段階。90 は見送り。コードは一覧「移行の段階」のもの",
        "properties": {"code": {"type": "string", "example": "4"}, "label": {"type": "string"}},
        "required": ["code", "label"],
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__("stage_code", "stage_name", **kwargs)

    def shape(self, *values: Any) -> Any:
        return {"code": values[0], "label": values[1]}


@extend_schema_serializer(component_name="Transfer")
class TransferShape(Shape):
    """A transfer (移行) of a centre to a designated manager, or back."""

    centre = Ref("centre_id", "centre__name")
    organisation = Ref("organisation_id", "organisation__name")
    wave = Ref("wave_id", "wave__name")
    direction = Coded(TransferDirection)
    stage = StageOfTransfer(label="段階")

    class Meta:
        model = Transfer
        fields: ClassVar[tuple[str, ...]] = (
            "id",
            "centre",
            "direction",
            "organisation",
            "wave",
            "stage",
            "started_on",
            "aimed_on",
            "reason",
            "suspended_on",
            "suspended_reason",
            "completed_on",
            "internal_notes",
        )


def _bodies(entered: Input) -> Any:
    scope: Scope = entered.scope
    return Organisation.objects.within(scope)


class TransferChange(Input):
    """The wave, the first day aimed at and the notes of a transfer."""

    wave = OneOf(lambda entered: TransferWave.objects.within(entered.scope), required=False, allow_null=True)

    class Meta:
        model = Transfer
        fields: ClassVar[tuple[str, ...]] = ("wave", "aimed_on", "internal_notes")


class TransferInput(TransferChange):
    """A new transfer to a designated manager."""

    centre = OneOf(lambda entered: Centre.objects.within(entered.scope))
    organisation = OneOf(_bodies, required=False, allow_null=True)

    class Meta(TransferChange.Meta):
        fields = ("centre", "started_on", "organisation", *TransferChange.Meta.fields)


@extend_schema_serializer(component_name="HandoverItem")
class HandoverItemShape(Shape):
    """An item of a hand-over (引継ぎの項目)."""

    centre = Ref("transfer__centre_id", "transfer__centre__name", label="施設")
    transfer = Ref("transfer_id", "transfer__centre__name", label="移行")
    side = Coded(TaskSide)

    class Meta:
        model = HandoverItem
        fields: ClassVar[tuple[str, ...]] = (
            "id",
            "transfer",
            "centre",
            "code",
            "name",
            "side",
            "law",
            "due_on",
            "by_first_day",
            "done_on",
            "note",
        )

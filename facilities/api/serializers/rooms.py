"""What the API answers of rooms, and what it takes."""

from __future__ import annotations

from typing import ClassVar

from drf_spectacular.utils import extend_schema_serializer

from common.certainty import Certainty
from common.rest.inputs import Input
from common.rest.shapes import Shape
from common.rest.values import Area, Coded, Ref
from common.rest.wire import AreaText, OneOf
from facilities.choices import FeeBasis
from facilities.models import Building, Room


@extend_schema_serializer(component_name="Room")
class RoomShape(Shape):
    """A room (部屋). A fee of 0 is no fee (無料), null is not known."""

    building = Ref("building_id", "building__name")
    centre = Ref("building__centre_id", "building__centre__name", label="施設")
    area = Area()
    fee_basis = Coded(FeeBasis)
    certainty = Coded(Certainty)

    class Meta:
        model = Room
        fields = (
            "id",
            "building",
            "centre",
            "name",
            "storey",
            "area",
            "capacity",
            "fee",
            "fee_basis",
            "fee_note",
            "retired_on",
            "source",
            "source_url",
            "certainty",
        )


class RoomChange(Input):
    """The facts of a room that is there. Its building stays."""

    area = AreaText()

    class Meta:
        model = Room
        fields: ClassVar[tuple[str, ...]] = RoomShape.Meta.fields[3:]


class RoomInput(RoomChange):
    """The facts of a new room."""

    building = OneOf(lambda entered: Building.objects.within(entered.scope))

    class Meta(RoomChange.Meta):
        fields = ("building", *RoomChange.Meta.fields)

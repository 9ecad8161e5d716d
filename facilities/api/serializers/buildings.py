"""What the API answers of buildings and equipment, and what it takes."""

from __future__ import annotations

from typing import ClassVar

from drf_spectacular.utils import extend_schema_serializer

from centres.models import Centre
from common.rest.inputs import Input
from common.rest.shapes import Shape
from common.rest.values import Area, Coded, PartialDay, Ref, Stated
from common.rest.wire import AreaText, OneOf, PartialDayText, Statements
from facilities.api.serializers.law import LAW_FACTS, LawFactsInput, LawFactsShape
from facilities.choices import BuildingRole, EquipmentCategory, Structure
from facilities.models import Building, Equipment


@extend_schema_serializer(component_name="Building")
class BuildingShape(LawFactsShape, Shape):
    """A building (建物) in a list."""

    centre = Ref("centre_id", "centre__name")
    role = Coded(BuildingRole)
    structure = Coded(Structure)
    floor_area = Area()
    built_on = PartialDay()
    confirmed_on = PartialDay()
    certified_on = PartialDay()
    retired_on = PartialDay()
    opened_on = PartialDay()

    class Meta:
        model = Building
        fields: ClassVar[tuple[str, ...]] = (
            "id",
            "centre",
            "name",
            "role",
            "structure",
            "floors_above",
            "floors_below",
            "floor_area",
            "built_on",
            "confirmed_on",
            "certified_on",
            "retired_on",
            "notes",
            *LAW_FACTS,
            "opened_on",
            "awaits_opening",
        )


@extend_schema_serializer(component_name="BuildingDetail")
class BuildingDetailShape(BuildingShape):
    """A building with the sources of its facts."""

    internal = frozenset({"stated_facts"})

    stated_facts = Stated(label="出典・確かさ")

    class Meta(BuildingShape.Meta):
        fields = (*BuildingShape.Meta.fields, "stated_facts")


@extend_schema_serializer(component_name="Equipment")
class EquipmentShape(Shape):
    """Plant or equipment (設備)."""

    building = Ref("building_id", "building__name")
    centre = Ref("building__centre_id", "building__centre__name", label="施設")
    category = Coded(EquipmentCategory)
    installed_on = PartialDay()
    removed_on = PartialDay()

    class Meta:
        model = Equipment
        fields = (
            "id",
            "building",
            "centre",
            "name",
            "category",
            "maker",
            "serial",
            "installed_on",
            "expected_life_years",
            "life_ends_on",
            "compressor_watts",
            "warranty_until",
            "removed_on",
            "notes",
        )


class BuildingChange(LawFactsInput, Input):
    """The facts of a building that stands, and where they come from. Its centre stays."""

    floor_area = AreaText()
    built_on = PartialDayText()
    confirmed_on = PartialDayText()
    certified_on = PartialDayText()
    retired_on = PartialDayText()
    opened_on = PartialDayText()
    stated_facts = Statements()

    class Meta:
        model = Building
        fields: ClassVar[tuple[str, ...]] = (*BuildingShape.Meta.fields[2:], "stated_facts")


class BuildingInput(BuildingChange):
    """The facts of a new building."""

    centre = OneOf(lambda entered: Centre.objects.within(entered.scope))

    class Meta(BuildingChange.Meta):
        fields = ("centre", *BuildingChange.Meta.fields)


class EquipmentChange(Input):
    """The facts of a piece of plant or equipment that is there. Its building stays."""

    installed_on = PartialDayText()
    removed_on = PartialDayText()

    class Meta:
        model = Equipment
        fields: ClassVar[tuple[str, ...]] = (
            "name",
            "category",
            "maker",
            "serial",
            "installed_on",
            "expected_life_years",
            "compressor_watts",
            "warranty_until",
            "removed_on",
            "notes",
        )


class EquipmentInput(EquipmentChange):
    """The facts of a new piece."""

    building = OneOf(lambda entered: Building.objects.within(entered.scope))

    class Meta(EquipmentChange.Meta):
        fields = ("building", *EquipmentChange.Meta.fields)

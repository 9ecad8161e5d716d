"""The resources of the building register: buildings and equipment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rest_framework.response import Response

from common.rest.resources import Resource
from facilities import actions
from facilities.api.serializers.buildings import (
    BuildingChange,
    BuildingDetailShape,
    BuildingInput,
    BuildingShape,
    EquipmentChange,
    EquipmentInput,
    EquipmentShape,
)
from facilities.filters.buildings import BuildingsAsked, EquipmentAsked
from facilities.models import Building, Equipment

if TYPE_CHECKING:
    from rest_framework.request import Request


class Buildings(Resource):
    """Buildings (建物)."""

    model = Building
    shape = BuildingShape
    detail_shape = BuildingDetailShape
    filters = BuildingsAsked
    order = ("centre_id", "id")
    orderings = {"name": "name", "floor_area": "floor_area", "built_on": "built_on_first"}
    inputs = {"create": BuildingInput, "partial_update": BuildingChange}
    titles = {
        "list": "建物の一覧",
        "retrieve": "建物",
        "create": "建物を登録する",
        "partial_update": "建物の内容を直す",
    }

    def create(self, request: Request) -> Response:  # noqa: ARG002
        """Enter a building of a centre (建物の登録)."""
        facts = self.facts()
        return self.answer(self.do(lambda: actions.register_building(**facts)).pk, status=201)

    def partial_update(self, request: Request, pk: int) -> Response:  # noqa: ARG002
        """Change facts of a building (建物の変更)."""
        facts = self.facts(self.found(pk))
        self.do(lambda: actions.change_building(pk, expected_version=self.expected_version, **facts))
        return self.answer(pk)


class EquipmentPieces(Resource):
    """Plant and equipment (設備)."""

    model = Equipment
    shape = EquipmentShape
    filters = EquipmentAsked
    order = ("building_id", "id")
    orderings = {"name": "name", "category": "category", "installed_on": "installed_on_first"}
    inputs = {"create": EquipmentInput, "partial_update": EquipmentChange}
    titles = {
        "list": "設備の一覧",
        "retrieve": "設備",
        "create": "設備を登録する",
        "partial_update": "設備の内容を直す",
    }

    def create(self, request: Request) -> Response:  # noqa: ARG002
        """Enter equipment of a building (設備の登録)."""
        facts = self.facts()
        return self.answer(self.do(lambda: actions.register_equipment(**facts)).pk, status=201)

    def partial_update(self, request: Request, pk: int) -> Response:  # noqa: ARG002
        """Change facts of equipment (設備の変更)."""
        facts = self.facts(self.found(pk))
        self.do(
            lambda: actions.change_equipment(pk, on=self.on, expected_version=self.expected_version, **facts)
        )
        return self.answer(pk)

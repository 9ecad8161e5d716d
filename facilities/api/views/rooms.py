"""The resource of the rooms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rest_framework.response import Response

from common.rest.resources import Resource
from facilities import actions
from facilities.api.serializers.rooms import RoomChange, RoomInput, RoomShape
from facilities.filters.rooms import RoomsAsked
from facilities.models import Room

if TYPE_CHECKING:
    from rest_framework.request import Request


class Rooms(Resource):
    """Rooms (部屋)."""

    model = Room
    shape = RoomShape
    filters = RoomsAsked
    order = ("building_id", "id")
    orderings = {"name": "name", "area": "area", "capacity": "capacity", "fee": "fee"}
    inputs = {"create": RoomInput, "partial_update": RoomChange}
    titles = {
        "list": "部屋の一覧",
        "retrieve": "部屋",
        "create": "部屋を登録する",
        "partial_update": "部屋の内容を直す",
    }

    def create(self, request: Request) -> Response:  # noqa: ARG002
        """Enter a room of a building (部屋の登録)."""
        facts = self.facts()
        return self.answer(self.do(lambda: actions.register_room(**facts)).pk, status=201)

    def partial_update(self, request: Request, pk: int) -> Response:  # noqa: ARG002
        """Change facts of a room (部屋の変更)."""
        facts = self.facts(self.found(pk))
        self.do(lambda: actions.change_room(pk, expected_version=self.expected_version, **facts))
        return self.answer(pk)

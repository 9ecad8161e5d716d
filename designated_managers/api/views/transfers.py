"""The resources of transfers and of the items of their hand-over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rest_framework.response import Response

from common.rest.resources import Resource
from designated_managers import actions
from designated_managers.api.serializers.transfers import (
    HandoverItemShape,
    TransferChange,
    TransferInput,
    TransferShape,
)
from designated_managers.filters.transfers import HandoverItemsAsked, TransfersAsked
from designated_managers.models import HandoverItem, Transfer
from designated_managers.queries.transfer_roads import with_stage

if TYPE_CHECKING:
    from rest_framework.request import Request

    from designated_managers.querysets.transfers import TransferQuerySet


class Transfers(Resource):
    """Transfers (移行)."""

    model = Transfer
    shape = TransferShape
    filters = TransfersAsked
    order = ("centre_id", "id")
    orderings = {"started_on": "started_on", "aimed_on": "aimed_on"}
    inputs = {"create": TransferInput, "partial_update": TransferChange}
    conflicts = frozenset({"already-managed", "already-completed", "already-suspended"})
    titles = {
        "list": "移行の一覧",
        "retrieve": "移行",
        "create": "移行を始める",
        "partial_update": "移行の内容を直す",
    }

    def rows(self) -> TransferQuerySet:
        return with_stage(Transfer.objects.within(self.scope), on=self.on)

    def create(self, request: Request) -> Response:  # noqa: ARG002
        """Start the transfer of a centre to a designated manager (移行を始める)."""
        facts = self.facts()
        made = self.do(lambda: actions.start_transfer(on=self.on, **facts))
        return self.answer(made.pk, status=201)

    def partial_update(self, request: Request, pk: int) -> Response:  # noqa: ARG002
        """Change the wave, the first day aimed at or the notes (移行の変更)."""
        facts = self.facts(self.found(pk))
        self.do(
            lambda: actions.change_transfer(pk, on=self.on, expected_version=self.expected_version, **facts)
        )
        return self.answer(pk)


class HandoverItems(Resource):
    """Items of hand-overs (引継ぎの項目), to be read."""

    model = HandoverItem
    shape = HandoverItemShape
    filters = HandoverItemsAsked
    order = ("transfer_id", "id")
    orderings = {"due_on": "due_on"}
    titles = {"list": "引継ぎの項目の一覧", "retrieve": "引継ぎの項目"}

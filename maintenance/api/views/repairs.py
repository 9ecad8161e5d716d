"""Repairs and their moves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from rest_framework.decorators import action

from common.clock import now
from common.rest.resources import Resource
from maintenance import actions
from maintenance.api.serializers.repairs import (
    AcceptInput,
    DecideInput,
    EstimateInput,
    MoveInput,
    OrderInput,
    PayInput,
    ReasonInput,
    RedoInput,
    RepairInput,
    RepairShape,
    TriageInput,
    with_who_asks,
)
from maintenance.filters.repairs import RepairsAsked
from maintenance.models import Repair
from maintenance.queries.repairs import side_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from rest_framework.request import Request
    from rest_framework.response import Response

    from maintenance.querysets.repairs import RepairQuerySet

CHANGES = ("view", "change")


class Repairs(Resource):
    """Repairs (修繕)."""

    model = Repair
    shape = RepairShape
    filters = RepairsAsked
    order = ("id",)
    orderings = {"requested_on": "requested_on", "promised_on": "promised_on"}
    inputs = {
        "create": RepairInput,
        "triage": TriageInput,
        "estimate": EstimateInput,
        "decide": DecideInput,
        "order_it": OrderInput,
        "done": MoveInput,
        "accept": AcceptInput,
        "pay": PayInput,
        "decline": ReasonInput,
        "redo": RedoInput,
        "reopen": ReasonInput,
    }
    acts = {
        "triage": CHANGES,
        "estimate": CHANGES,
        "decide": CHANGES,
        "order_it": CHANGES,
        "done": CHANGES,
        "accept": CHANGES,
        "pay": CHANGES,
        "decline": CHANGES,
        "redo": CHANGES,
        "reopen": CHANGES,
    }
    conflicts = frozenset({"move-refused"})
    titles = {
        "list": "修繕の一覧",
        "retrieve": "修繕",
        "create": "修繕を受け付ける",
        "triage": "緊急度を判定する",
        "estimate": "見積りを登録する",
        "decide": "実施を決定する",
        "order_it": "発注を記録する",
        "done": "完了を記録する",
        "accept": "検収を記録する",
        "pay": "支払を記録する",
        "decline": "修繕を見送る",
        "redo": "手直しを指示する",
        "reopen": "修繕を再開する",
    }

    def rows(self) -> RepairQuerySet:
        return Repair.objects.within(self.scope).with_state()

    def create(self, request: Request) -> Response:
        """Ask for a repair (修繕の受付); a group only while it manages the centre."""
        facts = self.facts()
        if not self.scope.may_act_at(facts["centre"].pk):
            raise PermissionDenied
        name: str = request.user.display_name  # type: ignore[union-attr]
        asked = with_who_asks(facts, side=side_of(self.scope), name=name)
        made = self.do(lambda: actions.request_repair(on=self.on, at=now(), **asked))
        return self.answer(made.pk, status=201)

    @action(detail=True, methods=["post"])
    def triage(self, request: Request, pk: int) -> Response:  # noqa: ARG002
        """Settle how soon and at whose cost (緊急度の判定)."""
        return self._moved(pk, actions.triage)

    @action(detail=True, methods=["post"], url_path="estimates")
    def estimate(self, request: Request, pk: int) -> Response:  # noqa: ARG002
        """Enter an estimate (見積りの登録)."""
        return self._moved(pk, actions.add_estimate, at=now())

    @action(detail=True, methods=["post"])
    def decide(self, request: Request, pk: int) -> Response:  # noqa: ARG002
        """Decide that it is done (実施の決定)."""
        return self._moved(pk, actions.decide)

    @action(detail=True, methods=["post"], url_path="order")
    def order_it(self, request: Request, pk: int) -> Response:  # noqa: ARG002
        """Order it (発注)."""
        return self._moved(pk, actions.order)

    @action(detail=True, methods=["post"])
    def done(self, request: Request, pk: int) -> Response:  # noqa: ARG002
        """The thing is mended (修繕の完了)."""
        return self._moved(pk, actions.mark_done, at=now())

    @action(detail=True, methods=["post"])
    def accept(self, request: Request, pk: int) -> Response:  # noqa: ARG002
        """The city is content with the work (検収)."""
        return self._moved(pk, actions.accept, at=now())

    @action(detail=True, methods=["post"])
    def pay(self, request: Request, pk: int) -> Response:  # noqa: ARG002
        """It is paid (支払)."""
        return self._moved(pk, actions.pay)

    @action(detail=True, methods=["post"])
    def decline(self, request: Request, pk: int) -> Response:  # noqa: ARG002
        """It is not done (見送り)."""
        return self._moved(pk, actions.decline)

    @action(detail=True, methods=["post"])
    def redo(self, request: Request, pk: int) -> Response:  # noqa: ARG002
        """The work is not right and goes on (手直しの指示)."""
        return self._moved(pk, actions.redo)

    @action(detail=True, methods=["post"])
    def reopen(self, request: Request, pk: int) -> Response:  # noqa: ARG002
        """It begins anew (再開)."""
        return self._moved(pk, actions.reopen)

    def _moved(self, pk: int, act: Callable[..., Any], **more: Any) -> Response:
        facts = self.facts(self.found(pk))
        version = self.expected_version
        self.do(lambda: act(pk, on=self.on, expected_version=version, **more, **facts))
        return self.answer(pk)

"""Service contracts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rest_framework.decorators import action
from rest_framework.response import Response

from centres.models import Post
from common.rest.resources import Resource, seen
from maintenance import actions
from maintenance.api.serializers.contracts import ContractInput, ContractShape, NotRenewedInput
from maintenance.filters.contracts import ContractsAsked
from maintenance.models import ServiceContract

if TYPE_CHECKING:
    from rest_framework.request import Request

    from maintenance.querysets.contracts import ServiceContractQuerySet


class ServiceContracts(Resource):
    """Service contracts (委託契約)."""

    model = ServiceContract
    shape = ContractShape
    filters = ContractsAsked
    order = ("last_on", "id")
    orderings = {"name": "name", "first_on": "first_on", "amount": "amount"}
    inputs = {
        "create": ContractInput,
        "partial_update": ContractInput,
        "successor": ContractInput,
        "not_renewed": NotRenewedInput,
    }
    acts = {"successor": ("view", "add", "change"), "not_renewed": ("view", "change")}
    creating = frozenset({"create", "successor"})
    conflicts = frozenset({"has-successor", "not-renewed"})
    titles = {
        "list": "委託契約の一覧",
        "retrieve": "委託契約",
        "create": "契約を登録する",
        "partial_update": "契約の内容を直す",
        "successor": "次の契約を登録する",
        "not_renewed": "更新しないと決める",
    }

    def rows(self) -> ServiceContractQuerySet:
        return ServiceContract.objects.within(self.scope).annotate(
            post_seen=seen(Post, "post_in_charge_id", self.scope),
            previous_seen=seen(ServiceContract, "previous_id", self.scope),
            successor_seen=seen(ServiceContract, "successor__id", self.scope),
        )

    def create(self, request: Request) -> Response:  # noqa: ARG002
        """Enter a service contract (委託契約の登録)."""
        facts = self.facts()
        return self.answer(self.do(lambda: actions.sign_contract(**facts)).pk, status=201)

    def partial_update(self, request: Request, pk: int) -> Response:  # noqa: ARG002
        """Change a service contract (委託契約の変更)."""
        facts = self.facts(self.found(pk))
        self.do(lambda: actions.change_contract(pk, expected_version=self.expected_version, **facts))
        return self.answer(pk)

    @action(detail=True, methods=["post"])
    def successor(self, request: Request, pk: int) -> Response:  # noqa: ARG002
        """Enter the contract that follows this one (次の契約); the end of this one is answered thereby."""
        self.found(pk)
        facts = self.facts()
        made = self.do(lambda: actions.succeed_contract(pk, on=self.on, **facts))
        return self.answer(made.pk, status=201)

    @action(detail=True, methods=["post"], url_path="not-renewed")
    def not_renewed(self, request: Request, pk: int) -> Response:  # noqa: ARG002
        """Decide that nothing follows this contract (更新しない), with the reason."""
        self.found(pk)
        facts = self.facts()
        self.do(lambda: actions.decide_not_to_renew(pk, on=self.on, **facts))
        return self.answer(pk)

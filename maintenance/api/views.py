"""The resources of maintenance: the catalogue of inspections, their turns, and service contracts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db.models import DateField, QuerySet, Value
from rest_framework.decorators import action
from rest_framework.response import Response

from centres.models import Post
from common.rest.resources import Resource, seen
from maintenance import actions
from maintenance.api.serializers import (
    ContractInput,
    ContractShape,
    InspectionInput,
    InspectionShape,
    InspectionTypeShape,
    NotRenewedInput,
    RecordInput,
)
from maintenance.filters import ContractsAsked, InspectionsAsked, InspectionTypesAsked
from maintenance.models import DueInspection, InspectionType, ServiceContract

if TYPE_CHECKING:
    from rest_framework.request import Request

    from maintenance.querysets import DueInspectionQuerySet, ServiceContractQuerySet


class InspectionTypes(Resource):
    """The catalogue (点検の種類), the city's row in front of the shipped one; retired types too."""

    model = InspectionType
    shape = InspectionTypeShape
    filters = InspectionTypesAsked
    lookup_field = "code"
    lookup_value_converter = "str"
    order = ("code",)
    orderings = {"name": "name", "cycle_months": "cycle_months"}
    titles = {"list": "点検の種類の一覧", "retrieve": "点検の種類"}

    def rows(self) -> QuerySet[InspectionType]:
        return InspectionType.objects.in_front()


class Inspections(Resource):
    """Turns of inspections (点検)."""

    model = DueInspection
    shape = InspectionShape
    filters = InspectionsAsked
    order = ("id",)
    orderings = {"due_on": "due_on", "done_on": "done_on"}
    inputs = {"create": InspectionInput, "record": RecordInput}
    acts = {"record": ("view", "change")}
    conflicts = frozenset({"already-done", "withdrawn"})
    titles = {
        "list": "点検の一覧",
        "retrieve": "点検",
        "create": "点検を登録する",
        "record": "点検を記録する",
    }

    def rows(self) -> DueInspectionQuerySet:
        on = Value(self.on, output_field=DateField())
        return DueInspection.objects.within(self.scope).with_type_name().annotate(on=on)

    def create(self, request: Request) -> Response:  # noqa: ARG002
        """Put an inspection under watch (点検の登録)."""
        facts = self.facts()
        return self.answer(self.do(lambda: actions.plan_inspection(**facts)).pk, status=201)

    @action(detail=True, methods=["post"])
    def record(self, request: Request, pk: int) -> Response:  # noqa: ARG002
        """Record a turn as done (点検の記録); the next one is planned at once."""
        turn = self.found(pk)
        if not self.scope.may_act_at(turn.building.centre_id):
            raise PermissionDenied
        facts = self.facts(turn)
        self.do(lambda: actions.record_inspection(pk, on=self.on, **facts))
        return self.answer(pk)


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

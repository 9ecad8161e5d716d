"""The resource of designations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import DateField, OuterRef, Subquery, Value
from rest_framework.decorators import action
from rest_framework.response import Response

from common.rest.resources import Resource
from designated_managers import actions
from designated_managers.api.serializers.designations import (
    DesignationChange,
    DesignationDetailShape,
    DesignationInput,
    DesignationShape,
    DirectReturnInput,
)
from designated_managers.filters.designations import DesignationsAsked
from designated_managers.models import Designation
from designated_managers.queries.designations import following_ones

if TYPE_CHECKING:
    from rest_framework.request import Request

    from designated_managers.querysets.designations import DesignationQuerySet


class Designations(Resource):
    """Designations (指定)."""

    model = Designation
    shape = DesignationShape
    detail_shape = DesignationDetailShape
    filters = DesignationsAsked
    order = ("centre_id", "id")
    orderings = {"first_on": "first_on", "last_on": "last_on"}
    inputs = {
        "create": DesignationInput,
        "partial_update": DesignationChange,
        "direct_return": DirectReturnInput,
    }
    acts = {"direct_return": ("view", "change")}
    conflicts = frozenset({"return-of-unmade", "return-despite-next"})
    titles = {
        "list": "指定の一覧",
        "retrieve": "指定",
        "create": "指定を登録する",
        "partial_update": "指定の内容を直す",
        "direct_return": "直営に戻すと決める",
    }

    def rows(self) -> DesignationQuerySet:
        return Designation.objects.within(self.scope).annotate(
            on=Value(self.on, output_field=DateField()),
            next_seen=Subquery(following_ones(self.scope).filter(previous=OuterRef("pk")).values("pk")[:1]),
        )

    def create(self, request: Request) -> Response:  # noqa: ARG002
        """Enter a designation (指定の登録)."""
        facts = self.facts()
        made = self.do(lambda: actions.register_designation(on=self.on, **facts))
        return self.answer(made.pk, status=201)

    def partial_update(self, request: Request, pk: int) -> Response:  # noqa: ARG002
        """Change facts of a designation (指定の変更)."""
        facts = self.facts(self.found(pk))
        self.do(
            lambda: actions.change_designation(
                pk, on=self.on, expected_version=self.expected_version, **facts
            )
        )
        return self.answer(pk)

    @action(detail=True, methods=["post"], url_path="direct-return")
    def direct_return(self, request: Request, pk: int) -> Response:  # noqa: ARG002
        """Decide that the city runs the centre again after this designation (直営復帰)."""
        self.found(pk)
        facts = self.facts()
        self.do(lambda: actions.decide_direct_return(pk, on=self.on, **facts))
        return self.answer(pk)

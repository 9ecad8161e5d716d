"""The resources of roads: the roads, and their steps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rest_framework.decorators import action

from common.rest.resources import Resource
from designated_managers import actions
from designated_managers.api.serializers.roads import (
    DropInput,
    ReplanInput,
    RoadInput,
    RoadShape,
    RoadStepInput,
    RoadStepShape,
)
from designated_managers.filters.roads import RoadsAsked, RoadStepsAsked
from designated_managers.models import Road, RoadStep

if TYPE_CHECKING:
    from rest_framework.request import Request
    from rest_framework.response import Response

    from designated_managers.querysets.roads import RoadStepQuerySet


class Roads(Resource):
    """Roads to designations (指定スケジュール)."""

    model = Road
    shape = RoadShape
    filters = RoadsAsked
    order = ("first_on", "id")
    orderings = {"first_on": "first_on"}
    inputs = {"create": RoadInput, "replan": ReplanInput, "drop": DropInput}
    acts = {"replan": ("view", "change"), "drop": ("view", "change")}
    conflicts = frozenset({"dropped", "nothing-changed"})
    titles = {
        "list": "指定スケジュールの一覧",
        "retrieve": "指定スケジュール",
        "create": "指定スケジュールを作る",
        "replan": "計画を見直す",
        "drop": "取りやめる",
    }

    def create(self, request: Request) -> Response:  # noqa: ARG002
        """Open a road (指定スケジュールを作る)."""
        facts = self.facts()
        made = self.do(lambda: actions.open_road(on=self.on, **facts))
        return self.answer(made.pk, status=201)

    @action(detail=True, methods=["post"])
    def replan(self, request: Request, pk: int) -> Response:  # noqa: ARG002
        """Plan the road anew (計画の見直し): another version, beside which the old ones stay."""
        self.found(pk)
        facts = self.facts()
        self.do(lambda: actions.replan_road(pk, on=self.on, expected_version=self.expected_version, **facts))
        return self.answer(pk)

    @action(detail=True, methods=["post"])
    def drop(self, request: Request, pk: int) -> Response:  # noqa: ARG002
        """Give the road up (取りやめ), with the reason."""
        self.found(pk)
        facts = self.facts()
        self.do(lambda: actions.drop_road(pk, on=self.on, **facts))
        return self.answer(pk)


class RoadSteps(Resource):
    """Steps of roads (指定スケジュールの段階), by the current plans."""

    model = RoadStep
    shape = RoadStepShape
    filters = RoadStepsAsked
    order = ("road_id", "id")
    orderings = {"latest_on": "latest_on"}
    inputs = {"partial_update": RoadStepInput}
    titles = {
        "list": "指定スケジュールの段階の一覧",
        "retrieve": "指定スケジュールの段階",
        "partial_update": "段階を記録する",
    }

    def rows(self) -> RoadStepQuerySet:
        return RoadStep.objects.within(self.scope).with_plan()

    def partial_update(self, request: Request, pk: int) -> Response:  # noqa: ARG002
        """Record a step (段階の記録)."""
        facts = self.facts(self.found(pk))
        self.do(lambda: actions.record_step(pk, on=self.on, expected_version=self.expected_version, **facts))
        return self.answer(pk)

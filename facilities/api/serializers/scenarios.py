"""What the API answers of the forty-year cost and its scenarios, and what it takes."""

from __future__ import annotations

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from centres.models import Centre, District
from common.rest.inputs import Input
from common.rest.shapes import Shape
from common.rest.values import Coded, Ref
from common.rest.wire import OneOf
from facilities.choices import CostKind, ScenarioState
from facilities.models import ForecastScenario
from facilities.rules.scenarios import state_of


class StateNow(Coded):
    """How a scenario stands, from its stamps."""

    def __init__(self) -> None:
        super().__init__(ScenarioState, "failed_reason", "finished_at", "started_at", label="状態")

    def shape(self, *values: Any) -> Any:
        return self.pairs[state_of(*values)]


@extend_schema_serializer(component_name="ForecastScenario")
class ScenarioShape(Shape):
    """A scenario (試算) in a list."""

    district = Ref("district_id", "district__name")
    state = StateNow()

    class Meta:
        model = ForecastScenario
        fields: ClassVar[tuple[str, ...]] = (
            "id",
            "name",
            "profile",
            "on",
            "district",
            "earlier_years",
            "later_years",
            "ceiling",
            "time_limit",
            "state",
            "digest",
            "requested_at",
            "started_at",
            "finished_at",
            "failed_reason",
        )


@extend_schema_serializer(component_name="ForecastScenarioDetail")
class ScenarioDetailShape(ScenarioShape):
    """A scenario with everything it was reckoned from, how far it is, and what came of it."""

    class Meta(ScenarioShape.Meta):
        fields = (*ScenarioShape.Meta.fields, "progress", "inputs", "result")


class ScenarioInput(Input):
    """What a scenario is asked for."""

    checks_record = False

    district = OneOf(
        lambda entered: District.objects.filter(
            centres__in=Centre.objects.within(entered.scope).order_by()
        ).distinct(),
        required=False,
        allow_null=True,
    )

    class Meta:
        model = ForecastScenario
        fields: ClassVar[tuple[str, ...]] = (
            "name",
            "profile",
            "district",
            "earlier_years",
            "later_years",
            "ceiling",
            "time_limit",
        )


@extend_schema_serializer(component_name="ForecastYear")
class ForecastYearShape(Shape):
    """What one fiscal year costs (年度の費用), in yen by kind."""

    fiscal_year = serializers.IntegerField(label="年度")
    project = serializers.IntegerField(label=CostKind.PROJECT.label)
    rebuild = serializers.IntegerField(label=CostKind.REBUILD.label)
    refit = serializers.IntegerField(label=CostKind.REFIT.label)
    middle_repair = serializers.IntegerField(label=CostKind.MIDDLE_REPAIR.label)
    upkeep = serializers.IntegerField(label=CostKind.UPKEEP.label)
    total = serializers.IntegerField(label="合計")

    class Meta:
        model = ForecastScenario
        fields: ClassVar[tuple[str, ...]] = ("fiscal_year", *CostKind.values, "total")

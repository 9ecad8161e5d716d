"""The resources of the forty-year cost: the forecast, year by year, and scenarios of it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.http import Http404
from rest_framework.response import Response

from common.clock import now
from common.rest.resources import Resource
from facilities import actions
from facilities.api.serializers.scenarios import (
    ForecastYearShape,
    ScenarioDetailShape,
    ScenarioInput,
    ScenarioShape,
)
from facilities.filters.scenarios import ForecastAsked, ScenariosAsked
from facilities.models import Building, ForecastScenario
from facilities.queries.forecast import Place, forecast, profile_choices, profile_named
from facilities.tasks import compute_scenario

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rest_framework.request import Request

    from facilities.rules.renewal_cost import Forecast


class Scenarios(Resource):
    """Scenarios (平準化の試算): asked for and read, never changed."""

    model = ForecastScenario
    shape = ScenarioShape
    detail_shape = ScenarioDetailShape
    filters = ScenariosAsked
    order = ("id",)
    orderings = {"on": "on", "name": "name"}
    inputs = {"create": ScenarioInput}
    is_versioned = False
    titles = {"list": "試算の一覧", "retrieve": "試算", "create": "平準化の試算を頼む"}

    def create(self, request: Request) -> Response:  # noqa: ARG002
        """Ask for a scenario (試算を頼む); it is computed by a worker."""
        facts = self.facts()
        scenario = self.do(lambda: actions.request_scenario(scope=self.scope, on=self.on, at=now(), **facts))
        transaction.on_commit(partial(compute_scenario.delay, scenario=scenario.pk))
        return self.answer(scenario.pk, status=201)


class ForecastYears(Resource):
    """The forty-year cost (更新費用の試算) of the day, a row for each fiscal year.

    Beside the rows: ``outside``, the yen past the last year, and ``unknown``, the buildings that cannot be
    estimated.
    """

    model = ForecastScenario
    shape = ForecastYearShape
    filters = ForecastAsked
    order = ("fiscal_year",)
    is_versioned = False
    titles = {"list": "更新費用の試算（年度ごと）"}

    def rows(self) -> Any:
        """The buildings that are estimated."""
        if not (self.scope.every_centre and self.scope.internal):
            raise Http404
        return Building.objects.within(self.scope)

    def list(self, request: Request) -> Response:  # noqa: ARG002
        """The years of the forecast."""
        asking = self._asking(self.shape)
        asked = asking.of_list()
        self._narrowed(asked)
        found = self._forecast(asked.conditions)
        years = self._years(found, asked.after[0] if asked.after else 0)
        answer: dict[str, Any] = {"count": len(found.span.years)} if asked.with_count else {}
        page = years[: asked.size]
        answer["next"] = None
        if len(years) > asked.size:
            answer["next"] = self._address({"cursor": asking.cursor((page[-1]["fiscal_year"],))})
        answer["results"] = [{name: year[name] for name in asked.fields} for year in page]
        answer["outside"] = found.outside
        answer["unknown"] = [
            {"id": building.pk, "name": building.name, "missing": list(building.missing)}
            for building in found.unknown
        ]
        return Response(answer)

    def _forecast(self, conditions: Any) -> Forecast:
        of_profile = profile_named(conditions.get("profile") or profile_choices()[0][0])
        if of_profile is None:
            raise Http404
        ids = {name: int(conditions[name]) for name in ("centre", "district") if name in conditions}
        place = Place(centre_id=ids.get("centre"), district_id=ids.get("district"))
        return forecast(self.scope, of_profile.profile, on=self.on, place=place)

    def _years(self, found: Forecast, after: int) -> Sequence[dict[str, int]]:
        return [
            {
                "fiscal_year": year,
                **{kind.value: yen[place] for kind, yen in found.yen.items()},
                "total": found.by_year[place],
            }
            for place, year in enumerate(found.span.years)
            if year > after
        ]

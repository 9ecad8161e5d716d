"""The forty-year cost (更新費用の試算) of the buildings within a scope: two statements, whatever their
number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from common.fiscal_year import FiscalYear
from facilities.models import Building
from facilities.queries.known_projects import known_projects, urgency_by_building
from facilities.rules.cost_profiles import profiles
from facilities.rules.renewal_cost import Building as Facts
from facilities.rules.renewal_cost import Model
from facilities.rules.scenarios import Inputs

if TYPE_CHECKING:
    from datetime import date

    from common.scope import Scope
    from facilities.rules.cost_profiles import CostProfile, ProfileFile
    from facilities.rules.renewal_cost import Forecast, KnownProject
    from facilities.rules.scenarios import Windows

CATEGORY = "culture"
"""The class of every building: civic centres are 市民文化系, and the register keeps no other."""


@dataclass(frozen=True)
class Place:
    """Which buildings are asked about: those of one centre, of one district, or all within the scope."""

    centre_id: int | None = None
    district_id: int | None = None


EVERYWHERE = Place()


def buildings_to_forecast(
    scope: Scope, profile: CostProfile, *, on: date, place: Place = EVERYWHERE
) -> list[Facts]:
    """The buildings that stand on the day, as the forecast takes them, in the register's order."""
    rows = Building.objects.within(scope).standing(on)
    if place.centre_id is not None:
        rows = rows.filter(centre_id=place.centre_id)
    if place.district_id is not None:
        rows = rows.filter(centre__district_id=place.district_id)
    built = "built_on_last" if profile.built_year_of == "last_possible_day" else "built_on_first"
    columns = ("pk", "name", "centre_id", "centre__name", "floor_area", built, "retired_on_first")
    found = rows.order_by("centre__kana", "centre_id", "pk").values_list(*columns)
    return [
        Facts(pk, name, centre_id, centre, CATEGORY, area, _year(built_on), _year(retired_on))
        for pk, name, centre_id, centre, area, built_on, retired_on in found
    ]


def forecast(scope: Scope, profile: CostProfile, *, on: date, place: Place = EVERYWHERE) -> Forecast:
    """What the buildings and the decided projects cost in forty years, as seen on a day."""
    buildings = buildings_to_forecast(scope, profile, on=on, place=place)
    return Model(profile, on).forecast(buildings, _projects(scope, buildings, on=on, place=place))


def inputs_of(
    scope: Scope, profile: CostProfile, windows: Windows, *, on: date, place: Place = EVERYWHERE
) -> Inputs:
    """Everything that a scenario is reckoned from, as it stands on the day."""
    buildings = tuple(buildings_to_forecast(scope, profile, on=on, place=place))
    asked = {building.pk for building in buildings}
    urgency = {pk: weight for pk, weight in urgency_by_building(scope, on).items() if pk in asked}
    projects = _projects(scope, buildings, on=on, place=place)
    return Inputs(on, profile, buildings, projects, urgency, windows)


def _projects(
    scope: Scope, buildings: list[Facts] | tuple[Facts, ...], *, on: date, place: Place
) -> tuple[KnownProject, ...]:
    """The decided projects of the centres asked about: all, or those of centres that have a building here."""
    projects = known_projects(scope, on)
    if place == EVERYWHERE:
        return projects
    centres = {building.centre_id for building in buildings} | {place.centre_id}
    return tuple(project for project in projects if project.centre_id in centres)


def profile_named(code: str) -> ProfileFile | None:
    """The profile with this code."""
    return profiles().get(code)


def profile_choices() -> list[tuple[str, str]]:
    """Every profile by code and name."""
    return [(code, of_one.profile.name) for code, of_one in profiles().items()]


def _year(day: date | None) -> int | None:
    return None if day is None else FiscalYear.of(day).year

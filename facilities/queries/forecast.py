"""The forty-year cost (更新費用の試算) of the buildings within a scope: four statements, whatever their
number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from common.fiscal_year import FiscalYear
from facilities.models import Building
from facilities.queries.known_projects import decided, urgency_by_building
from facilities.rules.cost_profiles import profiles
from facilities.rules.renewal_cost import Building as Facts
from facilities.rules.renewal_cost import Model
from facilities.rules.scenarios import Inputs

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from common.scope import Scope
    from facilities.queries.known_projects import Decided
    from facilities.rules.cost_profiles import CostProfile, ProfileFile
    from facilities.rules.renewal_cost import Forecast, KnownProject
    from facilities.rules.scenarios import Windows


@dataclass(frozen=True)
class Place:
    """Which buildings are asked about: those of one centre, of one district, or all within the scope."""

    centre_id: int | None = None
    district_id: int | None = None


EVERYWHERE = Place()


def buildings_to_forecast(
    scope: Scope,
    profile: CostProfile,
    *,
    on: date,
    place: Place = EVERYWHERE,
    refitted: frozenset[int] = frozenset(),
) -> list[Facts]:
    """The buildings that stand on the day, as the forecast takes them, in the register's order; ``refitted``
    are those whose refit is done."""
    rows = Building.objects.within(scope).standing(on)
    if place.centre_id is not None:
        rows = rows.filter(centre_id=place.centre_id)
    if place.district_id is not None:
        rows = rows.filter(centre__district_id=place.district_id)
    built = "built_on_last" if profile.built_year_of == "last_possible_day" else "built_on_first"
    columns = ("pk", "name", "centre_id", "centre__name", "cost_category", "floor_area", built)
    found = rows.order_by("centre__kana", "centre_id", "pk").values_list(*columns, "retired_on_first")
    return [
        Facts(pk, name, centre_id, centre, category, area, _year(built_on), _year(retired_on), pk in refitted)
        for pk, name, centre_id, centre, category, area, built_on, retired_on in found
    ]


def forecast(scope: Scope, profile: CostProfile, *, on: date, place: Place = EVERYWHERE) -> Forecast:
    """What the buildings and the decided projects cost in forty years, as seen on a day."""
    known = decided(scope, on)
    buildings = buildings_to_forecast(scope, profile, on=on, place=place, refitted=known.refitted)
    return Model(profile, on).forecast(buildings, _projects(known, buildings, place=place))


def inputs_of(
    scope: Scope, profile: CostProfile, windows: Windows, *, on: date, place: Place = EVERYWHERE
) -> Inputs:
    """Everything that a scenario is reckoned from, as it stands on the day."""
    known = decided(scope, on)
    found = buildings_to_forecast(scope, profile, on=on, place=place, refitted=known.refitted)
    buildings = tuple(found)
    asked = {building.pk for building in buildings}
    urgency = {pk: weight for pk, weight in urgency_by_building(scope, on).items() if pk in asked}
    projects = _projects(known, buildings, place=place)
    return Inputs(on, profile, buildings, projects, urgency, windows)


def _projects(known: Decided, buildings: Sequence[Facts], *, place: Place) -> tuple[KnownProject, ...]:
    """The decided projects of the centres asked about: all, or those of centres that have a building here."""
    if place == EVERYWHERE:
        return known.projects
    centres = {building.centre_id for building in buildings} | {place.centre_id}
    return tuple(project for project in known.projects if project.centre_id in centres)


def profile_named(code: str) -> ProfileFile | None:
    """The profile with this code."""
    return profiles().get(code)


def profile_choices() -> list[tuple[str, str]]:
    """Every profile by code and name."""
    return [(code, of_one.profile.name) for code, of_one in profiles().items()]


def _year(day: date | None) -> int | None:
    return None if day is None else FiscalYear.of(day).year

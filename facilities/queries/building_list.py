"""The answer behind the list of buildings (建物の一覧)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from facilities.models import Building
from facilities.queries.condition import latest_in_brief
from facilities.rules.age import age_on

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from common.partial_dates import PartialDate
    from common.scope import Scope
    from facilities.queries.condition import ConditionInBrief
    from facilities.querysets.buildings import BuildingQuerySet


@dataclass(frozen=True)
class BuildingLine:
    """One building in the list; ``age`` is 築45年, ``floor_area`` in 0.01 ㎡."""

    pk: int
    name: str
    centre: str
    structure: str
    floor_area: int | None
    built_on: PartialDate | None
    age: str
    condition: ConditionInBrief | None


def buildings_to_list(scope: Scope, *, on: date) -> BuildingQuerySet:
    """The buildings in use on the day that this person may see, with their centres."""
    return Building.objects.within(scope).standing(on).select_related("centre")


def building_lines(buildings: Iterable[Building], *, scope: Scope, on: date) -> list[BuildingLine]:
    """These buildings as lines of the list, in the order given; one query besides."""
    rows = list(buildings)
    conditions = latest_in_brief([row.pk for row in rows], scope=scope, on=on)
    return [
        BuildingLine(
            pk=row.pk,
            name=row.name,
            centre=row.centre.name,
            structure=row.get_structure_display(),
            floor_area=row.floor_area,
            built_on=row.built_on,
            age=age_on(row.built_on, on),
            condition=conditions.get(row.pk),
        )
        for row in rows
    ]

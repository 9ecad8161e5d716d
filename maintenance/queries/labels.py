"""The labels put up at a centre, and what can be recorded where one of them hangs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import F

from centres.models import Centre
from common.months import add_months
from facilities.models import Building, Equipment
from maintenance.models import DueInspection
from maintenance.queries.inspections import part_of
from maintenance.queries.nearing import same_fiscal_year

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from common.scope import Scope
    from maintenance.querysets.inspections import DueInspectionQuerySet

MONTHS_AHEAD = 3
"""What is due later than that is seldom what somebody has come for."""

LONGEST_ID = 18
"""As many digits as an id can have."""

_CODE = re.compile(rf"(?P<kind>[cbe])(?P<pk>[1-9][0-9]{{0,{LONGEST_ID - 1}}})")


@dataclass(frozen=True)
class Place:
    """Where a label hangs: at a centre, a building, or a piece of equipment. ``code`` is what the label says
    of it: short, so that the label can be read from afar, and worth nothing to who may not see the place."""

    code: str
    centre: Centre
    name: str
    building: Building | None = None
    equipment: Equipment | None = None


@dataclass(frozen=True)
class ToRecord:
    """One turn that can be recorded at the place, as ``ui/components/todo.html`` shows it."""

    title: str
    due_on: date | None
    days_left: int | None
    with_year: bool
    url_pk: int
    cycle_months: int


@dataclass(frozen=True)
class PlacePage:
    """What is to be recorded at a place: what is near, the biggest first (an inspection that answers smaller
    ones offers them itself), and what comes later."""

    near: tuple[ToRecord, ...]
    later: tuple[ToRecord, ...]


def labels_of(centre: Centre, *, scope: Scope) -> list[Place]:
    """The labels of a centre: its own, and one for each building and piece of equipment with inspections."""
    turns = _pending(scope).filter(building__centre=centre).select_related("building", "equipment")
    return [
        _place_at_centre(centre),
        *_places_inside(centre, turns.order_by("building__name", "building_id", "pk")),
    ]


def _places_inside(centre: Centre, turns: DueInspectionQuerySet) -> Iterator[Place]:
    seen: set[str] = set()
    buildings: dict[int, list[Place]] = {}
    for turn in turns:
        place = (
            _place_at_building(centre, turn.building)
            if turn.equipment is None
            else _place_at_equipment(centre, turn.building, turn.equipment)
        )
        if place.code not in seen:
            seen.add(place.code)
            buildings.setdefault(turn.building_id, []).append(place)
    for places in buildings.values():
        yield from sorted(places, key=lambda place: (place.equipment is not None, place.name))


def _place_at_centre(centre: Centre) -> Place:
    return Place(f"c{centre.pk}", centre, "施設全体")


def _place_at_building(centre: Centre, building: Building) -> Place:
    return Place(f"b{building.pk}", centre, building.name, building)


def _place_at_equipment(centre: Centre, building: Building, equipment: Equipment) -> Place:
    return Place(f"e{equipment.pk}", centre, equipment.name, building, equipment)


def place_of(code: str, *, scope: Scope) -> Place | None:
    """The place of which the label says this; None where there is none within the scope."""
    match = _CODE.fullmatch(code)
    if match is None:
        return None
    pk = int(match["pk"])
    if match["kind"] == "c":
        centre = Centre.objects.within(scope).filter(pk=pk).first()
        return _place_at_centre(centre) if centre else None
    if match["kind"] == "b":
        building = Building.objects.within(scope).select_related("centre").filter(pk=pk).first()
        return _place_at_building(building.centre, building) if building else None
    piece = Equipment.objects.within(scope).select_related("building__centre").filter(pk=pk).first()
    return _place_at_equipment(piece.building.centre, piece.building, piece) if piece else None


def page_of(place: Place, *, scope: Scope, on: date) -> PlacePage:
    """What is to be recorded at the place on this day."""
    turns = _pending(scope).filter(building__centre=place.centre)
    if place.equipment is not None:
        turns = turns.filter(equipment=place.equipment)
    elif place.building is not None:
        turns = turns.filter(building=place.building)
    rows: Any = turns.with_type_name().select_related("building", "equipment")
    until = add_months(on, MONTHS_AHEAD)
    near: list[ToRecord] = []
    later: list[ToRecord] = []
    for turn in rows.order_by(F("due_on").asc(nulls_first=True), "pk"):
        line = ToRecord(
            title="　".join(filter(None, (turn.type_name, _part_at(place, turn)))),
            due_on=turn.due_on,
            days_left=(turn.due_on - on).days if turn.due_on else None,
            with_year=turn.due_on is not None and not same_fiscal_year(turn.due_on, on),
            url_pk=turn.pk,
            cycle_months=turn.cycle_months,
        )
        (near if turn.due_on is None or turn.due_on <= until else later).append(line)
    return PlacePage(tuple(sorted(near, key=lambda line: -line.cycle_months)), tuple(later))


def _part_at(place: Place, turn: DueInspection) -> str:
    """What is looked at, as far as the place does not say it."""
    if place.equipment is not None or (place.building is not None and turn.equipment is None):
        return ""
    return turn.equipment.name if place.building is not None and turn.equipment else part_of(turn)


def _pending(scope: Scope) -> DueInspectionQuerySet:
    return DueInspection.objects.within(scope).pending().while_there()

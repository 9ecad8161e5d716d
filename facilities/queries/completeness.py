"""How complete the records of centres are (台帳の充足度): five queries, for one centre or for all."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Value
from django.db.models.functions import NullIf

from common.fiscal_year import FiscalYear
from facilities.models import Building, BuildingUse, Land, Room, YearOfUse
from facilities.rules.completeness import (
    BUILDING,
    LAND,
    ROOM,
    YEAR,
    Card,
    Completeness,
    Missing,
    Place,
    Question,
    completeness_of,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from datetime import date

    from common.scope import Scope

NO_BUILDING = "建物の登録", "法定点検と、更新費用の試算"
NO_ROOM = "部屋の登録", "施設カルテと、収容人員の計算"
NO_LAND = "土地の登録", "建て替えられる大きさ"

Rows = dict[int, list[dict[str, Any]]]


def centre_completeness(centre_id: int, *, scope: Scope, on: date) -> Completeness | None:
    """How complete the record of one centre is; None for whoever is not asked."""
    return centres_completeness([centre_id], scope=scope, on=on).get(centre_id)


def centres_completeness(centre_ids: Collection[int], *, scope: Scope, on: date) -> dict[int, Completeness]:
    """How complete the record of each of these centres is.

    What stands on the day is asked, and the last fiscal year that is over. Only the city's own people are
    asked: some of the facts are for them alone.
    """
    ids = [pk for pk in centre_ids if scope.internal and scope.sees_centre(pk)]
    last_year = FiscalYear.of(on) - 1
    buildings = _grouped(
        Building.objects.within(scope)
        .filter(centre__in=ids)
        .standing(on)
        .annotate(
            # A building without a use is one of which the uses are not known.
            has_uses=NullIf(Exists(BuildingUse.objects.filter(building=OuterRef("pk"))), Value(value=False))
        ),
        BUILDING,
        "centre_id",
        name="name",
    )
    rooms = _grouped(
        Room.objects.within(scope).filter(building__centre__in=ids).usable(on),
        ROOM,
        "building__centre_id",
        name="name",
    )
    land = _grouped(Land.objects.within(scope).filter(centre__in=ids), LAND, "centre_id", name="name")
    years = _grouped(
        YearOfUse.objects.within(scope).filter(centre__in=ids, fiscal_year=last_year.year),
        YEAR,
        "centre_id",
        name="fiscal_year",
    )
    return {
        pk: completeness_of(
            [
                *_of_buildings(pk, buildings[pk]),
                *_of_rooms(rooms[pk], buildings[pk]),
                *_of_land(pk, land[pk]),
                *_of_year(pk, years[pk], last_year),
            ]
        )
        for pk in ids
    }


@dataclass(frozen=True)
class Loaded:
    """The records of one centre as they are loaded; ``with_uses`` are the buildings whose uses are known."""

    buildings: Sequence[Building]
    with_uses: Collection[int]
    rooms: Sequence[Room]
    land: Sequence[Land]
    years: Sequence[YearOfUse]


def completeness_of_loaded(centre_id: int, loaded: Loaded, *, on: date) -> Completeness:
    """How complete the record of one centre is, without asking again. The same answer as
    ``centre_completeness``."""
    last_year = FiscalYear.of(on) - 1
    told = [
        _facts(building, BUILDING, has_uses=building.pk in loaded.with_uses or None)
        for building in loaded.buildings
    ]
    return completeness_of(
        [
            *_of_buildings(centre_id, told),
            *_of_rooms([_facts(room, ROOM) for room in loaded.rooms], told),
            *_of_land(centre_id, [_facts(one, LAND) for one in loaded.land]),
            *_of_year(
                centre_id,
                [_facts(year, YEAR) for year in loaded.years if year.fiscal_year == last_year.year],
                last_year,
            ),
        ]
    )


def _facts(row: Any, questions: tuple[Question, ...], **more: Any) -> dict[str, Any]:
    """The columns that the questions look at, and what the record is called."""
    columns = {question.column or question.field for question in questions} - more.keys()
    named = {"pk": row.pk, "name": getattr(row, "name", "")}
    return {**named, **{column: getattr(row, column) for column in columns}, **more}


def _grouped(rows: Any, questions: tuple[Question, ...], centre: str, *, name: str) -> Rows:
    """The columns that the questions look at, by the id of the centre; one query."""
    columns = sorted({question.column or question.field for question in questions})
    grouped: Rows = defaultdict(list)
    for row in rows.order_by("pk").values("pk", centre, name, *columns):
        grouped[row[centre]].append(row)
    return grouped


def _of_buildings(centre_id: int, rows: list[dict[str, Any]]) -> Iterator[Card | Missing]:
    if not rows:
        yield Missing(BUILDING, *NO_BUILDING, Place("building-new", centre_id, "name"))
    for row in rows:
        yield Card(BUILDING, row["name"], "building-edit", row["pk"], row)


def _of_rooms(rooms: list[dict[str, Any]], buildings: list[dict[str, Any]]) -> Iterator[Card | Missing]:
    if not rooms and buildings:
        yield Missing(ROOM, *NO_ROOM, Place("room-new", buildings[0]["pk"], "name"))
    for row in rooms:
        yield Card(ROOM, row["name"], "room-edit", row["pk"], row)


def _of_land(centre_id: int, rows: list[dict[str, Any]]) -> Iterator[Card | Missing]:
    if not rows:
        yield Missing(LAND, *NO_LAND, Place("land-new", centre_id, "name"))
    for row in rows:
        yield Card(LAND, row["name"], "land-edit", row["pk"], row)


def _of_year(centre_id: int, rows: list[dict[str, Any]], year: FiscalYear) -> Iterator[Card | Missing]:
    if not rows:
        label = f"{year}の実績の登録", "利用の動きと、これからの費用の見込み"
        yield Missing(YEAR, *label, Place("year-new", centre_id, "fiscal_year"))
    for row in rows:
        yield Card(YEAR, year.label, "year-edit", row["pk"], row)

"""The card of a centre (施設カルテ) as far as the building register tells it, ready for a page.

Seven queries, however much there is. Areas are whole 0.01 m2 and yen whole numbers, ``None`` where they are
not known; what is said in words has its three answers: the value, なし, 不明.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from common.fiscal_year import FiscalYear
from facilities.choices import Ownership, Zoning
from facilities.models import Building, BuildingUse, CentreFile, Equipment, Land, Room, YearOfUse
from facilities.queries.completeness import Loaded, completeness_of_loaded
from facilities.queries.law_facts import FactGroup, groups_of
from facilities.queries.years import YearLine, year_line
from facilities.rules import words
from facilities.rules.areas import beyond_floor_area
from facilities.rules.life import runs_out_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date, datetime

    from common.partial_dates import PartialDate
    from common.scope import Scope
    from facilities.rules.completeness import Completeness

R = TypeVar("R", BuildingUse, Room, Equipment)


@dataclass(frozen=True)
class UseLine:
    """One use of a part of a building (用途)."""

    kind: str
    name: str
    storey: str
    area: int


@dataclass(frozen=True)
class RoomLine:
    """A room (部屋). ``fee`` in words: 1時間135円, 無料, 不明; ``capacity`` too."""

    pk: int
    name: str
    storey: str
    area: int | None
    capacity: str
    fee: str
    fee_note: str
    needs_check: bool


@dataclass(frozen=True)
class EquipmentLine:
    """A piece of equipment (設備) that is there, with the fiscal year in which its expected life runs out."""

    pk: int
    name: str
    category: str
    maker: str
    serial: str
    installed_on: PartialDate | None
    expected_life: str
    runs_out_in: FiscalYear | None
    is_over: bool
    compressor: str


@dataclass(frozen=True)
class BuildingCard:
    """What a building that stands holds, and what laws ask of it.

    ``beyond`` is by how much its uses go beyond its floor area, in 0.01 m2: to be told as a warning.
    """

    pk: int
    name: str
    uses: tuple[UseLine, ...]
    beyond: int
    rooms: tuple[RoomLine, ...]
    equipment: tuple[EquipmentLine, ...]
    groups: tuple[FactGroup, ...]


@dataclass(frozen=True)
class LandLine:
    """Land of a centre (土地), in words but for its area."""

    pk: int
    name: str
    area: int | None
    ownership: str
    leased_area: str
    zoning: str
    coverage_ratio: str
    floor_ratio: str
    parking: str
    wheelchair_parking: str
    playground: str
    notes: str
    needs_check: bool


@dataclass(frozen=True)
class FileLine:
    """A photograph or document (写真・文書), to be opened at the page ``file``."""

    pk: int
    kind: str
    is_photo: bool
    title: str
    subject: str
    made_on: PartialDate | None
    uploaded_at: datetime
    original_name: str
    shared: bool


@dataclass(frozen=True)
class CentreRecord:
    """What the building register tells of a centre, and how complete it is, for whoever is asked."""

    buildings: tuple[BuildingCard, ...]
    land: tuple[LandLine, ...]
    years: tuple[YearLine, ...]
    files: tuple[FileLine, ...]
    completeness: Completeness | None


def record_of(centre_id: int, *, scope: Scope, on: date) -> CentreRecord:
    """The card of a centre on this day: what stands and is lent, its land, its years from the latest
    backwards, its files."""
    buildings = list(Building.objects.within(scope).filter(centre=centre_id).standing(on).order_by("pk"))
    uses = BuildingUse.objects.within(scope).filter(building__centre=centre_id)
    rooms = list(Room.objects.within(scope).filter(building__centre=centre_id).usable(on))
    equipment = Equipment.objects.within(scope).filter(building__centre=centre_id).installed(on)
    land = list(Land.objects.within(scope).filter(centre=centre_id).order_by("pk"))
    years = list(YearOfUse.objects.within(scope).filter(centre=centre_id).order_by("-fiscal_year"))
    files = CentreFile.objects.within(scope).kept().filter(centre=centre_id)
    uses_of, rooms_of, equipment_of = _by_building(uses), _by_building(rooms), _by_building(equipment)
    loaded = Loaded(
        buildings=buildings,
        with_uses=set(uses_of),
        rooms=sorted(rooms, key=lambda room: room.pk),
        land=land,
        years=years,
    )
    return CentreRecord(
        buildings=tuple(
            _card(
                building,
                _Inside(uses_of[building.pk], rooms_of[building.pk], equipment_of[building.pk]),
                scope=scope,
                on=on,
            )
            for building in buildings
        ),
        land=tuple(_land(one, scope) for one in land),
        years=tuple(year_line(one, scope) for one in years),
        files=tuple(_file(one) for one in files.select_related("building").order_by("-uploaded_at", "-pk")),
        completeness=completeness_of_loaded(centre_id, loaded, on=on) if scope.internal else None,
    )


def _by_building(rows: Iterable[R]) -> Mapping[int, list[R]]:
    grouped: dict[int, list[R]] = defaultdict(list)
    for row in rows:
        grouped[row.building_id].append(row)
    return grouped


@dataclass(frozen=True)
class _Inside:
    """What belongs to one building."""

    uses: list[BuildingUse]
    rooms: list[Room]
    equipment: list[Equipment]


def _card(building: Building, inside: _Inside, *, scope: Scope, on: date) -> BuildingCard:
    return BuildingCard(
        pk=building.pk,
        name=building.name,
        uses=tuple(
            UseLine(use.get_kind_display(), use.name, words.storey(use.storey), use.area)
            for use in inside.uses
        ),
        beyond=beyond_floor_area((use.area for use in inside.uses), building.floor_area),
        equipment=tuple(_equipment(piece, on) for piece in inside.equipment),
        rooms=tuple(
            RoomLine(
                pk=room.pk,
                name=room.name,
                storey=words.storey(room.storey),
                area=room.area,
                capacity=words.amount(room.capacity, "人"),
                fee=_fee(room),
                fee_note=room.fee_note,
                needs_check=scope.internal and room.needs_check,
            )
            for room in inside.rooms
        ),
        groups=groups_of(building, scope),
    )


def _equipment(piece: Equipment, on: date) -> EquipmentLine:
    year = runs_out_in(piece.installed_on, piece.expected_life_years)
    return EquipmentLine(
        pk=piece.pk,
        name=piece.name,
        category=piece.get_category_display(),
        maker=piece.maker,
        serial=piece.serial,
        installed_on=piece.installed_on,
        expected_life=words.amount(piece.expected_life_years, "年"),
        runs_out_in=year,
        is_over=year is not None and year < FiscalYear.of(on),
        compressor=words.amount(piece.compressor_watts, "kW", 3),
    )


BASIS = {"hour": "1時間", "block": "1区分", "day": "1日"}


def _fee(room: Room) -> str:
    said = words.amount(room.fee, "円", none="無料")
    return f"{BASIS.get(room.fee_basis, '')}{said}" if room.fee else said


def _land(land: Land, scope: Scope) -> LandLine:
    return LandLine(
        pk=land.pk,
        name=land.name,
        area=land.area,
        ownership=words.word(land.ownership, dict(Ownership.choices)),
        leased_area=words.area(land.leased_area),
        zoning=words.word(land.zoning, dict(Zoning.choices)),
        coverage_ratio=words.amount(land.coverage_ratio, "%"),
        floor_ratio=words.amount(land.floor_ratio, "%"),
        parking=words.amount(land.parking, "台"),
        wheelchair_parking=words.amount(land.wheelchair_parking, "台"),
        playground=words.yes_no(land.playground),
        notes=land.notes if scope.internal else "",
        needs_check=scope.internal and land.needs_check,
    )


def _file(file: CentreFile) -> FileLine:
    return FileLine(
        pk=file.pk,
        kind=file.get_kind_display(),
        is_photo=file.kind == "photo",
        title=file.title,
        subject=file.building.name if file.building else "",
        made_on=file.made_on,
        uploaded_at=file.uploaded_at,
        original_name=file.original_name,
        shared=file.shared,
    )

"""The buildings of a centre and what is installed in them (建物と設備)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from common.partial_dates import PartialDate, Precision
from facilities.choices import BuildingRole, EquipmentCategory, Structure
from facilities.models import Building
from facilities.rules.age import age_on

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from facilities.queries.condition import Condition
    from portal.centre.footnotes import Facts
    from portal.viewer import Viewer

DAYS = "first", "last", "precision"
BUILDING = (
    "pk",
    "name",
    "role",
    "structure",
    "floors_above",
    "floors_below",
    "floor_area",
    "awaits_opening",
    *(f"opened_on_{part}" for part in DAYS),
    *(f"built_on_{part}" for part in DAYS),
    *(f"retired_on_{part}" for part in DAYS),
)
EQUIPMENT = (
    "equipment__pk",
    "equipment__name",
    "equipment__category",
    "equipment__maker",
    *(f"equipment__installed_on_{part}" for part in DAYS),
    *(f"equipment__removed_on_{part}" for part in DAYS),
)


@dataclass(frozen=True)
class EquipmentLine:
    """A piece of equipment in one line."""

    pk: int
    name: str
    category: str
    maker: str
    installed_on: PartialDate | None


@dataclass(frozen=True)
class BuildingPart:
    """A building (建物) with its equipment and its latest survey (健全度). ``age`` is how old it is, 築45年;
    ``awaited``: it is not in use yet; ``doubts`` what to check."""

    pk: int
    name: str
    role: str
    structure: str
    floors: str
    floor_area: int | None
    built_on: PartialDate | None
    age: str
    retired: bool
    awaited: bool
    equipment: tuple[EquipmentLine, ...]
    condition: Condition | None
    doubts: frozenset[str]


@dataclass(frozen=True)
class Whole:
    """The standing buildings of a centre taken together.

    ``floor_area`` in 0.01 ㎡, of those whose area is known; ``areas_missing``: of some it is not.
    """

    oldest: BuildingPart | None
    floor_area: int | None
    areas_missing: bool


def buildings_of(
    centre_id: int, *, viewer: Viewer, facts: Facts, conditions: Mapping[int, Condition], on: date
) -> tuple[BuildingPart, ...]:
    """The buildings with their equipment, standing ones first; one query. ``conditions`` are their latest
    surveys by the building."""
    rows = (
        Building.objects.within(viewer.scope)
        .filter(centre=centre_id)
        .order_by("pk", "equipment__category", "equipment__pk")
        .values(*BUILDING, *EQUIPMENT)
    )
    grouped: dict[int, list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        grouped[row["pk"]].append(row)
    parts = (
        _part(of_one, doubts=facts.doubtful("building", pk), condition=conditions.get(pk), on=on)
        for pk, of_one in grouped.items()
    )
    return tuple(sorted(parts, key=lambda part: (part.retired, part.awaited)))


def whole(buildings: Iterable[BuildingPart]) -> Whole:
    """The standing buildings taken together."""
    standing = [building for building in buildings if not building.retired and not building.awaited]
    built = [building for building in standing if building.built_on is not None]
    areas = [building.floor_area for building in standing if building.floor_area is not None]
    return Whole(
        oldest=min(built, key=lambda building: (building.built_on, building.pk), default=None),
        floor_area=sum(areas) if areas else None,
        areas_missing=len(areas) < len(standing),
    )


def _part(
    rows: Sequence[Mapping[str, Any]], *, doubts: frozenset[str], condition: Condition | None, on: date
) -> BuildingPart:
    row = rows[0]
    built_on = _day(row, "built_on")
    retired_on, opened_on = _day(row, "retired_on"), _day(row, "opened_on")
    opens_later = opened_on is not None and not opened_on.possibly_by(on)
    return BuildingPart(
        pk=row["pk"],
        name=row["name"],
        role=BuildingRole(row["role"]).label,
        structure=Structure(row["structure"]).label if row["structure"] else "",
        floors=floors_in_words(row["floors_above"], row["floors_below"]),
        floor_area=row["floor_area"],
        built_on=built_on,
        age=age_on(built_on, on),
        retired=retired_on is not None and retired_on.possibly_by(on),
        awaited=row["awaits_opening"] or opens_later,
        equipment=tuple(_installed(rows, on=on)),
        condition=condition,
        doubts=doubts,
    )


def floors_in_words(above: int | None, below: int | None) -> str:
    """地上2階, 地下1階・地上2階; empty while it is not known."""
    words = [f"地下{below}階"] if below else []
    if above:
        words.append(f"地上{above}階")
    return "・".join(words)


def _installed(rows: Iterable[Mapping[str, Any]], *, on: date) -> Iterable[EquipmentLine]:
    for row in rows:
        removed_on = _day(row, "equipment__removed_on")
        if row["equipment__pk"] is None or (removed_on is not None and removed_on.possibly_by(on)):
            continue
        yield EquipmentLine(
            pk=row["equipment__pk"],
            name=row["equipment__name"],
            category=EquipmentCategory(row["equipment__category"]).label,
            maker=row["equipment__maker"],
            installed_on=_day(row, "equipment__installed_on"),
        )


def _day(row: Mapping[str, Any], name: str) -> PartialDate | None:
    first, last, precision = (row[f"{name}_{part}"] for part in DAYS)
    return PartialDate(first, last, Precision(precision)) if first else None

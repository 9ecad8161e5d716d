"""What the register says of a building, as the conditions of the catalogue ask for it (判定に使う事実)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from common.months import MONTHS_OF_YEAR, add_months
from facilities.choices import EquipmentCategory, UseKind
from maintenance.rules.facts import Between
from maintenance.rules.occupants import Audience, Occupants, occupants_by_rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from common.partial_dates import PartialDate

THIRD = 3
"""From this storey on a use counts as lying high."""

PLAIN = (
    "floor_area",
    "floors_above",
    "floors_below",
    "tiled_wall",
    "specific_ceiling",
    "asbestos",
    "fire_item",
    "staff",
    "direct_stairs",
    "fire_shutters",
    "voltage",
    "generator",
    "solar_watts",
    "battery_watt_hours",
    "ev_charger_watts",
    "water_tank_litres",
    "septic_tank",
    "septic_tank_persons",
    "underground_tank",
    "lifts",
    "boiler",
    "bath",
    "lp_gas",
)
"""Facts that are fields of the building, taken as they stand."""

OF_AUDIENCE = ("fixed_seats", "bench_width_cm", "standing_area", "other_audience_area", "occupants_reported")

COLUMNS = (*PLAIN, *OF_AUDIENCE)
DAYS = ("built_on", "opened_on", "underground_tank_installed_on")


@dataclass(frozen=True)
class Use:
    """What a part of a building is used for, on which storey, and its area."""

    kind: str
    storey: int | None
    area: int


def facts_of_building(
    building: Mapping[str, Any], uses: Sequence[Use], categories: Iterable[str], *, on: date
) -> dict[str, Any]:
    """Every fact of a building on a day, the reckoned ones with what is known of them in part.

    ``building`` has its columns and days by name, ``categories`` are those of the equipment installed.
    """
    facts = {name: building[name] for name in PLAIN}
    areas = _Areas(uses, building)
    facts |= {
        "built_on": _day(building["built_on"]),
        "years_in_use": years_since(building["opened_on"] or building["built_on"], on=on),
        "underground_tank_years": years_since(building["underground_tank_installed_on"], on=on),
        "floors": _plus(building["floors_above"], building["floors_below"]),
        "assembly_area": areas.of(UseKind.ASSEMBLY),
        "office_area": areas.of(UseKind.OFFICE),
        "upper_assembly_area": areas.high(),
        "basement_assembly_area": areas.below(),
        "audience_area": _audience_area(building, areas.of(UseKind.ASSEMBLY)),
        "occupants": occupants_of(building, areas.of(UseKind.OFFICE)).counted,
        "has_fire_equipment": True if EquipmentCategory.FIRE in set(categories) else None,
    }
    facts["single_stair"] = _single_stair(facts)
    return facts


def facts_of_equipment(*, category: str, compressor_watts: int | None, installed_on: Any) -> dict[str, Any]:
    """The facts of one piece of equipment."""
    return {"category": category, "compressor_watts": compressor_watts, "installed_on": _day(installed_on)}


def occupants_of(building: Mapping[str, Any], office_area: int | Between[int] | None) -> Occupants:
    """How many people the building holds: as filed, and by the rule."""
    width = building["bench_width_cm"]
    audience = Audience(
        building["fixed_seats"],
        None if width is None else (width,),
        building["standing_area"],
        building["other_audience_area"],
    )
    office = office_area.high if isinstance(office_area, Between) else office_area
    by_rule = occupants_by_rule(
        building["fire_item"], staff=building["staff"], audience=audience, office_area=office
    )
    return Occupants(building["occupants_reported"], by_rule)


def occupants_told(building: Mapping[str, Any], uses: Sequence[Use]) -> Occupants:
    """How many people the building holds, as filed and by the rule, for whoever compares the two."""
    return occupants_of(building, _Areas(uses, building).of(UseKind.OFFICE))


def years_since(day: PartialDate | None, *, on: date) -> int | Between[int] | None:
    """Full years from a day to another; between two ends where the first is known in part only."""
    if day is None:
        return None
    low, high = (_full_years(end, on) for end in (day.last, day.first))
    return low if low == high else Between(low, high)


def _full_years(since: date, on: date) -> int:
    years = max(0, on.year - since.year)
    return max(0, years - (add_months(since, MONTHS_OF_YEAR * years) > on))


def _day(day: PartialDate | None) -> date | Between[date] | None:
    if day is None:
        return None
    return day.first if day.first == day.last else Between(day.first, day.last)


def _plus(above: int | None, below: int | None) -> int | Between[int] | None:
    if above is not None and below is not None:
        return above + below
    known = (above or 0) + (below or 0)
    return Between(known) if known else None


class _Areas:
    """The areas of the uses of one building; where no use stands in the register, up to its floor area."""

    def __init__(self, uses: Sequence[Use], building: Mapping[str, Any]) -> None:
        self.uses = uses
        self.floor_area: int | None = building["floor_area"]
        self.floors_above: int | None = building["floors_above"]
        self.floors_below: int | None = building["floors_below"]

    def of(self, kind: str) -> int | Between[int] | None:
        if not self.uses:
            return None if self.floor_area is None else Between(0, self.floor_area)
        return sum(use.area for use in self.uses if use.kind == kind)

    def high(self) -> int | Between[int] | None:
        """What of the assembly lies on the third storey or higher."""
        none_so_high = self.floors_above is not None and self.floors_above < THIRD
        return self._where(lambda storey: storey >= THIRD, nowhere=none_so_high)

    def below(self) -> int | Between[int] | None:
        """What of the assembly lies below the ground."""
        return self._where(lambda storey: storey < 0, nowhere=self.floors_below == 0)

    def _where(self, lies: Any, *, nowhere: bool) -> int | Between[int] | None:
        halls = [use for use in self.uses if use.kind == UseKind.ASSEMBLY]
        there = sum(use.area for use in halls if use.storey is not None and lies(use.storey))
        open_area = sum(use.area for use in halls if use.storey is None)
        if nowhere and not there:
            return 0
        if not self.uses:
            return self.of(UseKind.ASSEMBLY)
        return Between(there, there + open_area) if open_area else there


def _audience_area(
    building: Mapping[str, Any], assembly: int | Between[int] | None
) -> int | Between[int] | None:
    """The area of the audience: what is measured, and at most the whole assembly where there are seats, of
    which only the number is known."""
    parts = [building["standing_area"], building["other_audience_area"]]
    low = sum(part or 0 for part in parts)
    if None not in parts and building["fixed_seats"] == 0 and building["bench_width_cm"] == 0:
        return low
    high = assembly.high if isinstance(assembly, Between) else assembly
    return Between(low, max(low, high)) if high is not None else Between(low) if low else None


def _single_stair(facts: Mapping[str, Any]) -> bool | None:
    """Whether the assembly lies high or below the ground and one stair at most leads out (特定一階段)."""
    stairs = facts["direct_stairs"]
    spread = [_is_some(facts[name]) for name in ("upper_assembly_area", "basement_assembly_area")]
    elsewhere = True if True in spread else None if None in spread else False
    if (stairs is not None and stairs > 1) or elsewhere is False:
        return False
    return None if stairs is None else elsewhere


def _is_some(area: int | Between[int] | None) -> bool | None:
    if isinstance(area, Between):
        return True if area.low else False if area.high == 0 else None
    return None if area is None else area > 0

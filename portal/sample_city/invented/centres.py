"""Six centres that are made up, one told in full: land, buildings, rooms, equipment and their use."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from centres.choices import CentreKind, DreamPlan
from common.certainty import Certainty
from common.fiscal_year import FiscalYear
from common.partial_dates import PartialDate
from common.periods import Period
from facilities.choices import (
    Boiler,
    BuildingRole,
    EquipmentCategory,
    FeeBasis,
    FireItem,
    Generator,
    Ownership,
    SeismicStandard,
    SepticTank,
    Shelter,
    Strengthening,
    Structure,
    UndergroundTank,
    UseKind,
    Voltage,
    Zoning,
)
from facilities.models import YearOfUse
from portal.sample_city.entries import (
    SAMPLE,
    BuildingEntry,
    CentreEntry,
    DistrictEntry,
    EquipmentEntry,
    SmallEntry,
    SuspensionEntry,
    Told,
    UseEntry,
    WarrantyEntry,
    sample,
)
from portal.sample_city.invented.people import CENTRAL, EAST, HARBOUR, IN_SAMPLE, NORTH, SOUTH, WEST

if TYPE_CHECKING:
    from typing import Any


@dataclass(frozen=True)
class Holds:
    """The rooms and uses of an invented building."""

    rooms: tuple[SmallEntry, ...] = ()
    uses: tuple[UseEntry, ...] = ()


NOTHING_INSIDE = Holds()

DISTRICTS = (
    DistrictEntry("見本", Told(value=False, page=SAMPLE, certainty=Certainty.SAMPLE), DreamPlan.DRAWING_UP),
    DistrictEntry("見本山", Told(value=True, page=SAMPLE, certainty=Certainty.SAMPLE), DreamPlan.ADOPTED),
)


def _small(**values: Any) -> SmallEntry:
    """A small record that is made up."""
    return SmallEntry(values, SAMPLE, Certainty.SAMPLE)


def _land(area: int, **more: Any) -> SmallEntry:
    """The land of a centre; ``area`` in 0.01 m2."""
    known = {
        "area": area,
        "ownership": Ownership.CITY,
        "leased_area": 0,
        "zoning": Zoning.RESIDENTIAL_1,
        "coverage_ratio": 60,
        "floor_ratio": 200,
        "parking": 20,
        "wheelchair_parking": 1,
        "playground": False,
    }
    return _small(**{**known, **more}, notes=IN_SAMPLE)


def _room(name: str, storey: int, area: int, capacity: int | None, **more: Any) -> SmallEntry:
    return _small(name=f"見本 {name}", storey=storey, area=area, capacity=capacity, **more)


def _by_the_hour(fee: int) -> dict[str, Any]:
    return {"fee": fee, "fee_basis": FeeBasis.HOUR}


def _centre(
    name: str, kana: str, post: str, *buildings: BuildingEntry, land: SmallEntry, **more: Any
) -> CentreEntry:
    facts = sample(
        name=name,
        kana=f"みほん{kana}しみんせんたー",
        kind=CentreKind.CIVIC_CENTRE,
        **{"district": "見本", **more},
        internal_notes=IN_SAMPLE,
    )
    return CentreEntry(facts, post, buildings, (land,))


def _building(
    name: str,
    built: PartialDate,
    area: int,
    *equipment: EquipmentEntry,
    holds: Holds = NOTHING_INSIDE,
    **more: Any,
) -> BuildingEntry:
    """An invented building; ``area`` in 0.01 m2."""
    return BuildingEntry(
        sample(
            **{"name": name, "role": BuildingRole.MAIN, "structure": Structure.RC, "floors_above": 2, **more},
            built_on=built,
            floor_area=area,
            notes=IN_SAMPLE,
        ),
        equipment,
        holds.rooms,
        holds.uses,
    )


def _piece(name: str, category: EquipmentCategory, **known: Any) -> EquipmentEntry:
    return EquipmentEntry(f"見本 {name}", category, IN_SAMPLE, known)


# What laws and estimates ask of the building that is told in full.
CENTRAL_FACTS = {
    "floors_below": 0,
    "confirmed_on": PartialDate.of_month(1980, 9),
    "has_certificate": True,
    "certified_on": PartialDate.of_month(1982, 3),
    "interior_refitted_on": PartialDate.of_fiscal_year(2009),
    "mechanical_refitted_on": PartialDate.of_fiscal_year(2011),
    "fire_item": FireItem.MIXED_WITH_ASSEMBLY,
    "fixed_seats": 0,
    "bench_width_cm": 0,
    "standing_area": 0,
    "other_audience_area": 24_000,
    "staff": 6,
    "occupants_reported": 480,
    "direct_stairs": 2,
    "fire_shutters": True,
    "voltage": Voltage.HIGH,
    "generator": Generator.NONE,
    "solar_watts": 9_900,
    "battery_watt_hours": 0,
    "ev_charger_watts": 0,
    "water_tank_litres": 12_500,
    "septic_tank": SepticTank.NONE,
    "underground_tank": UndergroundTank.NONE,
    "lifts": 1,
    "boiler": Boiler.SIMPLE,
    "bath": False,
    "lp_gas": False,
    "tiled_wall": True,
    "specific_ceiling": False,
    "asbestos": False,
    "seismic_standard": SeismicStandard.OLD,
    "seismic_diagnosed": True,
    "is_value": 62,
    "seismic_strengthened": Strengthening.DONE,
    "shelter": Shelter.BOTH,
    "shelter_capacity": 160,
    "acquisition_cost": 268_000_000,
    "book_value": 32_160_000,
}
CENTRAL_HOLDS = Holds(
    rooms=(
        _room("ホール", 2, 24_000, 240, **_by_the_hour(816)),
        _room("会議室1", 1, 5_400, 36, **_by_the_hour(184)),
        _room("会議室2", 2, 4_200, 24, **_by_the_hour(143)),
        _room("和室", 1, 4_860, 30, **_by_the_hour(165)),
        _room("調理室", 1, 6_480, 24, **_by_the_hour(350)),
        _room("図書コーナー", 1, 3_600, None, fee=0),
    ),
    uses=(
        UseEntry(UseKind.ASSEMBLY, 1, 39_000),
        UseEntry(UseKind.OFFICE, 1, 17_000),
        UseEntry(UseKind.ASSEMBLY, 2, 62_500),
        UseEntry(UseKind.STORE, 2, 4_000),
    ),
)


def _hall(area: int, fee: int) -> Holds:
    """A building with one room of which something is known."""
    return Holds(rooms=(_room("集会室", 1, area, 80, **_by_the_hour(fee)),))


CENTRES = (
    _centre(
        CENTRAL,
        "ちゅうおう",
        "tanto-1",
        _building(
            "本館",
            PartialDate.of_fiscal_year(1981),
            125_040,
            _piece(
                "エレベーター",
                EquipmentCategory.LIFT,
                installed_on=PartialDate.of_fiscal_year(2011),
                expected_life_years=17,
                compressor_watts=0,
            ),
            _piece(
                "受変電設備",
                EquipmentCategory.POWER,
                installed_on=PartialDate.of_fiscal_year(2009),
                expected_life_years=15,
                compressor_watts=0,
            ),
            _piece("自動火災報知設備", EquipmentCategory.FIRE, compressor_watts=0),
            _piece(
                "空調設備",
                EquipmentCategory.AIR_CONDITIONING,
                installed_on=PartialDate.of_month(2012, 3),
                expected_life_years=15,
                compressor_watts=11_200,
            ),
            holds=CENTRAL_HOLDS,
            **CENTRAL_FACTS,
        ),
        _building(
            "別館",
            PartialDate.of_month(1996, 3),
            31_275,
            role=BuildingRole.ANNEX,
            structure=Structure.STEEL,
            floors_above=1,
        ),
        land=_land(298_640, parking=42, wheelchair_parking=2, playground=True),
        opened_on=PartialDate.of_day(date(1982, 4, 1)),
    ),
    _centre(
        EAST,
        "ひがし",
        "tanto-2",
        _building(
            "本館",
            PartialDate.of_year(1974),
            68_420,
            _piece("消防用設備", EquipmentCategory.FIRE),
            holds=_hall(12_000, 408),
        ),
        BuildingEntry(sample(name="新館", role=BuildingRole.MAIN, structure=Structure.WOOD, notes=IN_SAMPLE)),
        land=_land(152_300),
    ),
    _centre(
        WEST,
        "にし",
        "tanto-2",
        _building(
            "本館",
            PartialDate.of_month(2003, 11),
            72_118,
            _piece("自動ドア", EquipmentCategory.AUTOMATIC_DOOR),
            holds=_hall(14_400, 490),
        ),
        land=_land(180_450),
    ),
    _centre(
        SOUTH,
        "みなみ",
        "tanto-2",
        _building(
            "本館",
            PartialDate.of_fiscal_year(1988),
            54_600,
            holds=_hall(9_900, 337),
            structure=Structure.WOOD,
            floors_above=1,
        ),
        land=_land(120_000, ownership=Ownership.PARTLY_LEASED, leased_area=32_000, zoning=Zoning.OUTSIDE),
        district="見本山",
    ),
    _centre(
        NORTH,
        "きた",
        "tanto-2",
        _building(
            "本館",
            PartialDate.of_month(1990, 3),
            61_950,
            _piece("浄化槽", EquipmentCategory.SEPTIC_TANK),
            holds=_hall(10_800, 367),
            septic_tank=SepticTank.COMBINED,
            septic_tank_persons=21,
        ),
        land=_land(140_000, zoning=Zoning.OUTSIDE),
        district="見本山",
    ),
    _centre(
        HARBOUR,
        "みなと",
        "tanto-1",
        _building("本館", PartialDate.of_fiscal_year(1996), 48_300, holds=_hall(8_800, 299)),
        land=_land(98_500),
    ),
)


def suspensions(on: date) -> tuple[SuspensionEntry, ...]:
    """A centre that is out of use just now (休止中)."""
    days = Period(on - timedelta(days=20), on + timedelta(days=100))
    return (SuspensionEntry(SOUTH, days, "見本：屋根の改修工事"),)


def warranties(on: date) -> tuple[WarrantyEntry, ...]:
    """A new door of which the warranty ends in the coming weeks."""
    return (WarrantyEntry(WEST, "見本 自動ドア", on + timedelta(days=25)),)


USE_OF_LAST_YEAR = {
    CENTRAL: (18_420, 1_236, 1_482_600, 4_186_000, 912_000, 3_520_000, 264_000),
    EAST: (6_310, 402, 512_300, 1_925_000, 385_000, 1_410_000, 96_000),
    WEST: (8_245, 566, 688_000, 2_210_000, 143_000, 1_655_000, 110_000),
    SOUTH: (2_980, 214, 198_400, 984_000, 1_240_000, 860_000, 58_000),
    NORTH: (4_105, 288, 266_900, 1_376_000, 297_000, 1_108_000, 72_000),
}
YEARS_TOLD = 3


def years_of_use(on: date) -> tuple[tuple[str, SmallEntry], ...]:
    """How the centres were used in the last three fiscal years that are over, and what the upkeep cost; each
    year before had three per cent less of everything."""
    columns = "users", "uses_count", "fees", *YearOfUse.UPKEEP
    last = FiscalYear.of(on) - 1
    return tuple(
        (
            centre,
            _small(
                fiscal_year=(last - before).year,
                **{
                    name: number * (100 - 3 * before) // 100
                    for name, number in zip(columns, numbers, strict=True)
                },
                notes=IN_SAMPLE,
            ),
        )
        for centre, numbers in USE_OF_LAST_YEAR.items()
        for before in reversed(range(YEARS_TOLD))
    )

"""What laws, shelter and estimate ask of a building, in words (法令が問う属性): its value, なし, 不明."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from common.db.scoped import hidden_fields
from facilities.choices import SeismicStandard
from facilities.models import Building
from facilities.rules.seismic import danger_of, standard_of
from facilities.rules.words import NOT_KNOWN, amount, area, hundredths, word, yes_no

if TYPE_CHECKING:
    from common.partial_dates import PartialDate
    from common.scope import Scope


@dataclass(frozen=True)
class Fact:
    """One fact, its field and its answer in words. ``note`` says what follows from it or stands for it."""

    field: str
    label: str
    value: str
    note: str = ""

    @property
    def is_known(self) -> bool:
        """Whether it is known, be it that there is none."""
        return self.value != NOT_KNOWN


@dataclass(frozen=True)
class FactGroup:
    """Facts that stand together under one heading."""

    title: str
    facts: tuple[Fact, ...]


def groups_of(building: Building, scope: Scope) -> tuple[FactGroup, ...]:
    """What is asked of a building, under the headings of its form, without what this person never reads."""
    hidden = hidden_fields(Building, scope)
    return tuple(
        FactGroup(title, tuple(fact for fact in facts if fact.field not in hidden))
        for title, facts in (
            ("建築と改修", _body(building)),
            ("消防", _fire(building)),
            ("電気", _power(building)),
            ("水・油・ガスと昇降機", _plant(building)),
            ("耐震", _seismic(building)),
            ("避難所と財産", _public(building)),
        )
    )


class _Said:
    """Makes facts of one building under the labels of its record."""

    def __init__(self, building: Building) -> None:
        self.building = building

    def number(self, field: str, unit: str, places: int = 0) -> Fact:
        return self._fact(field, amount(getattr(self.building, field), unit, places))

    def area(self, field: str) -> Fact:
        return self._fact(field, area(getattr(self.building, field)))

    def answer(self, field: str, yes: str = "あり", no: str = "なし") -> Fact:
        return self._fact(field, yes_no(getattr(self.building, field), yes, no))

    def code(self, field: str) -> Fact:
        return self._fact(field, word(getattr(self.building, field), dict(_column(field).flatchoices)))

    def day(self, field: str) -> Fact:
        day: PartialDate | None = getattr(self.building, field)
        return Fact(field, getattr(Building, field).verbose_name, day.label if day else NOT_KNOWN)

    def _fact(self, field: str, value: str) -> Fact:
        return Fact(field, str(_column(field).verbose_name), value)


def _column(field: str) -> Any:
    return Building._meta.get_field(field)


def _body(building: Building) -> list[Fact]:
    said = _Said(building)
    return [
        said.day("confirmed_on"),
        said.answer("has_certificate")
        if building.certified_on is None
        else Fact("has_certificate", "検査済証", "あり", f"{building.certified_on.label}に交付"),
        said.day("interior_refitted_on"),
        said.day("electrical_refitted_on"),
        said.day("mechanical_refitted_on"),
        said.answer("tiled_wall"),
        said.answer("specific_ceiling"),
        said.answer("asbestos"),
    ]


def _fire(building: Building) -> list[Fact]:
    said = _Said(building)
    return [
        said.code("fire_item"),
        said.number("fixed_seats", "席"),
        said.number("bench_width_cm", "cm"),
        said.area("standing_area"),
        said.area("other_audience_area"),
        said.number("staff", "人"),
        said.number("occupants_reported", "人"),
        said.number("direct_stairs", "か所"),
        said.answer("fire_shutters"),
    ]


def _power(building: Building) -> list[Fact]:
    said = _Said(building)
    return [
        said.code("voltage"),
        said.code("generator"),
        said.number("solar_watts", "kW", 3),
        said.number("battery_watt_hours", "kWh", 3),
        said.number("ev_charger_watts", "kW", 3),
    ]


def _plant(building: Building) -> list[Fact]:
    said = _Said(building)
    tank = said.code("septic_tank")
    if building.septic_tank_persons is not None:
        tank = Fact(tank.field, tank.label, tank.value, f"{building.septic_tank_persons:,}人槽")
    under = said.code("underground_tank")
    if building.underground_tank_installed_on is not None:
        day = building.underground_tank_installed_on.label
        under = Fact(under.field, under.label, under.value, f"{day}に設置")
    return [
        said.number("water_tank_litres", "㎥", 3),
        tank,
        under,
        said.number("lifts", "台"),
        said.code("boiler"),
        said.answer("bath"),
        said.answer("lp_gas", "使う", "使わない"),
    ]


def _seismic(building: Building) -> list[Fact]:
    said = _Said(building)
    standard = said.code("seismic_standard")
    by_day = standard_of(building.confirmed_on)
    if not standard.is_known and by_day is not None:
        note = f"建築確認日からは、{SeismicStandard(by_day).label}と推定"
        standard = Fact(standard.field, standard.label, standard.value, note)
    index = Fact("is_value", "Is値", NOT_KNOWN)
    if building.is_value is not None:
        index = Fact("is_value", "Is値", hundredths(building.is_value), danger_of(building.is_value))
    return [
        standard,
        said.answer("seismic_diagnosed", "した", "していない"),
        index,
        said.code("seismic_strengthened"),
    ]


def _public(building: Building) -> list[Fact]:
    said = _Said(building)
    shelter = said.code("shelter")
    if building.shelter_capacity is not None:
        note = f"収容{building.shelter_capacity:,}人"
        shelter = Fact(shelter.field, shelter.label, shelter.value, note)
    return [
        shelter,
        said.number("acquisition_cost", "円"),
        said.number("book_value", "円"),
        said.code("cost_category"),
    ]

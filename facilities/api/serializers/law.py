"""What the API answers and takes of the facts that law, shelter and estimate ask of a building."""

from __future__ import annotations

from rest_framework import serializers

from common.rest.values import Area, Coded, PartialDay
from common.rest.wire import AreaText, PartialDayText
from facilities.api.serializers.values import IsValue, IsValueText, answer
from facilities.choices import (
    Boiler,
    CostCategory,
    FireItem,
    Generator,
    SeismicStandard,
    SepticTank,
    Shelter,
    Strengthening,
    UndergroundTank,
    Voltage,
)

LAW_FACTS = (
    "has_certificate",
    "interior_refitted_on",
    "electrical_refitted_on",
    "mechanical_refitted_on",
    "fire_item",
    "fixed_seats",
    "bench_width_cm",
    "standing_area",
    "other_audience_area",
    "staff",
    "occupants_reported",
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
    "underground_tank_installed_on",
    "lifts",
    "boiler",
    "bath",
    "lp_gas",
    "tiled_wall",
    "specific_ceiling",
    "asbestos",
    "seismic_standard",
    "seismic_diagnosed",
    "is_value",
    "seismic_strengthened",
    "shelter",
    "shelter_capacity",
    "acquisition_cost",
    "book_value",
    "cost_category",
)
"""Each has three answers: its value, none (0, false, ``none``), and not known (null)."""


class LawFactsShape(serializers.Serializer):  # type: ignore[type-arg]
    """As they are answered."""

    interior_refitted_on = PartialDay()
    electrical_refitted_on = PartialDay()
    mechanical_refitted_on = PartialDay()
    fire_item = answer(FireItem)
    standing_area = Area()
    other_audience_area = Area()
    voltage = answer(Voltage)
    generator = answer(Generator)
    septic_tank = answer(SepticTank)
    underground_tank = answer(UndergroundTank)
    underground_tank_installed_on = PartialDay()
    boiler = answer(Boiler)
    seismic_standard = answer(SeismicStandard)
    is_value = IsValue()
    seismic_strengthened = answer(Strengthening)
    shelter = answer(Shelter)
    cost_category = Coded(CostCategory)


class LawFactsInput(serializers.Serializer):  # type: ignore[type-arg]
    """As they are sent; null says that a fact is not known."""

    interior_refitted_on = PartialDayText()
    electrical_refitted_on = PartialDayText()
    mechanical_refitted_on = PartialDayText()
    standing_area = AreaText()
    other_audience_area = AreaText()
    underground_tank_installed_on = PartialDayText()
    is_value = IsValueText()

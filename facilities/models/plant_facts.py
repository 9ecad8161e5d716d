"""What the laws on power, water and plant ask of a building (電気・水・設備の属性)."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from common.db.checks import CheckOf
from common.db.partial_dates import PartialDateField, partial_date_constraint
from facilities.choices import Boiler, Generator, SepticTank, UndergroundTank, Voltage
from facilities.models.columns import above_zero, whole, word, yes_no


class PowerFacts(models.Model):
    """How it receives and makes electric power, in whole watts and watt hours."""

    voltage = word("受電方式", Voltage)
    generator = word("自家発電機", Generator)
    solar_watts = whole("太陽光発電の出力")
    battery_watt_hours = whole("蓄電池の容量")
    ev_charger_watts = whole("電気自動車の充電設備の出力")

    class Meta:
        abstract = True


class PlantFacts(models.Model):
    """Tanks, lifts and whatever burns; a tank's content in whole litres."""

    water_tank_litres = whole("受水槽の有効容量")
    septic_tank = word("浄化槽の方式", SepticTank)
    septic_tank_persons = above_zero("浄化槽の人槽")
    underground_tank = word("地下タンク", UndergroundTank)
    underground_tank_installed_on = PartialDateField("地下タンクの設置年月")
    lifts = whole("昇降機の台数")
    boiler = word("ボイラー", Boiler)
    bath = yes_no("入浴の設備")
    lp_gas = yes_no("LPガスの使用")

    class Meta:
        abstract = True


NO_TANK = ("", "none")

PLANT_CONSTRAINTS: tuple[Any, ...] = (
    CheckOf(
        "septic_tank_persons",
        Q(septic_tank_persons__isnull=True) | ~Q(septic_tank__in=NO_TANK),
        name="building_septic_persons_of_a_tank",
        message="浄化槽の人槽を入力するときは、浄化槽の方式も選んでください。",
    ),
    CheckOf(
        "septic_tank_persons",
        Q(septic_tank_persons__isnull=True) | Q(septic_tank_persons__gt=0),
        name="building_septic_persons_above_zero",
        message="浄化槽の人槽は0より大きい数にしてください。",
    ),
    partial_date_constraint("underground_tank_installed_on", "building"),
    CheckOf(
        "underground_tank_installed_on",
        Q(underground_tank_installed_on_first__isnull=True) | ~Q(underground_tank__in=NO_TANK),
        name="building_underground_day_of_a_tank",
        message="地下タンクの設置年月を入力するときは、地下タンクの種類も選んでください。",
    ),
)

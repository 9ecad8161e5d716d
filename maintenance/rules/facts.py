"""The facts that a condition of the catalogue may name (条件に使える事実), each with its words.

A fact of a building carries the name of its field; what is reckoned from several fields has a name of its
own and says of which ``fields`` it is made. Areas are whole 0.01 m2, powers whole watts, tanks whole litres.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Generic, TypeVar

from facilities.choices import (
    Boiler,
    EquipmentCategory,
    FireItem,
    Generator,
    SepticTank,
    UndergroundTank,
    Voltage,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from django.db.models import TextChoices

T = TypeVar("T", int, "date")


class Kind(StrEnum):
    """What kind of value a fact has, and in which unit a condition speaks of it."""

    NUMBER = "number"
    AREA = "m2"
    VOLUME = "m3"
    POWER = "kw"
    ENERGY = "kwh"
    DAY = "day"
    WORD = "word"
    YES_NO = "yes_no"


IN_UNIT: Mapping[Kind, int] = {Kind.AREA: 100, Kind.VOLUME: 1000, Kind.POWER: 1000, Kind.ENERGY: 1000}
"""How many of the record's whole units one unit of a condition is: m2(200) is 20000."""

UNIT_WORDS: Mapping[Kind, str] = {Kind.AREA: "㎡", Kind.VOLUME: "㎥", Kind.POWER: "kW", Kind.ENERGY: "kWh"}


class Entered(StrEnum):
    """Where a fact is entered (入力する画面)."""

    BUILDING = "building"
    USES = "uses"
    EQUIPMENT = "equipment"
    CITY = "city"


@dataclass(frozen=True)
class Between(Generic[T]):
    """A number or a day known in part: from ``low`` to ``high``, both included; ``None`` leaves an end
    open."""

    low: T | None = None
    high: T | None = None


@dataclass(frozen=True)
class FactOf:
    """One fact: its name in conditions, its words, and where it is entered.

    ``yes`` and ``no`` say a fact with two answers as the end of a clause (浴槽がある), ``words`` the answers
    of a fact that is a word.
    """

    name: str
    label: str
    kind: Kind
    entered: Entered = Entered.BUILDING
    unit: str = ""
    yes: str = ""
    no: str = ""
    words: Mapping[str, str] = field(default_factory=dict)
    made_of: tuple[str, ...] = ()

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields of the record from which it comes."""
        return self.made_of or (self.name,)


def _yes_no(name: str, label: str) -> FactOf:
    return FactOf(name, label, Kind.YES_NO, yes=f"{label}がある", no=f"{label}がない")


def _of_uses(name: str, label: str) -> FactOf:
    return FactOf(name, label, Kind.AREA, Entered.USES, made_of=("uses",))


def _of_register(name: str, label: str) -> FactOf:
    of_equipment = FactOf(name, label, Kind.YES_NO, Entered.EQUIPMENT, made_of=("equipment",))
    return replace(of_equipment, yes=f"{label}がある", no=f"{label}がない")


def _word(
    name: str, label: str, words: type[TextChoices], *, no: str = "", entered: Entered = Entered.BUILDING
) -> FactOf:
    return FactOf(name, label, Kind.WORD, entered, no=no, words={str(one): one.label for one in words})


OF_OCCUPANTS = (
    "occupants_reported",
    "staff",
    "fixed_seats",
    "bench_width_cm",
    "standing_area",
    "other_audience_area",
)

_FACTS = (
    FactOf(
        "has_building_official",
        "市の建築主事",
        Kind.YES_NO,
        Entered.CITY,
        yes="市が建築主事を置いている",
        no="市が建築主事を置いていない",
    ),
    FactOf("floor_area", "延床面積", Kind.AREA),
    FactOf("floors", "階数（地階を含む）", Kind.NUMBER, unit="階", made_of=("floors_above", "floors_below")),
    FactOf("floors_above", "地上階数", Kind.NUMBER, unit="階"),
    FactOf("floors_below", "地下階数", Kind.NUMBER, unit="階"),
    _of_uses("assembly_area", "集会場部分の面積"),
    _of_uses("office_area", "事務所部分の面積"),
    FactOf(
        "upper_assembly_area", "3階以上の階の集会場部分の面積", Kind.AREA, Entered.USES, made_of=("uses",)
    ),
    _of_uses("basement_assembly_area", "地階の集会場部分の面積"),
    FactOf(
        "audience_area",
        "客席の面積",
        Kind.AREA,
        made_of=("fixed_seats", "bench_width_cm", "standing_area", "other_audience_area"),
    ),
    FactOf("built_on", "建築年月", Kind.DAY),
    FactOf("years_in_use", "使い始めてからの年数", Kind.NUMBER, unit="年", made_of=("opened_on",)),
    _yes_no("tiled_wall", "タイル・石・モルタルの外壁"),
    _yes_no("specific_ceiling", "特定天井"),
    _yes_no("asbestos", "石綿を含む吹付け材など"),
    _word("fire_item", "消防法の用途の項", FireItem),
    FactOf("occupants", "収容人員", Kind.NUMBER, unit="人", made_of=OF_OCCUPANTS),
    FactOf("staff", "従業者の数", Kind.NUMBER, unit="人"),
    FactOf("direct_stairs", "避難階に通じる直通階段の数", Kind.NUMBER, unit="か所"),
    FactOf(
        "single_stair",
        "特定一階段（3階以上か地階に集会場があり、直通階段が1つ以下）",
        Kind.YES_NO,
        yes="特定一階段の建物である",
        no="特定一階段の建物ではない",
        made_of=("direct_stairs", "floors_above", "floors_below", "uses"),
    ),
    _of_register("has_fire_equipment", "消防用設備等の登録"),
    _yes_no("fire_shutters", "火災のとき自動で閉まる防火戸・防火シャッター"),
    _word("voltage", "受電方式", Voltage, no="受電していない"),
    _word("generator", "自家発電機", Generator, no="自家発電機がない"),
    FactOf("solar_watts", "太陽光発電の出力", Kind.POWER),
    FactOf("battery_watt_hours", "蓄電池の容量", Kind.ENERGY),
    FactOf("ev_charger_watts", "電気自動車の充電設備の出力", Kind.POWER),
    FactOf("water_tank_litres", "受水槽の有効容量", Kind.VOLUME),
    _word("septic_tank", "浄化槽の方式", SepticTank, no="浄化槽がない"),
    FactOf("septic_tank_persons", "浄化槽の人槽", Kind.NUMBER, unit="人槽"),
    _word("underground_tank", "地下タンク", UndergroundTank, no="地下タンクがない"),
    FactOf(
        "underground_tank_years",
        "地下タンクの設置からの年数",
        Kind.NUMBER,
        unit="年",
        made_of=("underground_tank_installed_on",),
    ),
    FactOf("lifts", "昇降機の台数", Kind.NUMBER, unit="台"),
    _word("boiler", "ボイラー", Boiler, no="ボイラーがない"),
    _yes_no("bath", "入浴の設備"),
    FactOf("lp_gas", "LPガスの使用", Kind.YES_NO, yes="LPガスを使っている", no="LPガスを使っていない"),
    _word("category", "設備の区分", EquipmentCategory, entered=Entered.EQUIPMENT),
    FactOf("compressor_watts", "圧縮機の定格出力", Kind.POWER, Entered.EQUIPMENT),
    FactOf("installed_on", "設置年月", Kind.DAY, Entered.EQUIPMENT),
    FactOf(
        "equipment",
        "設備の登録",
        Kind.YES_NO,
        Entered.EQUIPMENT,
        yes="設備の登録がある",
        no="設備の登録がない",
    ),
)

FACTS: Mapping[str, FactOf] = {fact.name: fact for fact in _FACTS}
"""Every fact by its name."""

OF_EQUIPMENT = frozenset({"category", "compressor_watts", "installed_on"})
"""Facts of one piece of equipment; everything else is told of the building or of the city."""

OF_CITY = frozenset(fact.name for fact in _FACTS if fact.entered == Entered.CITY)
"""Facts of the city itself."""

"""The part of the form of a building that law, shelter and estimate ask for, each with the reason why."""

from __future__ import annotations

from typing import ClassVar

from django import forms

from facilities.choices import (
    Boiler,
    FireItem,
    Generator,
    SeismicStandard,
    SepticTank,
    Shelter,
    Strengthening,
    UndergroundTank,
    Voltage,
)
from ui.forms import PartialDateFormField, WholeNumberField
from ui.number_fields import AnswerField, DecimalsField

NOT_YET = ("", "まだ分からない")


def _word(label: str, choices: list[tuple[str, str]], why: str = "") -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=[NOT_YET, *choices], required=False, help_text=why)


def _number(label: str, why: str = "") -> WholeNumberField:
    return WholeNumberField(label=label, required=False, min_value=0, help_text=why)


def _decimals(label: str, places: int, example: str, why: str = "") -> DecimalsField:
    return DecimalsField(
        label=label, places=places, example=example, required=False, max_value=2**31 - 1, help_text=why
    )


class LawFields(forms.Form):
    """Facts of a building beyond its size and age; each may be left open, and says then 不明."""

    LAW_FACTS: ClassVar[tuple[str, ...]] = (
        "fire_item",
        "fixed_seats",
        "bench_width_cm",
        "standing_area",
        "other_audience_area",
        "staff",
        "occupants_reported",
        "direct_stairs",
        "fire_shutters",
        "has_certificate",
        "tiled_wall",
        "specific_ceiling",
        "asbestos",
        "seismic_standard",
        "seismic_diagnosed",
        "is_value",
        "seismic_strengthened",
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
        "shelter",
        "shelter_capacity",
        "acquisition_cost",
        "book_value",
        "cost_category",
    )
    LAW_DAYS: ClassVar[tuple[str, ...]] = (
        "underground_tank_installed_on",
        "interior_refitted_on",
        "electrical_refitted_on",
        "mechanical_refitted_on",
    )

    fire_item = _word(
        "消防法の用途の項",
        FireItem.choices,
        "消防法施行令の別表第一にある項。消防設備の点検を1年ごとに報告するか、3年ごとかが決まります。",
    )
    fixed_seats = _number("固定の椅子席")
    bench_width_cm = _number("長椅子の幅の合計", "正面の幅を足した長さ。40cmで1人と数えます。")
    standing_area = _decimals("立見席の面積", 2, "12.50", "0.2㎡で1人と数えます。")
    other_audience_area = _decimals(
        "そのほかの客席部分の面積", 2, "96.68", "椅子を並べて使う会議室など。0.5㎡で1人と数えます。"
    )
    staff = _number("従業者の数", "ふだん働いている人の、最も多いときの数。")
    occupants_reported = _number("届け出た収容人員", "消防署へ届け出た数。計算と違っていてもかまいません。")
    direct_stairs = _number(
        "避難階に通じる直通階段の数", "1つしかない建物は、点検する人の資格と回数が厳しくなります。"
    )
    fire_shutters = AnswerField(
        label="火災のとき自動で閉まる防火戸・防火シャッター", help_text="あると、1年ごとの点検が要ります。"
    )
    has_certificate = AnswerField(
        label="検査済証",
        help_text="建てたときの検査に合格した証書。法律で定める点検の、初回の期限を数え始める日が分かります。",
    )
    tiled_wall = AnswerField(
        label="タイル・石・モルタルの外壁", help_text="落ちると危ない所は、10年ごとに全面を打診します。"
    )
    specific_ceiling = AnswerField(
        label="特定天井", help_text="高さ6mを超え200㎡を超える、重いつり天井。建物の点検で必ず見ます。"
    )
    asbestos = AnswerField(
        label="石綿を含む吹付け材など", help_text="傷みの確認と、工事の前の調査に使います。"
    )
    seismic_standard = _word(
        "耐震基準",
        SeismicStandard.choices,
        "昭和56年6月1日以後に建築確認を受けた建物が、新しい基準です。",
    )
    seismic_diagnosed = AnswerField(label="耐震診断", yes="した", no="していない")
    is_value = _decimals("Is値", 2, "0.62", "診断で出た値のうち最も小さいもの。0.6以上が目安です。")
    seismic_strengthened = _word("耐震補強", Strengthening.choices)
    voltage = _word("受電方式", Voltage.choices, "高圧なら、電気設備の月次点検と年次点検が要ります。")
    generator = _word(
        "自家発電機", Generator.choices, "消防用設備の非常電源なら、負荷をかけた運転などの点検が要ります。"
    )
    solar_watts = _decimals("太陽光発電の出力", 3, "9.9", "10kW以上で届出、50kW以上で保安規程が要ります。")
    battery_watt_hours = _decimals("蓄電池の容量", 3, "9.8", "20kWhを超えると、消防署への届出が要ります。")
    ev_charger_watts = _decimals(
        "電気自動車の充電設備の出力", 3, "50", "20kWを超える急速充電は、火災予防条例の対象です。"
    )
    water_tank_litres = _decimals(
        "受水槽の有効容量", 3, "12.5", "合計で10㎥を超えると、毎年の検査と清掃が要ります。"
    )
    septic_tank = _word(
        "浄化槽の方式",
        SepticTank.choices,
        "保守点検の間隔が、方式と人槽で決まります。保守業者の記録に書いてあります。",
    )
    septic_tank_persons = _number("浄化槽の人槽")
    underground_tank = _word("地下タンク", UndergroundTank.choices, "油などのタンク。毎年の点検が要ります。")
    underground_tank_installed_on = PartialDateFormField(
        label="地下タンクの設置年月", required=False, help_text="漏れの点検が1年ごとか3年ごとかが決まります。"
    )
    lifts = _number("昇降機の台数", "小荷物用も数えます。1台でもあれば、毎年の点検が要ります。")
    boiler = _word("ボイラー", Boiler.choices, "区分で、検査と自主検査の要否が決まります。")
    bath = AnswerField(label="入浴の設備", help_text="レジオネラの検査が要ることがあります。")
    lp_gas = AnswerField(
        label="LPガスの使用", yes="使う", no="使わない", help_text="4年ごとに供給者が調べます。"
    )
    interior_refitted_on = PartialDateFormField(
        label="内部仕上げの改修年月", required=False, help_text="劣化調査で、評価の案をこの日から出します。"
    )
    electrical_refitted_on = PartialDateFormField(label="電気設備の改修年月", required=False)
    mechanical_refitted_on = PartialDateFormField(label="機械設備の改修年月", required=False)
    shelter = _word("避難所の指定", Shelter.choices)
    shelter_capacity = _number("避難所の収容人数")
    acquisition_cost = WholeNumberField(label="取得費", required=False, min_value=0, max_value=10**13)
    book_value = WholeNumberField(label="簿価", required=False, min_value=0, max_value=10**13)

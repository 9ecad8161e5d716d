from __future__ import annotations

from datetime import time
from decimal import Decimal

import pytest

from centres.importing.values import (
    BadValue,
    clock_time,
    closed_days,
    kana,
    kind,
    latitude,
    longitude,
    municipality_code,
    one_line,
    phone,
    poi_codes,
    postal_code,
    register_id,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0834-22-0442", "0834-22-0442"),
        ("０８３４－２２－０４４２", "0834-22-0442"),
        ("(0834)22-0442", "0834-22-0442"),
        ("0834（22）0442", "0834-22-0442"),
        ("0834ー22−0442", "0834-22-0442"),
        ("0834220442", "0834220442"),
        ("090-1234-5678", "090-1234-5678"),
    ],
)
def test_a_telephone_number_becomes_half_width(text, expected):
    assert phone(text) == expected


@pytest.mark.parametrize(
    "text", ["834220442", "22-0442", "0834-22-0442、0834-22-0443", "0834-22-0442（内線12）", "なし"]
)
def test_what_is_not_one_telephone_number_is_refused(text):
    with pytest.raises(BadValue, match="電話番号として読めません"):
        phone(text)


@pytest.mark.parametrize("text", ["745-0841", "7450841", "〒745-0841", "７４５－０８４１", "745ー0841"])
def test_a_postal_code_becomes_half_width(text):
    assert postal_code(text) == "745-0841"


@pytest.mark.parametrize("text", ["45-0841", "450841", "745-08411", "徳山"])
def test_what_is_no_postal_code_is_refused(text):
    with pytest.raises(BadValue, match="郵便番号として読めません"):
        postal_code(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("34.05", "34.05"),
        ("３４．０５", "34.05"),
        ("20", "20"),
        ("46", "46"),
        ("34.123456785", "34.12345678"),
    ],
)
def test_a_latitude_is_a_decimal(text, expected):
    assert latitude(text) == Decimal(expected)


@pytest.mark.parametrize(
    "text", ["350", "19.99999999", "46.00000001", "131.8", "-34", "34°3′", "34,05", "NaN", "1E1"]
)
def test_what_is_no_latitude_in_japan_is_refused(text):
    with pytest.raises(BadValue, match="緯度として使えません。20から46までの小数にしてください。"):
        latitude(text)


def test_a_longitude_lies_between_122_and_154():
    assert (longitude("122"), longitude("154")) == (Decimal(122), Decimal(154))


@pytest.mark.parametrize("text", ["121.9999", "154.0001"])
def test_what_is_no_longitude_in_japan_is_refused(text):
    with pytest.raises(BadValue, match="経度として使えません。122から154までの小数にしてください。"):
        longitude(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("08:30", time(8, 30)),
        ("8:30", time(8, 30)),
        ("８：３０", time(8, 30)),
        ("08:30:00", time(8, 30)),
        ("0.354166666666667", time(8, 30)),
        ("00:00", time(0, 0)),
        ("23:59", time(23, 59)),
    ],
)
def test_a_time_is_read_however_a_spreadsheet_keeps_it(text, expected):
    assert clock_time(text) == expected


@pytest.mark.parametrize("text", ["24:00", "8時30分", "08:60", "830", "1.5"])
def test_what_is_no_time_of_day_is_refused(text):
    with pytest.raises(BadValue, match="時刻として読めません"):
        clock_time(text)


def test_text_stays_as_entered_on_one_line():
    assert one_line("　見本　市民センター\n（別館）㈱① ") == "見本　市民センター （別館）㈱①"


def test_a_control_character_is_refused():
    with pytest.raises(BadValue, match="制御文字"):
        one_line("見本\x00市民センター")


def test_half_width_kana_becomes_full_width_and_the_rest_stays():
    assert kana("ﾐﾎﾝ　ｶﾞｯｺｳ みほん①") == "ミホン　ガッコウ みほん①"


def test_a_kind_is_known_by_its_label():
    assert kind("支所・市民センター") == "branch_and_centre"


def test_an_unknown_kind_is_refused():
    with pytest.raises(BadValue, match="「公民館」という種別はありません"):
        kind("公民館")


@pytest.mark.parametrize("text", ["35215", "3521522", "周南市", "３５２１５"])
def test_a_municipality_has_six_digits(text):
    with pytest.raises(BadValue, match="数字6桁"):
        municipality_code(text)


def test_the_number_of_a_facility_keeps_its_zeros():
    assert register_id("０００００００００1") == "0000000001"


@pytest.mark.parametrize("text", ["3.52152E+11", "1.2e+16", "3E+09"])
def test_a_number_crushed_into_powers_of_ten_is_refused(text):
    with pytest.raises(BadValue, match="元の番号がわかりません"):
        register_id(text)


def test_a_number_with_letters_is_not_taken_for_a_power_of_ten():
    assert register_id("5E01") == "5E01"


@pytest.mark.parametrize("text", ["1304;1309", "1304、1309", "１３０４　１３０９"])
def test_a_facility_may_have_several_poi_codes(text):
    assert poi_codes(text) == {"1304", "1309"}


@pytest.mark.parametrize(
    ("days", "notes", "before", "after"),
    [
        ("月火水木金", "祝日を除く", "", "利用可能曜日：月火水木金。祝日を除く"),
        ("月火水木金", "", "", "利用可能曜日：月火水木金"),
        ("", "祝日を除く", "", "祝日を除く"),
        ("月火", "", "利用可能曜日：水。祝日を除く", "利用可能曜日：月火。祝日を除く"),
        ("", "年末年始を除く", "利用可能曜日：水。祝日を除く", "利用可能曜日：水。年末年始を除く"),
        ("月火", "", "12月29日から1月3日", "利用可能曜日：月火。12月29日から1月3日"),
        ("月火。", "", "利用可能曜日：月火。祝日", "利用可能曜日：月火。祝日"),
    ],
)
def test_days_of_use_and_remark_are_kept_side_by_side_and_a_blank_erases_neither(days, notes, before, after):
    assert closed_days(days, notes, before) == after

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given

from common.eras import (
    NotADay,
    era_day,
    era_day_with_weekday,
    era_month,
    era_of,
    era_year,
    parse_era_day,
    weekday_kanji,
)
from tests.common.near_edges import days_near_edges


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (date(1912, 7, 29), "1912年7月29日"),
        (date(1912, 7, 30), "大正元年7月30日"),
        (date(1926, 12, 24), "大正15年12月24日"),
        (date(1926, 12, 25), "昭和元年12月25日"),
        (date(1989, 1, 7), "昭和64年1月7日"),
        (date(1989, 1, 8), "平成元年1月8日"),
        (date(2019, 4, 30), "平成31年4月30日"),
        (date(2019, 5, 1), "令和元年5月1日"),
        (date(2020, 1, 1), "令和2年1月1日"),
        (date(2026, 11, 23), "令和8年11月23日"),
    ],
)
def test_a_day_is_written_in_the_era_in_which_it_lies(day, text):
    assert era_day(day) == text


def test_year_and_month_are_written_in_the_era_of_the_day():
    assert (era_year(date(2019, 4, 30)), era_month(date(2019, 5, 1))) == ("平成31年", "令和元年5月")


@pytest.mark.parametrize(
    ("day", "kanji"),
    [(date(2026, 11, 22), "日"), (date(2026, 11, 23), "月"), (date(2026, 11, 28), "土")],
)
def test_the_weekday_is_one_letter(day, kanji):
    assert weekday_kanji(day) == kanji


def test_a_holiday_is_marked_beside_its_weekday():
    assert era_day_with_weekday(date(2026, 11, 24)) == "令和8年11月24日（火）"
    assert era_day_with_weekday(date(2026, 11, 23), holiday=True) == "令和8年11月23日（月・祝）"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("令和8年11月23日", date(2026, 11, 23)),
        ("令和８年１１月２３日", date(2026, 11, 23)),
        (" 令和 8年 11月 23日　", date(2026, 11, 23)),
        ("令和08年01月05日", date(2026, 1, 5)),
        ("令和元年5月1日", date(2019, 5, 1)),
        ("令和1年5月1日", date(2019, 5, 1)),
        ("㋿8年11月23日", date(2026, 11, 23)),
        ("R8.11.23", date(2026, 11, 23)),
        ("r8.11.23", date(2026, 11, 23)),
        ("Ｒ８．１１．２３", date(2026, 11, 23)),
        ("R元.5.1", date(2019, 5, 1)),
        ("H31/4/30", date(2019, 4, 30)),
        ("S64-1-7", date(1989, 1, 7)),
        ("T1.7.30", date(1912, 7, 30)),
        ("昭和64年1月7日", date(1989, 1, 7)),
        ("平成元年1月8日", date(1989, 1, 8)),
        ("大正15年12月24日", date(1926, 12, 24)),
        ("昭和元年12月25日", date(1926, 12, 25)),
        ("2026-11-23", date(2026, 11, 23)),
        ("2026/11/23", date(2026, 11, 23)),
        ("2026.1.5", date(2026, 1, 5)),
        ("2026年11月23日", date(2026, 11, 23)),
        ("２０２６－１１－２３", date(2026, 11, 23)),
        ("2026−11−23", date(2026, 11, 23)),
        ("２０２６ー１１ー２３", date(2026, 11, 23)),
        ("R8。11。23", date(2026, 11, 23)),
    ],
)
def test_a_day_is_read_in_either_calendar(text, day):
    assert parse_era_day(text) == day


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("平成31年5月1日", "「平成31年5月1日」は元号が違います。正しくは令和元年5月1日です。"),
        ("令和元年4月30日", "「令和元年4月30日」は元号が違います。正しくは平成31年4月30日です。"),
        ("昭和64年1月8日", "「昭和64年1月8日」は元号が違います。正しくは平成元年1月8日です。"),
        ("平成元年1月7日", "「平成元年1月7日」は元号が違います。正しくは昭和64年1月7日です。"),
        ("大正15年12月25日", "「大正15年12月25日」は元号が違います。正しくは昭和元年12月25日です。"),
        ("大正元年7月29日", "「大正元年7月29日」は元号が違います。正しくは1912年7月29日です。"),
        ("昭和100年1月1日", "「昭和100年1月1日」は元号が違います。正しくは令和7年1月1日です。"),
        ("令和8年2月29日", "「令和8年2月29日」という日は暦にありません。"),
        ("2026-02-29", "「2026-02-29」という日は暦にありません。"),
        ("2026-13-01", "「2026-13-01」という日は暦にありません。"),
        ("0000-01-01", "「0000-01-01」という日は暦にありません。"),
        ("令和0年1月1日", "「令和0年1月1日」は読めません。0年という年はありません。"),
    ],
)
def test_a_day_that_is_not_is_refused_with_the_right_one_where_there_is_one(text, message):
    with pytest.raises(NotADay) as refused:
        parse_era_day(text)

    assert str(refused.value) == message


@pytest.mark.parametrize(
    "text",
    [
        "",
        "明日",
        "令和8年11月",
        "R8",
        "2026-11",
        "2026-11/23",
        "8.11.23",
        "明治45年7月29日",
        "20261123",
        "2026-11-23x",
        "46349",
    ],
)
def test_what_is_no_day_is_refused_with_an_example(text):
    with pytest.raises(NotADay) as refused:
        parse_era_day(text)

    assert (
        str(refused.value)
        == f"「{text}」は日付として読めません。「令和8年11月23日」か「2026-11-23」のように書いてください。"
    )


def test_the_refusal_is_a_value_error():
    assert issubclass(NotADay, ValueError)


@given(days_near_edges.filter(lambda day: era_of(day) is not None))
def test_a_day_written_in_an_era_is_read_back(day):
    assert parse_era_day(era_day(day)) == day

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.eras import NotADay
from common.partial_dates import PartialDate, Precision, parse
from tests.common.near_edges import days_near_edges

partial_dates = st.one_of(
    st.builds(PartialDate.of_day, days_near_edges),
    st.builds(lambda day: PartialDate.of_month(day.year, day.month), days_near_edges),
    st.builds(lambda day: PartialDate.of_year(day.year), days_near_edges),
    st.builds(lambda day: PartialDate.of_fiscal_year(day.year), days_near_edges),
    st.sampled_from(["昭和64年1月", "平成元年1月", "平成31年", "令和元年", "昭和元年12月", "大正15年"]).map(
        parse
    ),
)


@pytest.mark.parametrize(
    ("text", "first", "last", "precision", "label"),
    [
        ("令和3年2月", date(2021, 2, 1), date(2021, 2, 28), "month", "令和3年2月"),
        ("2021-02", date(2021, 2, 1), date(2021, 2, 28), "month", "令和3年2月"),
        ("2021年2月", date(2021, 2, 1), date(2021, 2, 28), "month", "令和3年2月"),
        ("2020/2", date(2020, 2, 1), date(2020, 2, 29), "month", "令和2年2月"),
        ("R3.2", date(2021, 2, 1), date(2021, 2, 28), "month", "令和3年2月"),
        ("昭和56年3月", date(1981, 3, 1), date(1981, 3, 31), "month", "昭和56年（1981年）3月"),
        ("1970年度", date(1970, 4, 1), date(1971, 3, 31), "fiscal_year", "昭和45年度（1970年度）"),
        ("昭和45年度", date(1970, 4, 1), date(1971, 3, 31), "fiscal_year", "昭和45年度（1970年度）"),
        ("令和2年度", date(2020, 4, 1), date(2021, 3, 31), "fiscal_year", "令和2年度"),
        ("平成31年度", date(2019, 4, 1), date(2020, 3, 31), "fiscal_year", "令和元年度"),
        ("令和元年度", date(2019, 4, 1), date(2020, 3, 31), "fiscal_year", "令和元年度"),
        ("平成30年度", date(2018, 4, 1), date(2019, 3, 31), "fiscal_year", "平成30年度（2018年度）"),
        ("2021", date(2021, 1, 1), date(2021, 12, 31), "year", "令和3年"),
        ("2021年", date(2021, 1, 1), date(2021, 12, 31), "year", "令和3年"),
        ("令和３年", date(2021, 1, 1), date(2021, 12, 31), "year", "令和3年"),
        ("S56", date(1981, 1, 1), date(1981, 12, 31), "year", "昭和56年（1981年）"),
        ("2019", date(2019, 1, 1), date(2019, 12, 31), "year", "2019年"),
        ("平成31年", date(2019, 1, 1), date(2019, 4, 30), "year", "平成31年（2019年）"),
        ("令和元年", date(2019, 5, 1), date(2019, 12, 31), "year", "令和元年"),
        ("1989-01", date(1989, 1, 1), date(1989, 1, 31), "month", "1989年1月"),
        ("昭和64年1月", date(1989, 1, 1), date(1989, 1, 7), "month", "昭和64年（1989年）1月"),
        ("平成元年1月", date(1989, 1, 8), date(1989, 1, 31), "month", "平成元年（1989年）1月"),
        ("平成31年4月", date(2019, 4, 1), date(2019, 4, 30), "month", "平成31年（2019年）4月"),
        ("1905", date(1905, 1, 1), date(1905, 12, 31), "year", "1905年"),
        ("1905年度", date(1905, 4, 1), date(1906, 3, 31), "fiscal_year", "1905年度"),
        ("令和8年11月23日", date(2026, 11, 23), date(2026, 11, 23), "day", "令和8年11月23日"),
        ("1981-03-01", date(1981, 3, 1), date(1981, 3, 1), "day", "昭和56年（1981年）3月1日"),
    ],
)
def test_a_day_is_kept_and_shown_as_far_as_it_is_known(text, first, last, precision, label):
    known = parse(text)

    assert known == PartialDate(first, last, Precision(precision))
    assert (known.label, str(known)) == (label, label)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("平成31年5月", "「平成31年5月」は元号が違います。正しくは令和元年5月です。"),
        ("平成32年", "「平成32年」は元号が違います。正しくは令和2年です。"),
        ("令和元年4月", "「令和元年4月」は元号が違います。正しくは平成31年4月です。"),
        ("昭和64年度", "「昭和64年度」は元号が違います。正しくは平成元年度（1989年度）です。"),
        ("平成32年度", "「平成32年度」は元号が違います。正しくは令和2年度です。"),
        ("平成31年5月1日", "「平成31年5月1日」は元号が違います。正しくは令和元年5月1日です。"),
        ("令和3年13月", "「令和3年13月」は読めません。月は1から12までです。"),
        ("2021-0", "「2021-0」は読めません。月は1から12までです。"),
        ("令和0年", "「令和0年」は読めません。0年という年はありません。"),
        ("0000", "「0000」は読めません。0年という年はありません。"),
        ("令和3年2月29日", "「令和3年2月29日」という日は暦にありません。"),
        (
            "昭和のころ",
            "「昭和のころ」は日付として読めません。「令和3年2月1日」「令和3年2月」「令和3年」「昭和45年度」のように、わかる範囲で書いてください。",
        ),
    ],
)
def test_what_cannot_be_is_refused_with_one_sentence(text, message):
    with pytest.raises(NotADay) as refused:
        parse(text)

    assert str(refused.value) == message


@given(partial_dates)
def test_what_is_shown_in_a_form_is_read_back(known):
    assert parse(known.input_text) == known


@pytest.mark.parametrize(
    ("on", "certainly", "possibly"),
    [
        (date(2021, 1, 31), False, False),
        (date(2021, 2, 1), False, True),
        (date(2021, 2, 27), False, True),
        (date(2021, 2, 28), True, True),
        (date(2021, 3, 1), True, True),
    ],
)
def test_by_a_day_is_possible_from_the_first_and_certain_from_the_last_possible_day(on, certainly, possibly):
    known = PartialDate.of_month(2021, 2)

    assert (known.certainly_by(on), known.possibly_by(on)) == (certainly, possibly)


def test_days_sort_by_the_first_possible_day_then_by_the_last():
    ordered = [
        parse(text) for text in ("2020年度", "2021-01-01", "2021-01", "2021", "2021-02-01", "2021年度")
    ]

    ordered_backwards = ordered[::-1]

    assert sorted(ordered_backwards) == ordered


@pytest.mark.parametrize(
    ("first", "last", "precision"),
    [
        (date(2021, 2, 2), date(2021, 2, 1), "month"),
        (date(2021, 2, 1), date(2021, 2, 27), "month"),
        (date(2021, 2, 1), date(2021, 2, 2), "day"),
        (date(2021, 1, 1), date(2021, 12, 30), "year"),
        (date(2021, 1, 1), date(2021, 12, 31), "fiscal_year"),
        (date(2019, 5, 1), date(2020, 3, 31), "year"),
    ],
)
def test_a_span_that_is_no_day_month_year_or_fiscal_year_is_refused(first, last, precision):
    with pytest.raises(ValueError, match="わかる範囲"):
        PartialDate(first, last, Precision(precision))

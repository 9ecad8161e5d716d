from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.fiscal_year import FiscalYear
from common.partial_dates import PartialDate
from facilities.choices import Generator, SeismicStandard, Strengthening
from facilities.rules import words
from facilities.rules.areas import beyond_floor_area
from facilities.rules.life import life_ends_on, runs_out_in
from facilities.rules.seismic import danger_of, standard_of


def test_the_three_answers_are_never_said_alike():
    generators, strengthened = dict(Generator.choices), dict(Strengthening.choices)

    said = [
        (words.amount(9900, "kW", 3), words.amount(0, "kW", 3), words.amount(None, "kW", 3)),
        (words.area(1250), words.area(0), words.area(None)),
        (words.yes_no(True), words.yes_no(False), words.yes_no(None)),
        (words.word("fire", generators), words.word("none", generators), words.word("", generators)),
        (
            words.word("done", strengthened),
            words.word("none", strengthened),
            words.word("", strengthened),
        ),
    ]

    assert said == [
        ("9.9kW", "なし", "不明"),
        ("12.50㎡", "なし", "不明"),
        ("あり", "なし", "不明"),
        ("ある（消防用設備の非常電源）", "なし", "不明"),
        ("した", "していない", "不明"),
    ]


@pytest.mark.parametrize(("storey", "said"), [(2, "2階"), (1, "1階"), (-1, "地下1階"), (None, "")])
def test_a_storey_in_words(storey, said):
    assert words.storey(storey) == said


@given(value=st.integers(0, 10**9), places=st.sampled_from([0, 2, 3]))
def test_a_number_with_decimals_reads_back_as_the_same_number(value, places):
    whole, _, behind = words.decimals(value, places).replace(",", "").partition(".")

    assert int(whole + behind.ljust(places, "0")) == value


@pytest.mark.parametrize(
    ("confirmed_on", "standard"),
    [
        (PartialDate.of_day(date(1981, 5, 31)), SeismicStandard.OLD),
        (PartialDate.of_day(date(1981, 6, 1)), SeismicStandard.NEW),
        (PartialDate.of_month(1981, 5), SeismicStandard.OLD),
        (PartialDate.of_month(1981, 6), SeismicStandard.NEW),
        (PartialDate.of_fiscal_year(1981), None),
        (None, None),
    ],
)
def test_the_standard_follows_from_the_day_of_the_confirmation_where_that_is_certain(confirmed_on, standard):
    assert standard_of(confirmed_on) == standard


@pytest.mark.parametrize(("is_value", "danger"), [(29, "高い"), (30, "ある"), (59, "ある"), (60, "低い")])
def test_what_an_is_value_says(is_value, danger):
    assert danger_of(is_value).endswith(danger)


@pytest.mark.parametrize(
    ("installed_on", "years", "runs_out"),
    [
        (PartialDate.of_day(date(2022, 3, 31)), 15, FiscalYear(2036)),
        (PartialDate.of_day(date(2022, 4, 1)), 15, FiscalYear(2037)),
        (PartialDate.of_fiscal_year(2021), 15, FiscalYear(2036)),
        (None, 15, None),
        (PartialDate.of_year(2021), None, None),
    ],
)
def test_the_year_in_which_the_expected_life_runs_out(installed_on, years, runs_out):
    assert runs_out_in(installed_on, years) == runs_out
    assert life_ends_on(installed_on, years) == (runs_out and runs_out.last_day)


def test_a_life_that_outlasts_the_calendar_has_no_end():
    installed_on = PartialDate.of_fiscal_year(2021)

    assert life_ends_on(installed_on, 9998 - 2021) == date(9999, 3, 31)
    assert (runs_out_in(installed_on, 9999 - 2021), life_ends_on(installed_on, 9999 - 2021)) == (None, None)


@pytest.mark.parametrize(
    ("uses", "floor_area", "beyond"), [([60, 40], 100, 0), ([60, 41], 100, 1), ([60], None, 0)]
)
def test_uses_beyond_the_floor_area(uses, floor_area, beyond):
    assert beyond_floor_area(uses, floor_area) == beyond

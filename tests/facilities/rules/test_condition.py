from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from common.catalogues import read_catalogue
from common.partial_dates import PartialDate, parse
from facilities.rules.condition import (
    Suggestion,
    aligned_text,
    exact_text,
    half_up,
    points_text,
    problems_with_assessment,
    score,
    suggested_grade,
)
from facilities.rules.condition_methods import read_method

FILE = Path(__file__).resolve().parents[3] / "facilities/catalogues/condition_methods/mext-2017.yaml"
(ENTRY,) = read_catalogue(FILE, required=("name", "definition")).entries
METHOD = read_method(ENTRY.code, ENTRY.values["name"], ENTRY.values["definition"])
CODES = [part.code for part in METHOD.parts]
BUILT = PartialDate.of_day(date(1986, 11, 23))
ON = date(2026, 11, 23)


def grades(text: str) -> dict[str, str]:
    return {code: grade.strip("-") for code, grade in zip(CODES, text, strict=True)}


@pytest.mark.parametrize(
    ("text", "total", "hundredths", "whole", "band"),
    [
        ("AAAAA", "6,000", 10000, "100", "above"),
        ("BBBBB", "4,500", 7500, "75", "above"),
        ("CCCCC", "2,400", 4000, "40", "above"),
        ("DDDDD", "600", 1000, "10", "priority"),
        ("CDBAC", "3,148", 5247, "52", "above"),
        ("BCBBC", "3,642.5", 6071, "61", "above"),
        ("DCCCC", "2,247", 3745, "37", "priority"),
        ("CBCCC", "3,002", 5003, "50", "above"),
        ("BDCCD", "1,843.5", 3073, "31", "priority"),
    ],
)
def test_the_score_is_the_weighted_mean_of_the_points(text, total, hundredths, whole, band):
    result = score(METHOD, grades(text))

    assert result is not None
    assert (exact_text(result.total), exact_text(result.weights)) == (total, "60")
    assert (result.hundredths, result.as_the_method_writes, result.band.code) == (hundredths, whole, band)
    assert (result.partial, result.left_out) == (False, ())


def test_the_score_carries_its_working():
    result = score(METHOD, grades("CDBAC"))

    assert result is not None
    assert (result.value, result.shown) == (Fraction(3148, 60), "52.47")
    assert [
        (line.part.label, line.grade and int(line.grade.points), line.part.weight, int(line.product or 0))
        for line in result.working
    ] == [
        ("屋根・屋上", 40, Fraction(51, 10), 204),
        ("外壁", 10, Fraction(172, 10), 172),
        ("内部仕上げ", 75, Fraction(224, 10), 1680),
        ("電気設備", 100, Fraction(80, 10), 800),
        ("機械設備", 40, Fraction(73, 10), 292),
    ]


def test_a_part_without_a_grade_leaves_the_sum_and_the_weights_and_is_named():
    result = score(METHOD, grades("C-BAC"))

    assert result is not None
    assert (exact_text(result.total), exact_text(result.weights)) == ("2,976", "42.8")
    assert (result.shown, result.partial, result.left_out) == ("69.53", True, ("外壁",))


def test_without_any_grade_there_is_no_score():
    assert score(METHOD, {"roof": ""}) is None


@given(st.lists(st.sampled_from([*"ABCD", ""]), min_size=5, max_size=5).filter(any))
@settings(max_examples=100)
def test_a_score_lies_between_the_worst_and_the_best_grade_and_its_band_follows_the_exact_value(given_grades):
    result = score(METHOD, dict(zip(CODES, given_grades, strict=True)))

    assert result is not None
    points = [line.grade.points for line in result.working if line.grade]
    assert min(points) <= result.value <= max(points)
    assert (result.band.code == "priority") == (result.value < 40)
    assert abs(Fraction(result.hundredths, 100) - result.value) <= Fraction(1, 200)


@pytest.mark.parametrize(
    ("value", "band", "shown"),
    [
        (Fraction(39999, 1000), "priority", 4000),
        (Fraction(40), "above", 4000),
        (Fraction(40001, 1000), "above", 4000),
    ],
)
def test_a_band_is_judged_on_the_exact_value_and_not_on_what_is_shown(value, band, shown):
    assert (METHOD.band_of(value).code, half_up(value * 100)) == (band, shown)


@pytest.mark.parametrize(
    ("value", "whole"),
    [(Fraction(5, 2), 3), (Fraction(249, 100), 2), (Fraction(251, 100), 3), (Fraction(6145, 2), 3073)],
)
def test_a_half_goes_up(value, whole):
    assert half_up(value) == whole


def test_numbers_are_written_with_the_decimals_they_have():
    assert (exact_text(Fraction(8)), exact_text(Fraction("1843.5")), points_text(4000)) == (
        "8",
        "1,843.5",
        "40.00",
    )
    assert aligned_text(Fraction(8), [Fraction(8), Fraction("22.4")]) == "8.0"


def kinds(
    text: str, assessed_on: date | None = ON, built: PartialDate | None = BUILT
) -> list[tuple[str, str]]:
    problems = problems_with_assessment(METHOD, grades(text), assessed_on, built=built, on=ON)
    return [(problem.code, problem.field) for problem in problems]


@pytest.mark.parametrize(
    ("assessed_on", "found"),
    [
        (BUILT.first - timedelta(days=1), [("assessed-before-built", "assessed_on")]),
        (BUILT.first, []),
        (ON, []),
        (ON + timedelta(days=1), [("assessed-in-future", "assessed_on")]),
        (None, []),
    ],
)
def test_a_survey_lies_between_the_day_the_building_was_built_and_today(assessed_on, found):
    assert kinds("CDBAC", assessed_on) == found


@pytest.mark.parametrize(("day", "found"), [(date(1986, 3, 31), 1), (date(1986, 4, 1), 0)])
def test_a_building_whose_year_alone_is_known_refuses_only_what_lies_certainly_before_it(day, found):
    assert len(kinds("CDBAC", day, parse("昭和61年度"))) == found


def test_a_building_of_unknown_age_refuses_no_day_of_the_past():
    assert kinds("CDBAC", date(1900, 1, 1), None) == []


def test_grades_and_parts_outside_the_method_are_named():
    problems = problems_with_assessment(METHOD, {"roof": "E", "cellar": "A"}, ON, built=None, on=ON)

    assert [(problem.message, problem.field) for problem in problems] == [
        ("屋根・屋上の評価「E」は、この方式にありません。A・B・C・Dのどれかにしてください。", "grade_roof"),
        ("「cellar」という部位は、この方式にありません。", "parts"),
    ]


def test_a_survey_without_any_grade_is_refused():
    assert kinds("-----") == [("no-grade", "parts")]


def suggested(
    built: str, *, refitted: str = "", part: str = "electrical", on: date = ON
) -> Suggestion | None:
    found = METHOD.part(part)
    assert found is not None
    return suggested_grade(
        METHOD,
        found,
        built=parse(built) if built else None,
        refitted=parse(refitted) if refitted else None,
        on=on,
    )


@pytest.mark.parametrize(
    ("built", "expected"),
    [
        ("2006-11-24", ("A",)),
        ("2006-11-23", ("B",)),
        ("1986-11-24", ("B",)),
        ("1986-11-23", ("C",)),
        ("2006-11", ("A", "B")),
        ("2006年度", ("A", "B")),
        ("1986年度", ("B", "C")),
        ("1981年度", ("C",)),
    ],
)
def test_years_since_it_was_built_suggest_a_grade_and_two_where_the_day_is_not_known_well_enough(
    built, expected
):
    suggestion = suggested(built)

    assert suggestion is not None
    assert suggestion.grades == expected
    assert ("要確認" in suggestion.reason) == (len(expected) > 1)


def test_a_suggestion_says_why_and_that_the_worst_grade_is_given_by_eye():
    assert suggested("昭和56年3月") == Suggestion(
        ("C",),
        "昭和56年（1981年）3月の建築から45年なので、候補はCです。Dは、年数によらず目で見て決めます。",
    )


def test_a_refit_counts_from_its_own_day_and_only_once_it_has_come():
    after, ahead = suggested("1981年度", refitted="令和6年度"), suggested("1981年度", refitted="令和9年度")

    assert after is not None
    assert ahead is not None
    assert (after.grades, ahead.grades) == (("A",), ("C",))
    assert after.reason.startswith("令和6年度の改修から1〜2年なので、候補はAです。")


def test_a_part_graded_by_eye_has_no_suggestion_and_an_unknown_age_none_either():
    assert suggested("1981年度", part="roof") is None
    assert suggested("") == Suggestion((), "建築や改修の時期が分からないので、年数からの候補はありません。")


@given(
    built=st.dates(date(1950, 1, 1), date(2026, 11, 23)), on=st.dates(date(2026, 11, 23), date(2050, 1, 1))
)
@settings(max_examples=100)
def test_a_day_known_in_part_suggests_all_that_its_days_would(built, on):
    whole = PartialDate.of_month(built.year, built.month)
    part = METHOD.parts[-1]

    def of(since: PartialDate) -> tuple[str, ...]:
        suggestion = suggested_grade(METHOD, part, built=since, refitted=None, on=on)
        assert suggestion is not None
        return suggestion.grades

    ends = {*of(PartialDate.of_day(whole.first)), *of(PartialDate.of_day(min(whole.last, on)))}
    assert ends <= set(of(whole))
    assert set(of(PartialDate.of_day(built))) <= set(of(whole))

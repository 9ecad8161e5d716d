from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from common.fiscal_year import FiscalYear
from designated_managers.rules.evaluation_schemes import SchemeRefused, propose, read_scheme
from designated_managers.rules.evaluations import (
    problems_with_grades,
    problems_with_year,
    self_evaluation_open,
)
from designated_managers.rules.stage import DesignationDays

TERM = DesignationDays(designated=date(2023, 12, 20), first=date(2024, 4, 1), last=date(2029, 3, 31))
GRADES = [
    {"code": "A", "label": "A", "meaning": "上回る", "points": "2", "overall_from": "1.5"},
    {"code": "B", "label": "B", "meaning": "とおり", "points": "1", "overall_from": "0.5"},
    {"code": "C", "label": "C", "meaning": "下回る", "points": "0", "overall_from": "0"},
]
ITEMS = [
    {"code": "fair", "label": "公平", "ask": "公平でしたか。", "weight": "1"},
    {"code": "service", "label": "サービス", "ask": "喜ばれましたか。", "weight": "3"},
]
MEAN = {"overall": "mean", "grades": GRADES, "items": ITEMS}


def _scheme(**changes):
    return read_scheme("test", "見本の方式", {**MEAN, **changes})


def _worded(*codes: str) -> list[dict[str, str]]:
    return [{"code": code, "label": code, "meaning": "意味"} for code in codes]


@pytest.mark.parametrize(
    ("on", "codes"),
    [
        (date(2026, 3, 31), ["year-not-begun"]),
        (date(2026, 4, 1), []),
    ],
)
def test_a_year_that_has_not_begun_is_not_evaluated(on, codes):
    assert [one.code for one in problems_with_year(TERM, FiscalYear(2026), on=on)] == codes


@pytest.mark.parametrize(
    ("year", "codes"),
    [(2023, ["not-in-force-that-year"]), (2024, []), (2028, []), (2029, ["not-in-force-that-year"])],
)
def test_a_year_without_a_day_of_the_term_is_not_evaluated(year, codes):
    assert [one.code for one in problems_with_year(TERM, FiscalYear(year), on=date(2030, 1, 1))] == codes


@pytest.mark.parametrize(
    ("revoked", "codes"),
    [(date(2026, 4, 1), ["not-in-force-that-year"]), (date(2026, 4, 2), [])],
)
def test_a_revocation_on_the_first_day_of_the_year_leaves_nothing_to_evaluate(revoked, codes):
    days = DesignationDays(TERM.designated, TERM.first, TERM.last, revoked)

    assert [one.code for one in problems_with_year(days, FiscalYear(2026), on=date(2027, 1, 1))] == codes


def test_every_reason_against_a_year_is_told_at_once():
    found = problems_with_year(DesignationDays(), FiscalYear(2030), on=date(2026, 11, 23))

    assert [one.code for one in found] == ["year-not-begun", "not-in-force-that-year"]


@pytest.mark.parametrize(
    ("on", "asked", "opened"),
    [
        (date(2027, 3, 31), None, False),
        (date(2027, 4, 1), None, True),
        (date(2026, 10, 31), date(2026, 11, 1), False),
        (date(2026, 11, 1), date(2026, 11, 1), True),
    ],
)
def test_the_group_writes_once_the_year_is_over_or_when_the_city_asks(on, asked, opened):
    assert self_evaluation_open(TERM, FiscalYear(2026), asked=asked, on=on) is opened


@pytest.mark.parametrize(("on", "opened"), [(date(2026, 9, 30), False), (date(2026, 10, 1), True)])
def test_the_group_writes_once_a_designation_that_ended_within_the_year_is_over(on, opened):
    days = DesignationDays(TERM.designated, TERM.first, TERM.last, date(2026, 10, 1))

    assert self_evaluation_open(days, FiscalYear(2026), asked=None, on=on) is opened


@pytest.mark.parametrize(
    ("fair", "service", "proposed", "working"),
    [
        ("B", "A", "A", "点の合計 7 ÷ 配分の合計 4 = 1.75"),
        ("A", "B", "B", "点の合計 5 ÷ 配分の合計 4 = 1.25"),
        ("C", "C", "C", "点の合計 0 ÷ 配分の合計 4 = 0"),
        ("C", "A", "A", "点の合計 6 ÷ 配分の合計 4 = 1.5"),
    ],
)
def test_the_mean_of_the_weighted_points_proposes_the_overall_grade(fair, service, proposed, working):
    found = propose(_scheme(), {"fair": fair, "service": service})

    assert found is not None
    assert (found.grade.code, found.working) == (proposed, working)


def test_the_lowest_grade_proposes_the_overall_grade_where_the_scheme_says_so():
    scheme = _scheme(overall="lowest", grades=_worded("good", "poor"))

    found = propose(scheme, {"fair": "good", "service": "poor"})

    assert found is not None
    assert found.grade.code == "poor"


def test_nothing_is_proposed_while_an_item_has_no_grade_or_where_a_person_alone_decides():
    by_hand = _scheme(overall="by_hand", grades=_worded("A", "B"))

    assert propose(_scheme(), {"fair": "A"}) is None
    assert propose(by_hand, {"fair": "A", "service": "A"}) is None


def test_numbers_of_a_scheme_are_exact():
    assert [item.weight for item in _scheme().items] == [Fraction(1), Fraction(3)]


def test_everything_wrong_with_a_scheme_is_told_at_once():
    wrong = {
        "overall": "guess",
        "grades": [{"code": "A", "label": "A"}, "B"],
        "items": [],
        "colour": "red",
    }

    with pytest.raises(SchemeRefused) as refused:
        read_scheme("test", "見本", wrong)

    assert refused.value.sentences == (
        "「colour」という項目はありません。",
        "総合評価の決め方（overall）は mean・lowest・by_hand のどれかにしてください。",
        "1番目の評語に「meaning」がありません。",
        "2番目の評語は「項目名: 値」の形で書いてください。",
        "評価項目（items）は、1つ以上を並べて書いてください。",
    )


@pytest.mark.parametrize(
    ("grades", "sentence"),
    [
        (
            [GRADES[1], GRADES[0], GRADES[2]],
            "評語は良い順に並べ、overall_from をだんだん小さくしてください。",
        ),
        (GRADES[:2], 'いちばん低い評語の overall_from は "0" にしてください。'),
        (
            [{**GRADES[0], "points": 2}, *GRADES[1:]],
            '評語「A」の points は、引用符で囲んだ数にしてください。例："2.5"',
        ),
        ([GRADES[0], GRADES[0], GRADES[2]], "評語「A」が二度書かれています。"),
    ],
)
def test_grades_that_lead_nowhere_are_refused(grades, sentence):
    with pytest.raises(SchemeRefused) as refused:
        _scheme(grades=grades)

    assert refused.value.sentences == (sentence,)


def test_what_is_handed_in_has_every_grade_and_none_that_the_scheme_does_not_know():
    found = list(problems_with_grades(_scheme(), {"fair": "X", "other": "A"}, "", whole=True))

    assert [(one.code, one.field) for one in found] == [
        ("grade-unknown", "grade_fair"),
        ("grade-missing", "grade_service"),
        ("item-unknown", ""),
        ("overall-missing", "overall"),
    ]


def test_a_draft_may_leave_grades_open():
    assert list(problems_with_grades(_scheme(), {"fair": "A"}, "", whole=False)) == []

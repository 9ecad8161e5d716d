"""The figures of a report: three answers, what cannot be, what deserves a second look, and how months add up."""

from __future__ import annotations

from datetime import date

import pytest

from common.periods import Period
from designated_managers.rules.figures import (
    Compared,
    MonthTold,
    Report,
    Sum,
    added_up,
    contradictions,
    doubts,
    not_answered,
    too_early,
    unexplained,
)

OCTOBER = Period(date(2026, 10, 1), date(2026, 10, 31))


def codes(problems):
    return [(problem.code, problem.blocks) for problem in problems]


def test_none_is_an_answer_and_so_is_that_nobody_knows_but_an_empty_field_is_not():
    report = Report({"uses": 0, "people": None, "fees": None}, frozenset({"fees"}))

    assert codes(not_answered(report, ("uses", "people", "fees"))) == [("people-missing", True)]


@pytest.mark.parametrize(("days", "expected"), [(30, []), (31, []), (32, [("days-beyond-period", True)])])
def test_a_centre_is_open_no_more_days_than_the_month_has(days, expected):
    assert codes(contradictions(Report({"days_open": days}), OCTOBER)) == expected


def test_the_days_of_a_month_cut_short_are_those_that_were_left():
    cut = Period(date(2026, 10, 1), date(2026, 10, 15))

    assert codes(contradictions(Report({"days_open": 16}), cut)) == [("days-beyond-period", True)]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"days_open": 0, "people": 3}, ["used-while-closed"]),
        ({"days_open": 0, "people": 0, "uses": 0}, []),
        ({"uses": 0, "people": 3}, ["people-without-use"]),
        ({"reduced": 0, "reduced_yen": 100}, ["reduced_yen-without-reduced"]),
        ({"repairs": 0, "repairs_yen": 100}, ["repairs_yen-without-repairs"]),
        ({"repairs": 1, "repairs_yen": 0}, []),
        ({"repairs": None, "repairs_yen": 100}, []),
        (
            {"days_open": 32, "uses": 0, "people": 1},
            ["days-beyond-period", "people-without-use"],
        ),
    ],
)
def test_what_cannot_be_is_said_all_at_once(values, expected):
    assert [problem.code for problem in contradictions(Report(values), OCTOBER)] == expected


@pytest.mark.parametrize(
    ("now", "before", "expected"),
    [
        (199, 100, []),
        (200, 100, ["people-unlike-last-month"]),
        (51, 100, []),
        (50, 100, ["people-unlike-last-month"]),
        (1, 100, ["people-unlike-last-month"]),
        (0, 100, ["people-unlike-last-month"]),
        (None, 100, []),
        (100, 0, []),
        (100, None, []),
    ],
)
def test_what_is_twice_or_half_of_last_month_deserves_a_second_look(now, before, expected):
    found = doubts(Report({"people": now}), Compared(Report({"people": before})), times=2)

    assert [problem.code for problem in found] == expected


def test_fewer_people_than_uses_is_doubted_and_blocks_nothing():
    found = doubts(Report({"uses": 10, "people": 9}), Compared(), times=2)

    assert codes(found) == [("fewer-people-than-uses", False)]
    assert codes(doubts(Report({"uses": 10, "people": 10}), Compared(), times=2)) == []


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2026, 10, 30), [("before-period-end", False)]),
        (date(2026, 10, 31), []),
        (date(2026, 11, 1), []),
    ],
)
def test_a_report_before_the_end_of_its_month_is_doubted_and_blocked_by_nothing(on, expected):
    assert codes(too_early(OCTOBER, on=on)) == expected


def test_months_add_up_and_what_is_missing_is_named_and_never_guessed():
    months = [
        MonthTold("4月", Report({"people": 120, "fees": 0})),
        MonthTold("5月", None),
        MonthTold("6月", Report({"people": 0, "fees": None}, frozenset({"fees"}))),
    ]

    people, fees = added_up(months, ("people", "fees"))

    assert people == Sum("people", (("4月", 120), ("6月", 0)), ("5月",))
    assert (people.known, people.total) == (120, None)
    assert fees == Sum("fees", (("4月", 0),), ("5月", "6月"))
    assert added_up(months[::2], ("people",))[0].total == 120


@pytest.mark.parametrize(
    ("said", "reason", "expected"),
    [
        (120, "", []),
        (121, "", ["correction-without-reason"]),
        (121, "  ", ["correction-without-reason"]),
        (121, "5月の報告のあとに1人分を足した。", []),
        (None, "", []),
    ],
)
def test_the_group_confirms_the_sum_or_corrects_it_with_a_reason(said, reason, expected):
    sums = [Sum("people", (("4月", 120),), ())]

    assert [problem.code for problem in unexplained(Report({"people": said}), sums, reason)] == expected


@pytest.mark.parametrize(
    ("said", "reason", "expected"),
    [
        (120, "", ["sum-unknown-without-reason"]),
        (None, "", []),
        (120, "5月は休館した。", []),
    ],
)
def test_a_figure_given_where_a_month_is_missing_says_how_it_was_counted(said, reason, expected):
    sums = [Sum("people", (("4月", 120),), ("5月",))]

    assert [p.code for p in unexplained(Report({"people": said}), sums, reason)] == expected


def test_the_months_that_are_missing_are_named_once_and_beside_a_correction():
    sums = [
        Sum("uses", (("4月", 3),), ("5月", "6月")),
        Sum("people", (("4月", 120),), ("6月",)),
        Sum("fees", (("4月", 10),), ()),
    ]

    found = unexplained(Report({"uses": 9, "people": 300, "fees": 11}), sums, "")

    assert [problem.message for problem in found] == [
        "月報の合計とちがう数字（利用料金）があります。ちがう理由を書いてください。",
        "5月・6月の数字が月報にないので、利用件数、利用人数の合計は分かりません。"
        "書いた数字を、どうやって数えたかを書いてください。",
    ]

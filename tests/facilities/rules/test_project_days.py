from __future__ import annotations

from datetime import date

import pytest

from common.partial_dates import parse
from facilities.choices import ProjectStep
from facilities.rules.project_days import (
    moved_in_words,
    problems_with_build_day,
    problems_with_order,
    problems_with_reached_day,
    problems_with_window,
    renewed_on,
)


def days(**texts: str):
    return {step: parse(text) for step, text in texts.items()}


def told(problems) -> list[tuple[str, str]]:
    return [(problem.field, problem.message) for problem in problems]


def test_every_step_that_certainly_comes_too_early_is_named_with_the_one_before_it():
    known = days(start="令和9年4月1日", completion="令和9年3月31日", opening="令和8年度", concept="令和5年")

    assert told(problems_with_order(known, field=str)) == [
        ("completion", "竣工（令和9年3月31日）は、着工（令和9年4月1日）以後の日にしてください。"),
        ("opening", "供用開始（令和8年度）は、着工（令和9年4月1日）以後の日にしてください。"),
    ]


@pytest.mark.parametrize("opening", ["令和9年4月1日", "令和9年度", "令和9年4月", "令和9年"])
def test_steps_that_may_be_in_order_are_not_refused(opening):
    assert told(problems_with_order(days(start="令和9年4月1日", opening=opening), field=str)) == []


def test_the_renewal_comes_to_its_building_with_the_opening_or_else_with_the_works():
    assert [
        str(renewed_on(known))
        for known in (
            days(start="令和8年", completion="令和9年", opening="令和10年"),
            days(start="令和8年", completion="令和9年"),
            days(start="令和8年"),
            days(detailed_design="令和8年"),
        )
    ] == ["令和10年", "令和9年", "令和8年", "None"]


@pytest.mark.parametrize(
    ("built_on", "is_refused"), [("令和3年2月28日", False), ("令和3年3月1日", True), ("令和3年", False)]
)
def test_a_building_is_not_younger_than_the_renewal_that_replaces_it(built_on, is_refused):
    problems = told(
        problems_with_build_day(
            "本館", parse(built_on), parse("令和3年2月"), project="建替え", field="built_on"
        )
    )

    assert problems == (
        [
            (
                "built_on",
                "建物「本館」の建築年月（令和3年3月1日）が、「建替え」の工事（令和3年2月）より後になっています。"
                "どちらかを直してください。",
            )
        ]
        if is_refused
        else []
    )


@pytest.mark.parametrize(
    ("day", "refused"), [("令和8年11月23日", 0), ("令和8年11月24日", 1), ("令和8年度", 0)]
)
def test_what_was_reached_does_not_lie_in_the_future(day, refused):
    problems = problems_with_reached_day("竣工", parse(day), on=date(2026, 11, 23), field="reached_on")

    assert len(list(problems)) == refused


@pytest.mark.parametrize(
    ("window", "field"),
    [
        ((None, None), []),
        ((2027, 2027), []),
        ((2028, 2027), ["may_start_until"]),
        ((2027, None), ["may_start_until"]),
        ((None, 2027), ["may_start_from"]),
    ],
)
def test_the_window_is_whole_and_the_right_way_round(window, field):
    assert [problem.field for problem in problems_with_window(*window)] == field


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("令和9年3月", "令和10年5月", "1年2か月遅く"),
        ("令和9年2月28日", "令和9年3月31日", "1か月遅く"),
        ("令和9年度", "令和8年度", "1年早く"),
        ("令和9年3月1日", "令和9年3月20日", "19日遅く"),
        ("令和9年3月31日", "令和8年度", "変わらない"),
    ],
)
def test_how_far_a_planned_day_moved_is_said_in_words(before, after, words):
    assert moved_in_words(parse(before), parse(after)) == words


def test_a_step_that_was_taken_in_or_left_out_says_so():
    assert (moved_in_words(None, parse("令和9年")), moved_in_words(parse("令和9年"), None)) == (
        "新しい予定",
        "取りやめ",
    )


def test_the_steps_stand_in_the_order_of_the_law_of_building():
    assert [step.label for step in ProjectStep] == [
        "基本構想",
        "基本計画",
        "基本設計",
        "実施設計",
        "着工",
        "竣工",
        "供用開始",
    ]

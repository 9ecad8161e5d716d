from __future__ import annotations

from datetime import date, timedelta

import pytest

from common.partial_dates import PartialDate
from maintenance.rules.recording import (
    problems_with_attempt,
    problems_with_day,
    problems_with_last_day,
    problems_with_outcome,
)

TODAY = date(2026, 11, 23)
DAY = timedelta(days=1)


def _codes(problems):
    return [problem.code for problem in problems]


@pytest.mark.parametrize(
    ("done_on", "codes"),
    [(TODAY - DAY, []), (TODAY, []), (TODAY + DAY, ["done-in-future"])],
)
def test_nothing_was_done_after_today(done_on, codes):
    assert _codes(problems_with_day(done_on, on=TODAY, built=None, last_done_on=None)) == codes


@pytest.mark.parametrize(
    ("done_on", "codes"),
    [(date(2021, 1, 31), ["done-before-built"]), (date(2021, 2, 1), []), (date(2021, 2, 2), [])],
)
def test_nothing_was_done_before_the_first_day_on_which_the_building_may_have_stood(done_on, codes):
    built = PartialDate.of_month(2021, 2)

    assert _codes(problems_with_day(done_on, on=TODAY, built=built, last_done_on=None)) == codes


@pytest.mark.parametrize(
    ("done_on", "codes"),
    [
        (date(2026, 5, 19), ["done-before-last"]),
        (date(2026, 5, 20), ["done-before-last"]),
        (date(2026, 5, 21), []),
    ],
)
def test_a_turn_was_done_after_the_one_before_it(done_on, codes):
    last = date(2026, 5, 20)

    assert _codes(problems_with_day(done_on, on=TODAY, built=None, last_done_on=last)) == codes


def test_every_problem_with_a_day_is_told_in_a_sentence_at_its_field():
    problems = list(
        problems_with_day(
            date(2020, 3, 31),
            on=TODAY,
            built=PartialDate.of_fiscal_year(2020),
            last_done_on=date(2026, 5, 20),
        )
    )

    assert [(problem.message, problem.field, problem.blocks) for problem in problems] == [
        ("点検した日は、建物や設備ができた日（令和2年度）以後の日にしてください。", "done_on", True),
        ("点検した日は、前回の点検（令和8年5月20日）より後の日にしてください。", "done_on", True),
    ]


@pytest.mark.parametrize(
    ("last_done_on", "messages"),
    [
        (TODAY + DAY, ["前回の点検日は、きょうまでの日にしてください。"]),
        (TODAY, []),
        (date(2021, 2, 1), []),
        (date(2021, 1, 31), ["前回の点検日は、建物や設備ができた日（令和3年2月）以後の日にしてください。"]),
    ],
)
def test_the_last_turn_before_the_watch_was_done_while_the_building_stood(last_done_on, messages):
    problems = list(problems_with_last_day(last_done_on, on=TODAY, built=PartialDate.of_month(2021, 2)))

    assert [problem.message for problem in problems] == messages
    assert {problem.field for problem in problems} <= {"last_done_on"}


@pytest.mark.parametrize("meaning", ["note", "repair"])
@pytest.mark.parametrize(
    ("remarks", "severities", "codes"),
    [
        ("", [], ["remarks-missing"]),
        (" \n　", [], ["remarks-missing"]),
        ("割れ", [], []),
        ("", ["note"], []),
    ],
)
def test_unless_nothing_is_wrong_it_is_said_what_was_seen(meaning, remarks, severities, codes):
    problems = problems_with_outcome(meaning=meaning, good="良", remarks=remarks, severities=severities)

    assert _codes(problems) == codes


@pytest.mark.parametrize("meaning", ["good", ""])
def test_where_nothing_is_wrong_or_said_yet_no_remark_is_asked_for(meaning):
    assert _codes(problems_with_outcome(meaning=meaning, good="良", remarks="", severities=["note"])) == []


@pytest.mark.parametrize(("severity", "codes"), [("danger", 1), ("repair", 1), ("note", 0)])
def test_what_has_to_be_put_right_is_not_nothing(severity, codes):
    problems = list(problems_with_outcome(meaning="good", good="良", remarks="", severities=[severity]))

    assert [problem.message for problem in problems] == [
        "直すところの指摘があるので、結果は「良」ではありません。結果を選び直してください。"
    ][:codes]


@pytest.mark.parametrize(
    ("tried_on", "planned_on", "codes"),
    [
        (TODAY, TODAY + DAY, []),
        (TODAY - DAY, TODAY, []),
        (TODAY + DAY, TODAY + 2 * DAY, ["done-in-future"]),
        (TODAY - 2 * DAY, TODAY - DAY, ["planned-past"]),
    ],
)
def test_an_attempt_lies_behind_and_the_new_day_does_not(tried_on, planned_on, codes):
    assert _codes(problems_with_attempt(tried_on, planned_on, on=TODAY, built=None)) == codes

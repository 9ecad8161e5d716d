from __future__ import annotations

from datetime import date, timedelta

import pytest

from common.partial_dates import PartialDate
from maintenance.rules.recording import problems_with_day, problems_with_finding, problems_with_last_day

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


@pytest.mark.parametrize("outcome", ["watch", "repair"])
@pytest.mark.parametrize(
    ("remarks", "codes"), [("", ["remarks-missing"]), (" \n　", ["remarks-missing"]), ("割れ", [])]
)
def test_unless_nothing_is_wrong_it_is_said_what_was_seen(outcome, remarks, codes):
    assert _codes(problems_with_finding(outcome=outcome, remarks=remarks)) == codes


@pytest.mark.parametrize("outcome", ["good", ""])
def test_where_nothing_is_wrong_or_said_yet_no_remark_is_asked_for(outcome):
    assert _codes(problems_with_finding(outcome=outcome, remarks="")) == []

from __future__ import annotations

from datetime import date, timedelta

import pytest

from common.deadlines import Side
from designated_managers.choices import MeasureKind, MeasureState
from designated_managers.rules.measures import (
    MeasureDays,
    due_of,
    next_usual,
    problems_with_measure,
    state_on,
    suspends_on,
    warnings_about,
)
from designated_managers.rules.stage import DesignationDays

FIRST, LAST = date(2026, 11, 1), date(2026, 11, 30)
DECIDED = date(2026, 10, 1)
TERM = DesignationDays(designated=date(2023, 12, 20), first=date(2024, 4, 1), last=date(2029, 3, 31))
STOP = MeasureDays(MeasureKind.SUSPENSION_PART, DECIDED, first=FIRST, last=LAST)
ORDER = MeasureDays(MeasureKind.INSTRUCTION, DECIDED, plan_due=date(2026, 10, 31), due=date(2026, 12, 31))


def _codes(found) -> list[str]:
    return [problem.code for problem in found]


@pytest.mark.parametrize(
    ("on", "stopped"),
    [
        (date(2026, 10, 31), False),
        (FIRST, True),
        (LAST, True),
        (date(2026, 12, 1), False),
    ],
)
def test_business_is_suspended_from_the_first_day_to_the_last(on, stopped):
    assert suspends_on(on, STOP) is stopped


@pytest.mark.parametrize(("days_after", "stopped"), [(-1, True), (0, False), (1, False)])
def test_a_suspension_that_is_lifted_ends_on_that_day(days_after, stopped):
    lifted = date(2026, 11, 10)
    stop = MeasureDays(MeasureKind.SUSPENSION_WHOLE, DECIDED, first=FIRST, closed=lifted, closed_how="lifted")

    assert suspends_on(lifted + timedelta(days=days_after), stop) is stopped


def test_a_suspension_without_a_last_day_goes_on():
    assert suspends_on(date(2099, 1, 1), MeasureDays(MeasureKind.SUSPENSION_WHOLE, DECIDED, first=FIRST))


def test_a_suspension_that_was_taken_back_never_was():
    stop = MeasureDays(MeasureKind.SUSPENSION_PART, DECIDED, first=FIRST, closed=LAST, closed_how="withdrawn")

    assert not suspends_on(FIRST, stop)


@pytest.mark.parametrize(
    ("more", "due", "side"),
    [
        ({}, date(2026, 10, 31), Side.MANAGER),
        (
            {"plan_handed_in": date(2026, 10, 20), "review_by": date(2026, 11, 6)},
            date(2026, 11, 6),
            Side.CITY,
        ),
        (
            {
                "plan_handed_in": date(2026, 10, 20),
                "review_by": date(2026, 11, 6),
                "plan_accepted": date(2026, 11, 2),
            },
            date(2026, 12, 31),
            Side.MANAGER,
        ),
        ({"plan_due": None}, date(2026, 12, 31), Side.MANAGER),
    ],
)
def test_an_instruction_waits_for_the_plan_then_for_the_city_then_for_the_improvement(more, due, side):
    days = MeasureDays(**{**ORDER.__dict__, **more})

    assert due_of(days) == (due, side)


@pytest.mark.parametrize(
    ("on", "state"),
    [
        (date(2026, 10, 31), MeasureState.PLAN_DUE),
        (date(2026, 11, 1), MeasureState.PLAN_OVERDUE),
    ],
)
def test_a_plan_is_late_from_the_day_after_it_was_due(on, state):
    assert state_on(on, ORDER) == state


@pytest.mark.parametrize(
    ("on", "state"),
    [
        (date(2026, 12, 31), MeasureState.IMPROVING),
        (date(2027, 1, 1), MeasureState.OVERDUE),
    ],
)
def test_an_improvement_is_late_from_the_day_after_it_was_due(on, state):
    days = MeasureDays(MeasureKind.INSTRUCTION, DECIDED, due=date(2026, 12, 31))

    assert state_on(on, days) == state


@pytest.mark.parametrize(
    ("on", "state"),
    [
        (date(2026, 10, 31), MeasureState.AHEAD),
        (FIRST, MeasureState.RUNNING),
        (LAST, MeasureState.RUNNING),
        (date(2026, 12, 1), MeasureState.OVER),
    ],
)
def test_a_suspension_says_whether_it_runs(on, state):
    assert state_on(on, STOP) == state


def test_the_hearing_is_asked_for_before_a_revocation():
    """行政手続法 第13条第1項第1号: 聴聞."""
    days = MeasureDays(MeasureKind.REVOCATION, DECIDED, ends=LAST)

    found = list(warnings_about(days, {"instruction", "suspension_part"}))

    assert [(one.code, one.blocks, one.field) for one in found] == [("hearing-missing", False, "heard_on")]


@pytest.mark.parametrize("kind", [MeasureKind.SUSPENSION_PART, MeasureKind.SUSPENSION_WHOLE])
def test_the_chance_to_explain_is_asked_for_before_a_suspension(kind):
    """行政手続法 第13条第1項第2号: 弁明の機会の付与."""
    found = list(warnings_about(MeasureDays(kind, DECIDED, first=FIRST), {"instruction"}))

    assert [(one.code, one.blocks) for one in found] == [("chance-missing", False)]


@pytest.mark.parametrize("given", [{"heard": DECIDED}, {"not_heard_reason": "公益上、緊急のため"}])
def test_a_hearing_or_the_reason_for_none_is_enough(given):
    days = MeasureDays(MeasureKind.REVOCATION, DECIDED, ends=LAST, **given)

    assert list(warnings_about(days, {"instruction", "suspension_part"})) == []


def test_the_usual_order_is_proposed_and_its_breach_only_warned_of():
    days = MeasureDays(MeasureKind.REVOCATION, DECIDED, ends=LAST, heard=DECIDED)

    assert [next_usual(kinds) for kinds in (set(), {"instruction"}, {"instruction", "suspension_part"})] == [
        MeasureKind.INSTRUCTION,
        MeasureKind.SUSPENSION_PART,
        MeasureKind.REVOCATION,
    ]
    assert [(one.code, one.blocks) for one in warnings_about(days, set())] == [("no-suspension", False)]


def test_the_bodys_own_request_asks_for_no_hearing():
    days = MeasureDays(MeasureKind.RELEASE, DECIDED, ends=LAST, requested=DECIDED)

    assert list(warnings_about(days, set())) == []


def test_a_measure_against_nobody_is_refused():
    not_made = DesignationDays(first=TERM.first, last=TERM.last)

    assert _codes(problems_with_measure(ORDER, not_made, on=DECIDED)) == ["not-made"]


def test_everything_wrong_with_a_measure_is_told_at_once():
    days = MeasureDays(
        MeasureKind.SUSPENSION_WHOLE,
        date(2029, 4, 1),
        first=date(2029, 4, 1),
        last=date(2029, 4, 30),
        heard=date(2029, 4, 2),
    )

    assert _codes(problems_with_measure(days, TERM, on=date(2029, 3, 31))) == [
        "measure-to-come",
        "heard-after",
        "after-designation",
        "stop-outside",
        "stop-past-end",
    ]


@pytest.mark.parametrize(("last", "codes"), [(date(2029, 3, 31), []), (date(2029, 4, 1), ["stop-past-end"])])
def test_a_suspension_ends_with_the_term_at_the_latest(last, codes):
    days = MeasureDays(MeasureKind.SUSPENSION_WHOLE, DECIDED, first=FIRST, last=last)

    assert _codes(problems_with_measure(days, TERM, on=DECIDED)) == codes


def test_a_measure_is_not_older_than_the_designation():
    days = MeasureDays(MeasureKind.INSTRUCTION, date(2023, 12, 19), due=LAST)

    assert _codes(problems_with_measure(days, TERM, on=DECIDED)) == ["before-designation"]

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.business_days import OpenDays
from common.fiscal_year import FiscalYear
from designated_managers.choices import DueRule, Frequency, Rolls, RollsBy
from designated_managers.rules.obligations import (
    DueDay,
    Duty,
    Slot,
    due_day,
    owed_in,
    period_words,
    slots,
    years_to_plan,
)

# Greenery Day of 2026 and its neighbours; nothing is known after the year.
OFFICE = OpenDays(
    {date(2026, 5, 4): "みどりの日", date(2026, 5, 5): "こどもの日"}, covers_until=date(2026, 12, 31)
)
YEAR = Slot("2026", date(2026, 4, 1), date(2027, 3, 31))
WHOLE_TERM = (date(2024, 4, 1), date(2029, 3, 31))

MONTHLY = Duty("monthly_report", Frequency.MONTH, DueRule.DAY_OF_NEXT_MONTH, due_count=15)
ANNUAL = Duty("annual_report", Frequency.YEAR, DueRule.DAYS_AFTER_END, due_count=30)
FINAL = Duty("final_report", Frequency.FINAL, DueRule.DAYS_AFTER_END, due_count=30, replaces="annual_report")
APPROVAL = Duty("fee_approval", Frequency.TERM, DueRule.DAYS_BEFORE_START, due_count=1)


def due(rule: str, slot: Slot = YEAR, **numbers: Any) -> date:
    return due_day(Duty("x", Frequency.YEAR, rule, **numbers), slot, calendar=OFFICE).on


@pytest.mark.parametrize(
    ("rule", "numbers", "slot", "day"),
    [
        (DueRule.MONTHS_BEFORE_START, {"due_count": 1}, YEAR, date(2026, 3, 1)),
        (DueRule.DAYS_BEFORE_START, {"due_count": 1}, YEAR, date(2026, 3, 31)),
        (DueRule.ON_START, {}, YEAR, date(2026, 4, 1)),
        (DueRule.DAYS_AFTER_END, {"due_count": 30}, YEAR, date(2027, 4, 30)),
        (DueRule.DAYS_AFTER_END, {"due_count": 40}, YEAR, date(2027, 5, 10)),
        (DueRule.DAYS_AFTER_END, {"due_count": 60}, YEAR, date(2027, 5, 30)),
        # Two months from 1 April end with May (民法 第143条), not on the sixtieth day.
        (DueRule.MONTHS_AFTER_END, {"due_count": 2}, YEAR, date(2027, 5, 31)),
        (
            DueRule.MONTHS_AFTER_END,
            {"due_count": 1},
            Slot("x", date(2026, 12, 1), date(2026, 12, 30)),
            date(2027, 1, 30),
        ),
        (DueRule.FIXED_DAY, {"due_month": 5, "due_day": 31}, YEAR, date(2027, 5, 31)),
        (
            DueRule.FIXED_DAY,
            {"due_month": 2, "due_day": 31},
            Slot("x", date(2026, 4, 1), date(2026, 9, 30)),
            date(2027, 2, 28),
        ),
        (
            DueRule.DAY_OF_NEXT_MONTH,
            {"due_count": 15},
            Slot("2026-12", date(2026, 12, 1), date(2026, 12, 31)),
            date(2027, 1, 15),
        ),
        (
            DueRule.DAY_OF_NEXT_MONTH,
            {"due_count": 31},
            Slot("2027-01", date(2027, 1, 1), date(2027, 1, 31)),
            date(2027, 2, 28),
        ),
        # Cut short on the 10th, April's report is still due in May.
        (
            DueRule.DAY_OF_NEXT_MONTH,
            {"due_count": 10},
            Slot("2026-04", date(2026, 4, 1), date(2026, 4, 10)),
            date(2026, 5, 10),
        ),
        (
            DueRule.DAYS_AFTER_EVENT,
            {"due_count": 0},
            Slot("e", date(2026, 7, 7), date(2026, 7, 7)),
            date(2026, 7, 7),
        ),
        (
            DueRule.DAYS_AFTER_EVENT,
            {"due_count": 14},
            Slot("e", date(2026, 7, 7), date(2026, 7, 7)),
            date(2026, 7, 21),
        ),
    ],
)
def test_a_due_day_is_counted_as_its_rule_says(rule, numbers, slot, day):
    assert due(rule, slot, **numbers) == day


def test_a_day_on_a_holiday_stays_unless_something_says_that_it_moves():
    # 4 and 5 May are closed, 3 May 2026 is a Sunday.
    slot = Slot("2026-04", date(2026, 4, 1), date(2026, 4, 30))
    stays = Duty("x", Frequency.MONTH, DueRule.DAY_OF_NEXT_MONTH, due_count=3)
    moves = Duty(
        "x",
        Frequency.MONTH,
        DueRule.DAY_OF_NEXT_MONTH,
        due_count=3,
        rolls=Rolls.NEXT_OPEN_DAY,
        rolls_by=RollsBy.CLAUSE,
    )

    assert due_day(stays, slot, calendar=OFFICE) == DueDay(date(2026, 5, 3), "翌月3日まで", provisional=False)
    assert due_day(moves, slot, calendar=OFFICE) == DueDay(
        date(2026, 5, 6),
        "翌月3日まで。閉庁日のときは次の開庁日（協定の条項による）。",
        provisional=False,
    )


@pytest.mark.parametrize(("month", "provisional"), [(date(2026, 11, 1), False), (date(2026, 12, 1), True)])
def test_a_day_that_moves_is_provisional_once_holidays_are_not_known(month, provisional):
    moves = Duty(
        "x",
        Frequency.MONTH,
        DueRule.DAY_OF_NEXT_MONTH,
        due_count=15,
        rolls=Rolls.NEXT_OPEN_DAY,
        rolls_by=RollsBy.LAW,
    )

    assert due_day(moves, Slot("x", month, month), calendar=OFFICE).provisional is provisional


@pytest.mark.parametrize(
    ("agreed_on", "day"),
    [
        (date(2026, 2, 28), date(2026, 3, 1)),
        (date(2026, 3, 1), date(2026, 3, 1)),
        (date(2026, 3, 25), date(2026, 3, 25)),
    ],
)
def test_nothing_counted_back_is_owed_before_there_is_an_agreement(agreed_on, day):
    plan = Duty("annual_plan", Frequency.YEAR, DueRule.MONTHS_BEFORE_START, due_count=1)

    assert due_day(plan, YEAR, calendar=OFFICE, not_before=agreed_on).on == day


def test_what_is_counted_onwards_does_not_wait_for_the_agreement():
    late = date(2027, 6, 1)

    assert due_day(ANNUAL, YEAR, calendar=OFFICE, not_before=late).on == date(2027, 4, 30)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("2026-04", "4月分"),
        ("2027-01", "1月分"),
        ("2026-Q1", "第1四半期"),
        ("2026", "令和8年度"),
        ("2019", "令和元年度"),
        ("2028-final", "令和10年度"),
        ("term", "指定期間"),
        ("大雨で床上浸水", "大雨で床上浸水"),
    ],
)
def test_a_period_is_called_by_what_it_covers(code, words):
    assert period_words(code) == words


def test_a_whole_year_has_twelve_months_and_one_year():
    owed = owed_in(2026, [MONTHLY, ANNUAL, FINAL, APPROVAL], effect=WHOLE_TERM)

    assert [one.slot.code for one in owed] == [
        *(f"2026-{month:02}" for month in range(4, 13)),
        "2027-01",
        "2027-02",
        "2027-03",
        "2026",
    ]


def test_a_start_within_the_year_cuts_the_first_periods():
    effect = (date(2026, 10, 15), date(2029, 3, 31))

    assert slots(MONTHLY, 2026, effect)[0] == Slot("2026-10", date(2026, 10, 15), date(2026, 10, 31))
    assert slots(ANNUAL, 2026, effect) == [Slot("2026", date(2026, 10, 15), date(2027, 3, 31))]
    assert slots(APPROVAL, 2026, effect) == [Slot("term", date(2026, 10, 15), date(2029, 3, 31))]


def test_quarters_begin_with_april():
    quarterly = Duty("q", Frequency.QUARTER, DueRule.DAYS_AFTER_END, due_count=30)

    assert slots(quarterly, 2026, (date(2026, 5, 1), date(2026, 12, 31))) == [
        Slot("2026-Q1", date(2026, 5, 1), date(2026, 6, 30)),
        Slot("2026-Q2", date(2026, 7, 1), date(2026, 9, 30)),
        Slot("2026-Q3", date(2026, 10, 1), date(2026, 12, 31)),
    ]


@pytest.mark.parametrize(
    ("last", "codes"),
    [
        (date(2027, 3, 30), ["2026-final"]),
        (date(2027, 3, 31), ["2026"]),
        (date(2027, 4, 1), ["2026"]),
        (date(2026, 4, 1), ["2026-final"]),
        (date(2026, 3, 31), []),
    ],
)
def test_an_end_within_the_year_makes_the_last_report_instead_of_the_years(last, codes):
    owed = owed_in(2026, [ANNUAL, FINAL], effect=(date(2024, 4, 1), last))

    assert [one.slot.code for one in owed] == codes


def test_nothing_is_owed_for_what_lies_after_the_end():
    effect = (date(2024, 4, 1), date(2026, 9, 15))

    assert slots(MONTHLY, 2026, effect)[-1] == Slot("2026-09", date(2026, 9, 1), date(2026, 9, 15))
    assert slots(MONTHLY, 2027, effect) == []


def test_a_designation_without_effect_owes_nothing():
    never = (date(2026, 4, 1), date(2026, 3, 31))

    assert owed_in(2026, [MONTHLY, ANNUAL, FINAL, APPROVAL], effect=never) == []


@pytest.mark.parametrize(
    ("on", "years"),
    [
        (date(2026, 9, 30), (2026,)),
        (date(2026, 10, 1), (2026, 2027)),
        (date(2027, 3, 31), (2026, 2027)),
        (date(2027, 4, 1), (2027,)),
    ],
)
def test_the_next_year_is_planned_half_a_year_before_it(on, years):
    assert years_to_plan(on) == years


@given(first=st.dates(date(2020, 1, 1), date(2035, 12, 31)), length=st.integers(0, 2500))
def test_the_months_of_a_term_cover_each_of_its_days_once(first, length):
    last = date.fromordinal(first.toordinal() + length)
    years = range(FiscalYear.of(first).year - 1, FiscalYear.of(last).year + 2)

    months = [slot for year in years for slot in slots(MONTHLY, year, (first, last))]

    assert (months[0].first, months[-1].last) == (first, last)
    assert sum((slot.last - slot.first).days + 1 for slot in months) == length + 1
    assert len({slot.code for slot in months}) == len(months)

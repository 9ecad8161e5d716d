from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.fiscal_year import FiscalYear
from common.office_days import load_office_days
from maintenance.choices import Counting, PlanGap, PlanProgress
from maintenance.rules.cycles import Anchor
from maintenance.rules.year_plan import (
    BY_STAFF,
    Arranged,
    Offer,
    Overlap,
    SeriesTurn,
    Visit,
    column_of,
    contract_for,
    day_proposed,
    gaps_of,
    heavy_columns,
    occurrences,
    overlaps,
    progress_of,
)

YEAR = FiscalYear(2026)
ON = date(2026, 11, 23)
TERM = (date(2026, 4, 1), date(2027, 3, 31))


def _turn(due_on, done_on=None, *, pk=1, months=6, planned_on=None, anchor=None, counting=Counting.FROM_LAST):
    return SeriesTurn(pk, due_on, done_on, planned_on, months, anchor, counting)


def _days(turns, *, year=YEAR, on=ON):
    return {number: one.due_on for number, one in occurrences(turns, year, on=on).items()}


def test_a_pending_turn_is_followed_by_those_expected_after_it():
    assert _days([_turn(date(2026, 4, 20), months=3)], on=date(2026, 4, 1)) == {
        1: date(2026, 4, 20),
        2: date(2026, 7, 20),
        3: date(2026, 10, 20),
        4: date(2027, 1, 20),
    }


def test_an_overdue_turn_is_done_today_at_the_earliest_so_the_next_counts_from_today():
    assert _days([_turn(date(2026, 8, 31), months=3)]) == {1: date(2026, 8, 31), 2: date(2027, 2, 23)}


def test_a_series_counted_from_the_31st_comes_back_to_it_after_a_short_month():
    turn = _turn(date(2027, 2, 28), months=3, anchor=Anchor(date(2026, 8, 31), 6))

    assert _days([turn], year=FiscalYear(2027)) == {1: date(2027, 5, 31), 2: date(2027, 8, 31)} | {
        3: date(2027, 11, 30),
        4: date(2028, 2, 29),
    }


def test_what_is_owed_by_months_is_expected_at_the_end_of_each_month_to_come():
    turn = _turn(date(2026, 11, 30), months=1, counting=Counting.CALENDAR_MONTH)

    assert list(_days([turn]).values()) == [
        date(2026, 11, 30),
        date(2026, 12, 31),
        date(2027, 1, 31),
        date(2027, 2, 28),
        date(2027, 3, 31),
    ]


def test_a_month_that_was_missed_stands_alone_and_nothing_is_expected_in_the_past():
    turn = _turn(date(2026, 8, 31), months=1, counting=Counting.CALENDAR_MONTH)

    assert list(_days([turn]).values()) == [
        date(2026, 8, 31),
        date(2026, 11, 30),
        date(2026, 12, 31),
        date(2027, 1, 31),
        date(2027, 2, 28),
        date(2027, 3, 31),
    ]


def test_what_is_owed_by_fiscal_years_is_expected_on_their_last_days():
    turn = _turn(date(2027, 3, 31), months=36, counting=Counting.FISCAL_YEAR)

    assert _days([turn]) == {1: date(2027, 3, 31)}
    assert _days([turn], year=FiscalYear(2028)) == {}
    assert _days([turn], year=FiscalYear(2029)) == {1: date(2030, 3, 31)}


def test_after_a_turn_done_once_for_all_nothing_is_expected():
    assert _days([_turn(date(2026, 12, 1), counting=Counting.ONCE)]) == {1: date(2026, 12, 1)}


@pytest.mark.parametrize("counting", [Counting.FROM_LAST, Counting.FISCAL_YEAR, Counting.CALENDAR_MONTH])
@pytest.mark.parametrize(
    ("due_on", "days"),
    [
        (date.max, {}),
        (date(2027, 4, 1), {}),
        (date(1026, 11, 30), {0: date(1026, 11, 30)}),
        (date(2006, 3, 31), {0: date(2006, 3, 31)}),
        (date.min, {0: date.min}),
    ],
)
def test_from_a_day_out_of_reach_nothing_is_counted(counting, due_on, days):
    assert _days([_turn(due_on, months=1, counting=counting)]) == days


def test_what_was_due_before_the_year_is_carried_over_and_moves_no_other_number():
    turns = [_turn(date(2026, 3, 20))]
    before, after = _days(turns, on=date(2026, 2, 1)), _days(turns, on=date(2026, 4, 10))
    done = [_turn(date(2026, 3, 20), date(2026, 4, 10)), _turn(date(2026, 10, 10), pk=2)]

    assert before == {1: date(2026, 9, 20), 2: date(2027, 3, 20)}
    assert after == {0: date(2026, 3, 20), 1: date(2026, 10, 10)}
    assert _days(done, on=date(2026, 4, 11)) == {0: date(2026, 3, 20), 1: date(2026, 10, 10)}


def test_a_turn_done_before_the_year_keeps_the_number_under_which_it_was_planned():
    turns = [_turn(date(2026, 4, 10), date(2026, 3, 20)), _turn(date(2026, 9, 20), pk=2)]

    assert _days(turns, on=date(2026, 4, 1)) == {
        1: date(2026, 4, 10),
        2: date(2026, 9, 20),
        3: date(2027, 3, 20),
    }


@pytest.mark.parametrize(
    ("due_on", "counted"),
    [
        (date(2026, 3, 31), False),
        (date(2026, 4, 1), True),
        (date(2027, 3, 31), True),
        (date(2027, 4, 1), False),
    ],
)
def test_the_year_begins_on_1_april_and_ends_on_31_march(due_on, counted):
    days = _days([_turn(due_on, months=60)], on=date(2026, 3, 1))

    assert (1 in days) is counted


def test_an_unknown_day_is_asked_about_until_the_year_is_over():
    turns = [_turn(None)]

    assert _days(turns, on=date(2027, 3, 31)) == {1: None}
    assert _days(turns, on=date(2027, 4, 1)) == {}


@given(
    due_on=st.dates(date(2025, 4, 1), date(2028, 3, 31)),
    months=st.integers(1, 24),
    on=st.dates(date(2026, 1, 1), date(2027, 12, 31)),
)
def test_numbers_count_up_in_the_order_of_the_due_days(due_on, months, on):
    found = occurrences([_turn(due_on, months=months)], YEAR, on=on)
    days = [one.due_on for number, one in sorted(found.items()) if number and one.due_on]

    assert sorted(found) == list(range(min(found, default=1), len(found) + min(found, default=1)))
    assert days == sorted(days)
    assert all(YEAR.first_day <= day <= YEAR.last_day for day in days)


def test_a_turn_is_overdue_from_the_day_after_its_due_day():
    (one,) = occurrences([_turn(ON, months=24)], YEAR, on=ON).values()

    assert progress_of(one, on=ON) == PlanProgress.PLANNED
    assert progress_of(one, on=ON + timedelta(days=1)) == PlanProgress.OVERDUE
    assert progress_of(None, on=ON) == PlanProgress.GONE


def test_the_day_proposed_is_an_open_day_on_or_before_the_due_day():
    calendar = load_office_days()

    assert day_proposed(date(2027, 1, 3), calendar=calendar, on=ON) == date(2026, 12, 28)
    assert day_proposed(date(2026, 12, 21), calendar=calendar, on=ON) == date(2026, 12, 21)
    assert day_proposed(date(2026, 11, 23), calendar=calendar, on=ON) is None
    assert day_proposed(None, calendar=calendar, on=ON) is None
    assert day_proposed(date.min, calendar=calendar, on=ON) is None


def test_the_contract_that_names_the_inspection_stands_before_that_of_who_did_it_last():
    named = Offer(1, "甲", *TERM, frozenset({"FIR-1"}))
    silent = Offer(2, "乙", *TERM)
    asked: dict[str, Any] = {"day": ON, "type_code": "FIR-1", "done_by": "乙　見本 花子"}

    assert contract_for([silent, named], **asked) == named
    assert contract_for([silent], **asked) == silent
    assert contract_for([silent], **{**asked, "done_by": "丙"}) is None
    assert contract_for([Offer(3, "甲", *TERM, frozenset({"ELC-2"}))], **{**asked, "done_by": "甲"}) is None


@pytest.mark.parametrize(
    ("day", "found"),
    [(date(2026, 3, 31), False), (TERM[0], True), (TERM[1], True), (date(2027, 4, 1), False)],
)
def test_a_contract_covers_its_first_and_its_last_day(day, found):
    offer = Offer(1, "甲", *TERM)

    assert bool(contract_for([offer], day=day, type_code="FIR-1", done_by="甲")) is found


@pytest.mark.parametrize(("equipment_id", "found"), [(5, True), (6, False), (None, True)])
def test_equipment_that_a_contract_names_narrows_what_it_does_to_equipment(equipment_id, found):
    asked: dict[str, Any] = {"day": ON, "type_code": "FIR-1", "done_by": "甲", "equipment_id": equipment_id}
    naming = Offer(1, "甲", *TERM, frozenset({"FIR-1"}), pieces=frozenset({5}))
    silent = Offer(2, "甲", *TERM, pieces=frozenset({5}))

    assert bool(contract_for([naming], **asked)) is found
    assert bool(contract_for([silent], **asked)) is found
    assert contract_for([Offer(3, "甲", *TERM)], **asked) is not None


@pytest.mark.parametrize(
    ("arranged", "gaps"),
    [
        (Arranged(ON, ON, "甲", TERM), ()),
        (Arranged(None, None, "", None), (PlanGap.NO_DUE_DAY, PlanGap.NO_DAY, PlanGap.NO_CONTRACTOR)),
        (Arranged(ON, date(2026, 11, 22), "甲", TERM), (PlanGap.DAY_PASSED,)),
        (Arranged(ON, date(2026, 11, 24), "甲", TERM), (PlanGap.AFTER_DUE,)),
        (Arranged(ON, ON, "甲", None), (PlanGap.NO_CONTRACT,)),
        (Arranged(ON, ON, BY_STAFF, None), ()),
        (Arranged(ON, None, BY_STAFF, None), (PlanGap.NO_DAY,)),
        (Arranged(date(2027, 4, 1), date(2027, 4, 1), "甲", TERM), (PlanGap.NO_CONTRACT,)),
    ],
)
def test_what_is_missing_is_all_named(arranged, gaps):
    assert gaps_of(arranged, on=ON) == gaps


def test_visits_of_one_contractor_in_one_month_could_be_one_on_the_earliest_day():
    visits = [
        Visit(1, 7, date(2026, 12, 20), "甲", "消防"),
        Visit(2, 7, date(2026, 12, 4), "甲", "電気"),
        Visit(3, 7, date(2026, 12, 4), "乙", "昇降機"),
        Visit(4, 7, date(2027, 1, 5), "甲", "消防"),
        Visit(5, 8, date(2026, 12, 20), "甲", "消防"),
    ]

    assert overlaps(visits) == (
        Overlap(7, "甲", (date(2026, 12, 4), date(2026, 12, 20)), (2, 1), date(2026, 12, 4)),
    )


def test_two_turns_of_one_series_are_never_one_visit():
    monthly = [
        Visit(1, 7, date(2026, 12, 1), "甲", "電気"),
        Visit(2, 7, date(2026, 12, 28), "甲", "電気"),
    ]

    assert overlaps(monthly) == ()


def test_months_stand_in_columns_from_april_and_what_lies_outside_at_the_edge():
    days = [date(2026, 3, 31), date(2026, 4, 1), date(2026, 12, 31), date(2027, 3, 31), date(2027, 4, 1)]

    assert [column_of(day, YEAR) for day in days] == [0, 0, 8, 11, 11]


def test_a_month_is_heavy_above_the_limit_not_at_it():
    assert heavy_columns([3] * 10 + [4] * 11, limit=10) == frozenset({4})

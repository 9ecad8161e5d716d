from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from common.partial_dates import PartialDate
from maintenance.actions import (
    CannotPlan,
    TurnThrough,
    plan_first_turn,
    plan_inspection,
    record_inspection,
    withdraw_turn,
)
from maintenance.choices import Counting, FirstFrom
from maintenance.models import DueInspection
from tests.factories.facilities import make_building, make_equipment
from tests.factories.maintenance import make_lift_type, make_turn, make_type

pytestmark = pytest.mark.django_db

TODAY = date(2030, 11, 23)
GOOD: dict[str, Any] = {"outcome": "good", "done_by": "見本設備点検"}


def _record(turn, done_on):
    return record_inspection(turn.pk, done_on=done_on, on=TODAY, **GOOD)


def _rows():
    """Every turn as (type, due, done, withdrawn)."""
    return list(
        DueInspection.objects.order_by("pk").values_list("type_code", "due_on", "done_on", "withdrawn_on")
    )


def test_turns_done_on_their_due_days_keep_the_day_of_the_month():
    make_type()
    turn = plan_inspection(make_building(), "FIR-1", last_done_on=date(2025, 8, 31), on=TODAY)
    due_days = []

    for _ in range(4):
        due_days.append(turn.due_on)
        turn = _record(turn, turn.due_on)

    assert due_days == [date(2026, 2, 28), date(2026, 8, 31), date(2027, 2, 28), date(2027, 8, 31)]
    assert (turn.counted_from, turn.counted_months, turn.due_on) == (date(2025, 8, 31), 30, date(2028, 2, 29))
    assert turn.due_reason == "令和7年8月31日 から30か月（前回は期限の日に実施）"


@pytest.mark.parametrize(
    ("done_on", "counted"),
    [
        (date(2026, 2, 27), (date(2026, 2, 27), 6, date(2026, 8, 27))),
        (date(2026, 2, 28), (date(2025, 8, 30), 12, date(2026, 8, 30))),
        (date(2026, 3, 1), (date(2026, 3, 1), 6, date(2026, 9, 1))),
    ],
)
def test_only_a_turn_done_on_its_very_due_day_keeps_the_series(done_on, counted):
    make_type()
    turn = plan_inspection(make_building(), "FIR-1", last_done_on=date(2025, 8, 30), on=TODAY)

    following = _record(turn, done_on)

    assert (following.counted_from, following.counted_months, following.due_on) == counted


def test_done_late_the_record_still_tells_when_it_was_due():
    turn = make_turn(due_on=date(2026, 11, 30))

    _record(turn, date(2027, 1, 15))

    assert _rows() == [
        ("FIR-1", date(2026, 11, 30), date(2027, 1, 15), None),
        ("FIR-1", date(2027, 7, 15), None, None),
    ]


def test_a_due_day_that_was_entered_starts_no_series():
    turn = make_turn(due_on=date(2026, 2, 28))

    following = _record(turn, date(2026, 2, 28))

    assert (following.counted_from, following.due_on) == (date(2026, 2, 28), date(2026, 8, 31))


def test_a_cycle_that_changed_stands_from_the_next_turn_on():
    make_type()
    turn = plan_inspection(make_building(), "FIR-1", last_done_on=date(2025, 8, 30), on=TODAY)
    make_type().delete()
    make_type(cycle_months=12)

    following = _record(turn, date(2026, 2, 28))

    assert (following.cycle_months, following.due_on) == (12, date(2027, 2, 28))


def test_a_general_check_does_not_answer_the_check_of_the_devices():
    building = make_building()
    make_type()
    make_type("FIR-2", name="消防用設備等 総合点検", cycle_months=12)
    plan_inspection(building, "FIR-1", due_on=date(2026, 5, 31), on=TODAY)
    general = plan_inspection(building, "FIR-2", due_on=date(2026, 11, 30), on=TODAY)

    _record(general, date(2026, 4, 10))

    assert _rows() == [
        ("FIR-1", date(2026, 5, 31), None, None),
        ("FIR-2", date(2026, 11, 30), date(2026, 4, 10), None),
        ("FIR-2", date(2027, 4, 10), None, None),
    ]


def test_several_lifts_of_a_building_have_series_of_their_own():
    make_lift_type(counting=Counting.FISCAL_YEAR)
    building = make_building()
    first, second = (make_equipment(name, building=building) for name in ("1号機", "2号機"))
    turns = [
        plan_inspection(building, "BLD-3", equipment=lift, last_done_on=date(2025, 6, 1), on=TODAY)
        for lift in (first, second)
    ]

    _record(turns[0], date(2026, 6, 1))
    following = _record(turns[1], date(2027, 6, 1))

    assert following.due_on == date(2027, 3, 31)
    assert following.equipment == second


def test_a_missed_fiscal_year_stays_due_until_the_office_says_why():
    make_type(counting=Counting.FISCAL_YEAR, cycle_months=12)
    turn = plan_inspection(make_building(), "FIR-1", last_done_on=date(2025, 6, 1), on=TODAY)

    missed = _record(turn, date(2027, 5, 1))
    following = withdraw_turn(missed.pk, reason="改修工事で休館していた", on=TODAY)

    assert following is not None
    assert (missed.due_on, missed.due_reason) == (date(2027, 3, 31), "令和8年度の分")
    assert (following.due_on, following.previous) == (date(2029, 3, 31), missed)
    assert following.counted_from is None


def test_what_is_owed_by_month_is_due_at_the_end_of_the_first_month_without_a_turn():
    make_type(counting=Counting.CALENDAR_MONTH, cycle_months=1)
    turn = plan_inspection(make_building(), "FIR-1", last_done_on=date(2026, 1, 10), on=TODAY)

    following = _record(turn, date(2026, 2, 5))

    assert (turn.due_on, following.due_on, following.due_reason) == (
        date(2026, 2, 28),
        date(2026, 3, 31),
        "令和8年3月の分",
    )


def test_what_is_done_once_only_is_followed_by_nothing():
    make_type(counting=Counting.ONCE, cycle_months=8)
    turn = make_turn()

    following = _record(turn, date(2026, 11, 20))

    assert following.pk == turn.pk
    assert len(_rows()) == 1


def test_what_is_done_once_only_is_not_watched_after_it_was_done():
    make_type(counting=Counting.ONCE, cycle_months=8)

    with pytest.raises(CannotPlan, match="一度だけの点検です"):
        plan_inspection(make_building(), "FIR-1", last_done_on=date(2026, 1, 10), on=TODAY)


@pytest.mark.parametrize(("retired_on", "follows"), [(date(2026, 11, 20), False), (date(2026, 11, 21), True)])
@pytest.mark.parametrize("counting", [Counting.FROM_LAST, Counting.FISCAL_YEAR])
def test_nothing_follows_a_turn_of_a_type_that_is_out_of_use_by_then(counting, retired_on, follows):
    kind = make_type(counting=counting)
    turn = make_turn()
    kind.retired_on = retired_on
    kind.save()

    following = _record(turn, date(2026, 11, 20))

    assert (following.pk != turn.pk) is follows
    assert len(_rows()) == 1 + follows


def test_nothing_follows_a_withdrawn_turn_of_a_type_that_is_out_of_use():
    kind = make_type(counting=Counting.FISCAL_YEAR)
    turn = make_turn()
    kind.retired_on = TODAY
    kind.save()

    assert withdraw_turn(turn.pk, reason="制度の廃止", on=TODAY) is None


def test_a_turn_withdrawn_while_counted_from_the_last_ends_the_watch():
    turn = make_turn()

    following = withdraw_turn(turn.pk, reason="設備を撤去した", on=TODAY)

    assert following is None
    assert _rows() == [("FIR-1", date(2026, 11, 30), None, TODAY)]


def test_a_turn_is_not_withdrawn_without_a_reason_nor_twice():
    turn = make_turn()

    with pytest.raises(Exception, match="取りやめた理由を入力してください。"):
        withdraw_turn(turn.pk, reason=" ", on=TODAY)
    withdraw_turn(turn.pk, reason="設備を撤去した", on=TODAY)
    with pytest.raises(TurnThrough, match="令和12年11月23日に取りやめました"):
        withdraw_turn(turn.pk, reason="設備を撤去した", on=TODAY)


def test_a_first_turn_is_planned_from_the_certificate_of_inspection():
    make_type(first_from=FirstFrom.CERTIFIED, first_months=72, cycle_months=36)
    building = make_building(certified_on=PartialDate.of_month(2025, 3))

    turn = plan_first_turn(building, "FIR-1", on=date(2026, 11, 23))

    assert (turn.due_on, turn.due_estimated, turn.cycle_months) == (date(2031, 3, 1), True, 36)
    assert turn.due_reason.startswith("検査済証の交付日 令和7年3月 から72か月（初回）")


def test_an_estimated_first_turn_done_on_its_day_starts_a_series_of_its_own():
    make_type(first_from=FirstFrom.CERTIFIED, first_months=6)
    building = make_building(certified_on=PartialDate.of_month(2025, 8))
    turn = plan_first_turn(building, "FIR-1", on=date(2025, 11, 23))

    following = _record(turn, turn.due_on)

    assert following.counted_from == turn.due_on
    assert not following.due_estimated


def test_a_first_turn_that_nobody_can_date_stands_with_its_day_unknown():
    make_type(first_from=FirstFrom.CERTIFIED, first_months=72)

    turn = plan_first_turn(make_building(), "FIR-1", on=TODAY)

    assert (turn.due_on, turn.due_reason) == (
        None,
        "期日不明。検査済証の交付日か前回の日を確かめてください。",
    )


@pytest.mark.parametrize(
    "broken",
    [
        {"counted_from": date(2026, 1, 1)},
        {"counted_months": 6},
        {"counted_from": date(2027, 1, 1), "counted_months": 6},
        {"counted_from": date(2026, 1, 1), "counted_months": 0},
        {"due_on": None, "due_estimated": True},
    ],
)
def test_the_database_keeps_no_half_anchor(broken):
    turn = make_turn()

    with pytest.raises(IntegrityError), transaction.atomic():
        DueInspection.objects.filter(pk=turn.pk).update(**broken)

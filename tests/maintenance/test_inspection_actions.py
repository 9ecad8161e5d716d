from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from common.acting import acting
from common.partial_dates import PartialDate
from maintenance.actions import AlreadyDone, CannotPlan, CannotRecord, plan_inspection, record_inspection
from maintenance.models import DueInspection, InspectionType
from tests.factories.accounts import make_user
from tests.factories.facilities import make_building, make_equipment
from tests.factories.maintenance import make_done_turn, make_lift_type, make_turn, make_type

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 23)
GOOD: dict[str, Any] = {"outcome": "good", "done_by": "見本設備点検"}


def _rows():
    """Every turn as (due, done, outcome)."""
    return list(DueInspection.objects.order_by("pk").values_list("due_on", "done_on", "outcome"))


def _problems(refusal):
    return [(problem.code, problem.field) for problem in refusal.value.problems]


def test_an_inspection_is_planned_for_the_day_given():
    make_type()

    turn = plan_inspection(make_building(), "FIR-1", due_on=date(2026, 11, 30), on=TODAY)

    assert (turn.due_on, turn.due_reason, turn.cycle_months) == (date(2026, 11, 30), "入力された期限", 6)


def test_an_inspection_is_planned_from_the_day_it_was_last_done():
    make_type()

    turn = plan_inspection(make_building(), "FIR-1", last_done_on=date(2026, 4, 30), on=TODAY)

    assert (turn.due_on, turn.due_reason) == (date(2026, 10, 31), "前回 令和8年4月30日 から6か月")


def test_an_inspection_whose_day_nobody_knows_is_planned_all_the_same():
    make_type()

    turn = plan_inspection(make_building(), "FIR-1", on=TODAY)

    assert (turn.due_on, turn.due_reason) == (None, "期日不明。前回の日を確かめてください。")


def test_an_unknown_type_cannot_be_planned():
    with pytest.raises(CannotPlan, match=r"^点検の種類を選んでください。$") as refusal:
        plan_inspection(make_building(), "NO-1", on=TODAY)

    assert _problems(refusal) == [("type-unknown", "type_code")]
    assert _rows() == []


def test_the_same_inspection_cannot_be_planned_twice():
    building = make_building()
    make_turn(building)

    with pytest.raises(CannotPlan, match="この建物には、同じ種類のまだ済んでいない点検があります。"):
        plan_inspection(building, "FIR-1", due_on=date(2027, 1, 1), on=TODAY)

    assert _rows() == [(date(2026, 11, 30), None, "")]


def test_the_same_inspection_of_one_lift_cannot_be_planned_twice_but_of_two_lifts_it_can():
    make_lift_type()
    building = make_building()
    first, second = (make_equipment(name, building=building) for name in ("1号機", "2号機"))
    plan_inspection(building, "BLD-3", equipment=first, on=TODAY)
    plan_inspection(building, "BLD-3", equipment=second, on=TODAY)

    with pytest.raises(CannotPlan, match="この設備には、同じ種類のまだ済んでいない点検があります。"):
        plan_inspection(building, "BLD-3", equipment=first, on=TODAY)

    assert len(_rows()) == 2


def test_a_type_for_equipment_needs_equipment():
    make_lift_type()

    with pytest.raises(
        CannotPlan, match="「昇降機の点検」は設備ごとの点検です。設備を選んでください。"
    ) as refusal:
        plan_inspection(make_building(), "BLD-3", on=TODAY)

    assert _problems(refusal) == [("equipment-missing", "equipment")]


def test_a_type_for_buildings_takes_no_equipment():
    make_type()
    lift = make_equipment()

    with pytest.raises(CannotPlan, match="は建物全体の点検です。") as refusal:
        plan_inspection(lift.building, "FIR-1", equipment=lift, on=TODAY)

    assert _problems(refusal) == [("equipment-needless", "equipment")]


def test_equipment_of_another_building_is_refused():
    make_lift_type()
    lift = make_equipment()

    with pytest.raises(CannotPlan, match=r"^設備は、その建物にあるものを選んでください。$") as refusal:
        plan_inspection(make_building("別館", centre=lift.building.centre), "BLD-3", equipment=lift, on=TODAY)

    assert _problems(refusal) == [("equipment-elsewhere", "equipment")]
    assert _rows() == []


def test_recording_a_turn_plans_the_next_one():
    turn = make_turn()

    following = record_inspection(turn.pk, done_on=date(2026, 11, 20), on=TODAY, **GOOD)

    assert _rows() == [
        (date(2026, 11, 30), date(2026, 11, 20), "good"),
        (date(2027, 5, 20), None, ""),
    ]
    assert (following.previous, following.due_reason) == (turn, "前回 令和8年11月20日 から6か月")


def test_the_turn_of_a_lift_is_followed_by_a_turn_of_the_same_lift():
    make_lift_type()
    lift = make_equipment()
    turn = plan_inspection(lift.building, "BLD-3", equipment=lift, due_on=TODAY, on=TODAY)

    following = record_inspection(turn.pk, done_on=TODAY, on=TODAY, **GOOD)

    assert (following.equipment, following.due_on) == (lift, date(2027, 11, 23))


def test_a_turn_without_due_day_gives_the_next_one_its_day():
    turn = make_turn(due_on=None)

    following = record_inspection(turn.pk, done_on=date(2026, 6, 10), on=TODAY, **GOOD)

    assert following.due_on == date(2026, 12, 10)


def test_the_next_turn_follows_the_cycle_of_the_catalogue_of_today():
    turn = make_turn()
    InspectionType.objects.filter(code="FIR-1").update(cycle_months=12)

    following = record_inspection(turn.pk, done_on=date(2026, 11, 20), on=TODAY, **GOOD)

    assert (turn.cycle_months, following.cycle_months, following.due_on) == (6, 12, date(2027, 11, 20))


def test_a_turn_whose_type_has_left_the_catalogue_keeps_its_cycle():
    turn = make_turn()
    InspectionType.objects.all().delete()

    following = record_inspection(turn.pk, done_on=date(2026, 11, 20), on=TODAY, **GOOD)

    assert (following.cycle_months, following.due_on) == (6, date(2027, 5, 20))


def test_a_turn_recorded_twice_is_refused_the_second_time():
    turn = make_turn()
    record_inspection(turn.pk, done_on=date(2026, 11, 20), on=TODAY, **GOOD)

    with pytest.raises(AlreadyDone, match=r"^この点検は令和8年11月20日に実施済みとして記録されています。$"):
        record_inspection(turn.pk, done_on=date(2026, 11, 21), on=TODAY, **GOOD)

    assert _rows() == [
        (date(2026, 11, 30), date(2026, 11, 20), "good"),
        (date(2027, 5, 20), None, ""),
    ]


@pytest.mark.parametrize("day", [date(2026, 11, 22), date(2026, 11, 23)])
def test_a_turn_is_recorded_up_to_the_day_itself(day):
    turn = make_turn()

    record_inspection(turn.pk, done_on=day, on=TODAY, **GOOD)

    assert _rows()[0] == (date(2026, 11, 30), day, "good")


def test_a_turn_done_tomorrow_is_refused():
    turn = make_turn()

    with pytest.raises(CannotRecord, match=r"^点検した日は、きょうまでの日にしてください。$"):
        record_inspection(turn.pk, done_on=date(2026, 11, 24), on=TODAY, **GOOD)

    assert _rows() == [(date(2026, 11, 30), None, "")]


def test_a_turn_done_before_the_building_was_built_is_refused():
    turn = make_turn(make_building(built_on=PartialDate.of_month(2026, 11)))

    with pytest.raises(CannotRecord, match=r"^点検した日は、建物や設備ができた日（令和8年11月）以後の日"):
        record_inspection(turn.pk, done_on=date(2026, 10, 31), on=TODAY, **GOOD)

    assert _rows() == [(date(2026, 11, 30), None, "")]


def test_a_lift_put_into_an_old_building_was_not_inspected_before_it_was_there():
    make_lift_type()
    building = make_building(built_on=PartialDate.of_year(1981))
    lift = make_equipment(building=building, installed_on=PartialDate.of_day(date(2026, 11, 1)))
    turn = plan_inspection(building, "BLD-3", equipment=lift, on=TODAY)

    with pytest.raises(CannotRecord, match="（令和8年11月1日）"):
        record_inspection(turn.pk, done_on=date(2026, 10, 31), on=TODAY, **GOOD)

    record_inspection(turn.pk, done_on=date(2026, 11, 1), on=TODAY, **GOOD)


def test_a_turn_was_not_done_before_the_turn_before_it():
    done = make_done_turn(done_on=date(2026, 11, 20))

    with pytest.raises(CannotRecord, match="前回の点検（令和8年11月20日）より後の日"):
        record_inspection(done.next.pk, done_on=date(2026, 11, 20), on=TODAY, **GOOD)

    record_inspection(done.next.pk, done_on=date(2026, 11, 21), on=TODAY, **GOOD)


def test_everything_that_is_wrong_with_a_record_is_told_at_once():
    turn = make_turn(make_building(built_on=PartialDate.of_year(2026)))

    with pytest.raises(CannotRecord) as refusal:
        record_inspection(turn.pk, done_on=date(2025, 12, 31), on=TODAY, outcome="repair", done_by="あ" * 121)

    assert _problems(refusal) == [
        ("done-before-built", "done_on"),
        ("remarks-missing", "remarks"),
        ("done_by-max_length", "done_by"),
    ]
    assert _rows() == [(date(2026, 11, 30), None, "")]


def test_a_record_needs_an_outcome():
    turn = make_turn()

    with pytest.raises(CannotRecord, match=r"^点検した日を入力したときは、結果も選んでください。$"):
        record_inspection(turn.pk, done_on=TODAY, on=TODAY)


def test_an_outcome_that_does_not_exist_is_refused():
    turn = make_turn()

    with pytest.raises(CannotRecord) as refusal:
        record_inspection(turn.pk, done_on=TODAY, on=TODAY, outcome="splendid")

    assert _problems(refusal) == [("outcome-invalid_choice", "outcome")]


def test_a_turn_that_was_withdrawn_is_not_recorded():
    turn = make_turn()
    turn.withdrawn_on, turn.withdrawn_reason = date(2026, 11, 1), "用途廃止"
    turn.save()

    with pytest.raises(CannotRecord, match="この点検は取りやめになっています。"):
        record_inspection(turn.pk, done_on=TODAY, on=TODAY, **GOOD)

    assert DueInspection.objects.count() == 1


def test_who_recorded_a_turn_and_by_which_door_stays_in_its_history():
    officer = make_user()
    turn = make_turn()

    with acting(door="web", user_id=officer.pk, reason="点検票を受け取った"):
        following = record_inspection(turn.pk, done_on=date(2026, 11, 20), on=TODAY, **GOOD)

    columns = "history_type", "done_on", "door", "history_user", "history_change_reason"
    assert list(turn.history.order_by("history_id").values_list(*columns)) == [
        ("+", None, "command", None, None),
        ("~", date(2026, 11, 20), "web", officer.pk, "点検票を受け取った"),
    ]
    assert list(following.history.values_list(*columns)) == [
        ("+", None, "web", officer.pk, "点検票を受け取った")
    ]


def test_a_refused_record_leaves_no_history():
    turn = make_turn()

    with pytest.raises(CannotRecord):
        record_inspection(turn.pk, done_on=date(2026, 11, 24), on=TODAY, **GOOD)

    assert turn.history.count() == 1


@pytest.mark.parametrize(
    ("days", "refused"),
    [
        ({"due_on": date.min}, [("due-out-of-reach", "due_on")]),
        ({"due_on": TODAY.replace(year=2006) - timedelta(days=1)}, [("due-out-of-reach", "due_on")]),
        ({"due_on": TODAY.replace(year=2006)}, []),
        ({"due_on": TODAY.replace(year=2076)}, []),
        ({"due_on": TODAY.replace(year=2076) + timedelta(days=1)}, [("due-out-of-reach", "due_on")]),
        ({"due_on": date.max}, [("due-out-of-reach", "due_on")]),
        ({"last_done_on": date.min}, [("last-done-out-of-reach", "last_done_on")]),
        (
            {"last_done_on": TODAY.replace(year=1976) - timedelta(days=1)},
            [("last-done-out-of-reach", "last_done_on")],
        ),
        ({"last_done_on": TODAY.replace(year=1976)}, [("due-out-of-reach", "due_on")]),
        ({"last_done_on": TODAY.replace(year=2006)}, []),
        ({"last_done_on": date.max}, [("last-done-out-of-reach", "last_done_on")]),
    ],
)
def test_a_day_far_out_of_reach_is_refused_with_a_sentence(days, refused):
    make_type()

    if refused:
        with pytest.raises(CannotPlan) as refusal:
            plan_inspection(make_building(), "FIR-1", **days, on=TODAY)
        assert [(problem.code, problem.field) for problem in refusal.value.problems] == refused
    else:
        assert plan_inspection(make_building(), "FIR-1", **days, on=TODAY).due_on is not None

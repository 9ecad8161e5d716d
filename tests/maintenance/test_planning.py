from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from common.partial_dates import PartialDate
from facilities.choices import EquipmentCategory
from maintenance.actions import plan_applicable, record_inspection
from maintenance.choices import Answer, Counting
from maintenance.models import DueInspection
from maintenance.tasks import plan_inspections
from tests.factories.facilities import make_building, make_equipment
from tests.factories.maintenance import good_outcome, make_lift_type, make_type

pytestmark = pytest.mark.django_db

ON = date(2026, 11, 29)
CERTIFIED = PartialDate.of_day(date(2026, 4, 30))


def _turns(**facts):
    rows = DueInspection.objects.filter(**facts).order_by("pk")
    return [(turn.type_code, turn.cycle_months, turn.due_on) for turn in rows]


def test_the_first_turn_of_what_applies_is_due_by_the_rule_of_the_first_time():
    make_type("BLD-2", cycle_months=12, first_from="certified_on", first_months=24)
    make_building(certified_on=CERTIFIED)

    made = plan_applicable(None, on=ON)

    assert made == 1
    assert _turns() == [("BLD-2", 12, date(2028, 4, 30))]


def test_where_the_source_is_silent_one_cycle_counts_and_the_turn_says_so():
    make_type("FIR-1", cycle_months=12)
    make_building(certified_on=CERTIFIED)

    plan_applicable(None, on=ON)

    turn = DueInspection.objects.get()
    assert turn.due_on == date(2027, 4, 30)
    assert "要確認" in turn.due_reason


def test_where_the_beginning_is_not_known_the_day_is_not_known_either():
    make_type("FIR-1")
    make_building(certified_on=None)

    plan_applicable(None, on=ON)

    turn = DueInspection.objects.get()
    assert (turn.due_on, turn.due_reason) == (
        None,
        "期日不明。検査済証の交付日か前回の日を確かめてください。",
    )


def test_run_again_the_night_plans_nothing_new():
    make_type("FIR-1")
    make_building()

    assert (plan_applicable(None, on=ON), plan_applicable(None, on=ON)) == (1, 0)
    assert plan_inspections(on=ON.isoformat()) == 0


def test_what_was_done_or_withdrawn_before_is_not_begun_anew():
    make_type("FIR-1")
    done, withdrawn = make_building(name="本館"), make_building(name="別館")
    plan_applicable(None, on=ON)
    turn = DueInspection.objects.get(building=done)
    record_inspection(turn.pk, done_on=ON, on=ON, outcome=good_outcome(turn), done_by="見本")
    DueInspection.objects.filter(building=withdrawn).update(withdrawn_on=ON, withdrawn_reason="見本")

    assert plan_applicable(None, on=ON) == 0


def test_what_does_not_apply_or_cannot_be_told_is_not_planned():
    make_type("WAT-1", applies_when="water_tank_litres > m3(10)")
    make_building(name="小", water_tank_litres=10000)
    make_building(name="不明", water_tank_litres=None)
    large = make_building(name="大", water_tank_litres=10001)

    plan_applicable(None, on=ON)

    assert list(DueInspection.objects.values_list("building", flat=True)) == [large.pk]


def test_what_looks_at_equipment_is_planned_for_each_piece_and_waits_for_the_register():
    make_lift_type(equipment_categories=["lift"], exists_when="lifts >= 1")
    building = make_building(lifts=2)
    make_building(name="登録なし", lifts=1)
    lifts = [
        make_equipment(name, building=building, category=EquipmentCategory.LIFT, installed_on=CERTIFIED)
        for name in ("1号機", "2号機")
    ]

    plan_applicable(None, on=ON)

    turns = DueInspection.objects.order_by("equipment").values_list("equipment", "due_on")
    assert list(turns) == [(lift.pk, date(2027, 4, 30)) for lift in lifts]


def test_a_standing_duty_is_confirmed_yearly_and_what_is_on_occasion_is_never_planned():
    make_type("REC-3", counting=Counting.STANDING, cycle_months=12)
    make_type("ASB-2", counting=Counting.OCCASION, cycle_months=None)
    make_building(certified_on=CERTIFIED)

    plan_applicable(None, on=ON)

    assert _turns() == [("REC-3", 12, date(2027, 4, 30))]


def test_the_cycle_of_the_case_that_holds_is_the_one_planned():
    make_type(
        "SEP-4", cycle_months=12, cycle_cases=[{"when": 'septic_tank == "single_aeration"', "months": 6}]
    )
    make_building(septic_tank="single_aeration", certified_on=PartialDate.of_day(date(2026, 8, 31)))

    plan_applicable(None, on=ON)

    assert _turns() == [("SEP-4", 6, date(2027, 2, 28))]


@pytest.mark.parametrize(("answer", "made"), [(Answer.NOT, 0), (Answer.APPLIES, 1)])
def test_the_decision_of_a_person_stands_before_the_verdict(answer, made):
    make_type("PRK-1", applies_when="False" if made else "")
    building = make_building()
    overrules: dict[tuple[int, int | None, str], Any] = {
        (building.pk, None, "PRK-1"): SimpleNamespace(answer=answer)
    }

    assert plan_applicable([building.pk], on=ON, overrules=overrules) == made


@pytest.mark.parametrize("count", [1, 3])
def test_planning_costs_the_same_however_many_buildings(django_assert_num_queries, count):
    make_type("FIR-1")
    for number in range(count):
        make_building(name=f"棟{number}")

    with django_assert_num_queries(11):
        plan_applicable(None, on=ON)


def test_the_database_refuses_a_second_pending_turn_whoever_plans_it():
    make_type("FIR-1")
    make_building()
    plan_applicable(None, on=ON)
    first = DueInspection.objects.get()

    with pytest.raises(IntegrityError), transaction.atomic():
        DueInspection.objects.create(building=first.building, type_code="FIR-1", cycle_months=6)

from __future__ import annotations

from datetime import date

import pytest

from common.partial_dates import PartialDate
from common.scope import Scope
from facilities.choices import EquipmentCategory, UseKind
from facilities.models import BuildingUse
from maintenance.choices import Answer
from maintenance.queries.verdicts import missing_facts_of, verdicts_of
from maintenance.rules.facts import Entered
from tests.factories.facilities import make_building, make_equipment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogues")]

ON = date(2026, 11, 29)
EVERYTHING = Scope.everything()


def _hall(**facts):
    building = make_building(**{"floors_above": 2, "floors_below": 0, "floor_area": 45000, **facts})
    BuildingUse.objects.create(building=building, kind=UseKind.ASSEMBLY, storey=1, area=25000)
    return building


def _verdict(building, code):
    (found,) = [
        place for place in verdicts_of([building.pk], scope=EVERYTHING, on=ON) if place.type_code == code
    ]
    return found


def test_a_building_is_judged_by_what_its_register_says():
    building = _hall()

    place = _verdict(building, "BLD-1")

    assert (place.building, place.equipment_pk, place.name) == (
        building.name,
        None,
        "建築物（敷地・構造）点検",
    )
    assert place.verdict.answer == Answer.APPLIES
    assert place.verdict.law == "建築基準法 第12条第2項"
    assert place.verdict.reason == "市が建築主事を置いていて、集会場部分の面積が250㎡で、200㎡を超えるため"


def test_every_piece_of_equipment_is_judged_by_itself():
    building = _hall()
    for name, watts in (("空調1", 7499), ("空調2", 7500)):
        make_equipment(
            name, building=building, category=EquipmentCategory.AIR_CONDITIONING, compressor_watts=watts
        )

    places = verdicts_of([building.pk], scope=EVERYTHING, on=ON)

    told = [(place.equipment, place.verdict.answer) for place in places if place.type_code == "HVC-2"]
    assert told == [("空調1", Answer.NOT), ("空調2", Answer.APPLIES)]


def test_a_piece_that_was_removed_counts_no_more():
    building = _hall(lifts=0)
    make_equipment(
        building=building, category=EquipmentCategory.LIFT, removed_on=PartialDate.of_day(date(2026, 11, 29))
    )

    place = _verdict(building, "BLD-3")

    assert (place.equipment_pk, place.verdict.answer) == (None, Answer.NOT)


def test_verdicts_stay_within_the_scope_and_tell_nothing_of_what_is_gone():
    building = _hall()
    gone = make_building(retired_on=PartialDate.of_day(ON))

    assert verdicts_of([building.pk], scope=Scope.nothing(), on=ON) == []
    assert verdicts_of([gone.pk], scope=EVERYTHING, on=ON) == []


@pytest.mark.parametrize("count", [1, 3])
def test_verdicts_cost_five_queries_however_many_buildings(django_assert_num_queries, count):
    for _ in range(count):
        make_equipment(building=_hall())

    with django_assert_num_queries(5):
        places = verdicts_of(None, scope=EVERYTHING, on=ON)

    assert len({place.building_pk for place in places}) == count


@pytest.mark.parametrize("count", [1, 3])
def test_missing_facts_cost_five_queries_however_many_buildings(django_assert_num_queries, count):
    for _ in range(count):
        _hall()

    with django_assert_num_queries(5):
        missing = missing_facts_of(None, scope=EVERYTHING, on=ON)

    assert len(missing) == count


def test_a_missing_fact_is_listed_once_with_its_empty_fields_and_what_waits_for_it():
    building = _hall(
        fire_item="1_ro", fixed_seats=0, bench_width_cm=0, standing_area=0, other_audience_area=1000
    )

    missing = missing_facts_of([building.pk], scope=EVERYTHING, on=ON)[building.centre_id]

    (occupants,) = [one for one in missing if one.fact == "occupants"]
    assert (occupants.label, occupants.entered, occupants.fields) == (
        "収容人員",
        Entered.BUILDING,
        ("occupants_reported", "staff"),
    )
    assert occupants.types == ("防火対象物の定期点検", "防火管理者の選任と消防計画", "消火・避難の訓練")
    assert [one.fact for one in missing].count("septic_tank") == 1
    assert "floor_area" not in {one.fact for one in missing}

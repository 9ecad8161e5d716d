"""The card of a centre and how complete it is: in words, within the scope, in as many queries for one as for many."""

from __future__ import annotations

from datetime import date

import pytest

from common.fiscal_year import FiscalYear
from common.partial_dates import PartialDate
from common.scope import Scope
from facilities import actions
from facilities.queries.completeness import centre_completeness, centres_completeness
from facilities.queries.record import RoomLine, UseLine, record_of
from facilities.rules.completeness import Place
from tests.factories.centres import make_centre
from tests.factories.facilities import (
    make_building,
    make_equipment,
    make_file,
    make_land,
    make_room,
    make_year,
)

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 23)
CITY = Scope.everything()
HALL = {"kind": "assembly", "storey": 1, "area": 30000}


def _group_of(centre):
    return Scope(False, frozenset({centre.pk}), frozenset(), internal=False)


def _facts(building, scope=CITY):
    (card,) = record_of(building.centre_id, scope=scope, on=TODAY).buildings
    return {fact.field: (fact.value, fact.note) for group in card.groups for fact in group.facts}


def test_what_laws_ask_is_said_with_its_three_answers():
    building = make_building(
        certified_on=PartialDate.of_month(1982, 3),
        confirmed_on=PartialDate.of_year(1980),
        is_value=60,
        solar_watts=9900,
        standing_area=1250,
        fixed_seats=0,
        septic_tank="combined",
        septic_tank_persons=21,
        voltage="none",
        asbestos=False,
        shelter="both",
        shelter_capacity=160,
    )

    facts = _facts(building)

    wanted = {
        "has_certificate": ("あり", "昭和57年（1982年）3月に交付"),
        "seismic_standard": ("不明", "建築確認日からは、旧耐震基準と推定"),
        "is_value": ("0.60", "倒壊の危険性が低い"),
        "solar_watts": ("9.9kW", ""),
        "battery_watt_hours": ("不明", ""),
        "standing_area": ("12.50㎡", ""),
        "fixed_seats": ("なし", ""),
        "voltage": ("受電していない", ""),
        "asbestos": ("なし", ""),
        "lp_gas": ("不明", ""),
        "shelter": ("指定避難所・指定緊急避難場所", "収容160人"),
        "book_value": ("不明", ""),
    }
    assert {field: facts[field] for field in wanted} == wanted
    assert facts["septic_tank"][1] == "21人槽"


def test_rooms_and_uses_stand_with_their_building_and_what_is_gone_does_not():
    building = make_building(floor_area=29900)
    make_building("旧館", centre=building.centre, retired_on=PartialDate.of_year(2020))
    actions.set_uses(building.pk, [HALL])
    free = make_room("図書室", building=building, fee=0, storey=-1)
    paid = make_room(
        "ホール", building=building, fee=329, fee_basis="hour", capacity=80, area=9668, certainty="verified"
    )
    make_room("旧会議室", building=building, retired_on=TODAY)

    (card,) = record_of(building.centre_id, scope=CITY, on=TODAY).buildings

    assert (card.uses, card.beyond) == ((UseLine("市民センター（集会）", "", "1階", 30000),), 100)
    assert sorted(card.rooms, key=lambda room: room.pk) == [
        RoomLine(free.pk, "図書室", "地下1階", None, "不明", "無料", "", needs_check=True),
        RoomLine(paid.pk, "ホール", "", 9668, "80人", "1時間329円", "", needs_check=False),
    ]


def test_land_years_and_files_are_told_and_a_group_reads_no_money_of_the_city():
    centre = make_centre()
    make_land(centre=centre, ownership="leased", leased_area=0, zoning="none", playground=True, notes="内部")
    make_year(2024, centre=centre, users=10)
    make_year(2025, centre=centre, users=20, fees=300, utilities=4000, repairs=0, notes="内部")
    make_file(centre=centre)
    shared = make_file("平面図", centre=centre, shared=True)

    city = record_of(centre.pk, scope=CITY, on=TODAY)
    group = record_of(centre.pk, scope=_group_of(centre), on=TODAY)

    (land,) = city.land
    assert (land.ownership, land.leased_area, land.zoning, land.playground, land.parking) == (
        "借地",
        "なし",
        "指定なし",
        "あり",
        "不明",
    )
    assert [(year.year, year.users, year.upkeep, year.upkeep_in_part) for year in city.years] == [
        (FiscalYear(2025), 20, 4000, True),
        (FiscalYear(2024), 10, None, False),
    ]
    assert [(year.users, year.fees, year.upkeep, year.notes) for year in group.years] == [
        (20, 300, None, ""),
        (10, None, None, ""),
    ]
    assert (group.land[0].notes, group.land[0].needs_check) == ("", False)
    assert [len(city.files), [file.pk for file in group.files]] == [2, [shared.pk]]


@pytest.mark.parametrize(("on", "over"), [(date(2029, 3, 31), False), (date(2029, 4, 1), True)])
def test_equipment_says_when_its_expected_life_runs_out(on, over):
    lift = make_equipment(
        installed_on=PartialDate.of_fiscal_year(2011), expected_life_years=17, compressor_watts=0
    )
    make_equipment("旧昇降機", building=lift.building, removed_on=PartialDate.of_year(2011))

    (card,) = record_of(lift.building.centre_id, scope=CITY, on=on).buildings

    (line,) = card.equipment
    assert (line.pk, line.expected_life, line.runs_out_in, line.is_over, line.compressor) == (
        lift.pk,
        "17年",
        FiscalYear(2028),
        over,
        "なし",
    )


def test_a_group_does_not_read_what_a_building_is_worth():
    building = make_building(book_value=1, acquisition_cost=2)

    assert {"book_value", "acquisition_cost"} & _facts(building, _group_of(building.centre)).keys() == set()


def test_an_empty_centre_is_asked_for_everything_and_a_building_comes_first():
    centre = make_centre()

    result = centre_completeness(centre.pk, scope=CITY, on=TODAY)

    assert result is not None
    assert (result.score, [one.label for one in result.missing]) == (
        0,
        ["建物の登録", "土地の登録", "令和7年度の実績の登録"],
    )
    assert result.next_best is not None
    assert result.next_best.place == Place("building-new", centre.pk, "name")


def test_entering_the_next_best_fact_raises_the_score():
    building = make_building(lifts=0)
    before = centre_completeness(building.centre_id, scope=CITY, on=TODAY)
    assert before is not None
    uses = next(one for one in before.missing if one.label == "用途ごとの面積")
    assert uses.place == Place("uses-edit", building.pk, "form-0-kind")

    actions.set_uses(building.pk, [HALL])
    make_land(centre=building.centre, area=100)
    make_room(building=building, area=100)
    make_year(2025, centre=building.centre, users=0)

    after = centre_completeness(building.centre_id, scope=CITY, on=TODAY)
    assert after is not None
    assert after.known > before.known
    assert "用途ごとの面積" not in {one.label for one in after.missing}
    assert "昇降機の台数" not in {one.label for one in before.missing}


def test_the_year_that_is_over_is_asked_for_and_what_is_retired_is_not():
    building = make_building(retired_on=PartialDate.of_year(2020))
    make_year(2025, centre=building.centre)

    for on, label in ((date(2027, 3, 31), False), (date(2027, 4, 1), True)):
        result = centre_completeness(building.centre_id, scope=CITY, on=on)
        assert result is not None
        assert ("令和8年度の実績の登録" in {one.label for one in result.missing}) is label
        assert "建物の登録" in {one.label for one in result.missing}


def test_who_is_not_of_the_city_is_asked_nothing():
    centre, other = make_centre(), make_centre()
    worker = Scope(False, frozenset({centre.pk}), frozenset(), internal=True)

    assert centre_completeness(centre.pk, scope=_group_of(centre), on=TODAY) is None
    assert centres_completeness([centre.pk, other.pk], scope=worker, on=TODAY).keys() == {centre.pk}


@pytest.mark.parametrize("centres", [1, 3])
def test_card_and_completeness_cost_the_same_however_much_there_is(centres, django_assert_num_queries):
    made = []
    for number in range(centres):
        centre = make_centre()
        for name in range(number + 1):
            building = make_building(f"{name}号館", centre=centre)
            actions.set_uses(building.pk, [HALL])
            make_room(building=building)
            make_equipment(building=building)
            make_land(f"土地{name}", centre=centre)
            make_year(2020 + name, centre=centre)
            make_file(centre=centre, building=building)
        made.append(centre.pk)

    with django_assert_num_queries(7):
        record_of(made[-1], scope=CITY, on=TODAY)
    with django_assert_num_queries(4):
        centres_completeness(made, scope=CITY, on=TODAY)

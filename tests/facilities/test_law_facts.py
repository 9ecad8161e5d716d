"""What laws and estimates ask of a building: three answers kept apart, and the impossible refused."""

from __future__ import annotations

from datetime import date

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from common.db.partial_dates import partial_date_values
from common.partial_dates import PartialDate
from common.problems import Refused
from facilities.actions import change_building
from facilities.models import Building
from tests.answers import errors
from tests.api import Api, refusal
from tests.factories.accounts import make_group
from tests.factories.centres import make_centre, make_district
from tests.factories.facilities import make_building
from tests.pages import filled_in
from ui.number_fields import DecimalsField

pytestmark = pytest.mark.django_db

BUILT = PartialDate.of_year(1990)
BEFORE, AFTER = PartialDate.of_year(1989), PartialDate.of_year(1991)

# Facts that cannot be together, the field that says so, and its sentence.
IMPOSSIBLE = [
    (
        {"has_certificate": False, "certified_on": AFTER},
        "certified_on",
        "検査済証がないときは、交付日を空けてください。",
    ),
    (
        {"septic_tank_persons": 21},
        "septic_tank_persons",
        "浄化槽の人槽を入力するときは、浄化槽の方式も選んでください。",
    ),
    (
        {"septic_tank": "none", "septic_tank_persons": 21},
        "septic_tank_persons",
        "浄化槽の人槽を入力するときは、浄化槽の方式も選んでください。",
    ),
    (
        {"septic_tank": "combined", "septic_tank_persons": 0},
        "septic_tank_persons",
        "浄化槽の人槽は0より大きい数にしてください。",
    ),
    (
        {"underground_tank_installed_on": AFTER},
        "underground_tank_installed_on",
        "地下タンクの設置年月を入力するときは、地下タンクの種類も選んでください。",
    ),
    (
        {"seismic_diagnosed": False, "is_value": 62},
        "is_value",
        "耐震診断をしていないときは、Is値を空けてください。",
    ),
    (
        {"shelter": "none", "shelter_capacity": 120},
        "shelter_capacity",
        "避難所の収容人数を入力するときは、避難所の指定も選んでください。",
    ),
    (
        {"shelter": "shelter", "shelter_capacity": 0},
        "shelter_capacity",
        "避難所の収容人数は0より大きい数にしてください。",
    ),
    (
        {"built_on": BUILT, "electrical_refitted_on": BEFORE},
        "electrical_refitted_on",
        "改修年月は建築年月以後の日にしてください。",
    ),
    ({"floor_area": 0}, "floor_area", "延床面積は0より大きい数にしてください。"),
    ({"floor_area": -1}, "floor_area", "延床面積は0より大きい数にしてください。"),
]
POSSIBLE = [
    {"has_certificate": True, "certified_on": AFTER},
    {"certified_on": AFTER},
    {"has_certificate": False},
    {"septic_tank": "combined", "septic_tank_persons": 1},
    {"underground_tank": "double", "underground_tank_installed_on": AFTER},
    {"seismic_diagnosed": True, "is_value": 0},
    {"shelter": "both", "shelter_capacity": 1},
    {"built_on": BUILT, "interior_refitted_on": BUILT, "mechanical_refitted_on": AFTER},
    {"fixed_seats": 0, "water_tank_litres": 0, "lifts": 0, "book_value": 0, "voltage": "none"},
]
DAYS = {
    "built_on",
    "certified_on",
    "interior_refitted_on",
    "electrical_refitted_on",
    "mechanical_refitted_on",
    "underground_tank_installed_on",
}


def _columns(facts):
    columns: dict[str, object] = {}
    for name, value in facts.items():
        columns |= partial_date_values(name, value) if name in DAYS else {name: value}
    return columns


@pytest.mark.parametrize(("facts", "field", "sentence"), IMPOSSIBLE)
def test_act_and_database_refuse_what_cannot_be_and_the_act_names_the_field(facts, field, sentence):
    building = make_building()

    with pytest.raises(Refused) as refusal:
        change_building(building.pk, **facts)
    with pytest.raises(IntegrityError), transaction.atomic():
        Building.objects.filter(pk=building.pk).update(**_columns(facts))

    assert [(problem.field, problem.message) for problem in refusal.value.problems] == [(field, sentence)]


@pytest.mark.parametrize("facts", POSSIBLE)
def test_what_can_be_is_kept_as_it_was_said(facts):
    building = change_building(make_building().pk, **facts)

    building.refresh_from_db()
    assert {name: getattr(building, name) for name in facts} == facts


@pytest.mark.parametrize(
    ("places", "typed", "kept", "shown"),
    [
        (3, "49.5", 49500, "49.5"),
        (3, "１０", 10000, "10"),
        (3, "1,234.567", 1234567, "1,234.567"),
        (3, "0", 0, "0"),
        (2, "0.62", 62, "0.62"),
        (2, "", None, ""),
    ],
)
def test_a_number_with_decimals_is_kept_whole_and_shown_as_it_is_typed(places, typed, kept, shown):
    field = DecimalsField(places=places, example="49.5", required=False)

    assert (field.clean(typed), field.prepare_value(kept) or "") == (kept, shown)


@pytest.mark.parametrize("typed", ["-1", "0.621", "1e3", "六", "."])
def test_what_is_no_such_number_is_refused_with_a_sentence(typed):
    class OneNumber(forms.Form):
        value = DecimalsField(label="Is値", places=2, example="0.62")

    form = OneNumber({"value": typed})

    assert form.errors == {"value": ["Is値は0以上の数字で、小数は2けたまでで入力してください。例：0.62"]}
    with pytest.raises(ValidationError):
        DecimalsField(label="Is値", places=2, example="0.62").clean(typed)


def test_the_form_keeps_value_none_and_not_known_apart(officer, client_of):
    building = make_building()
    page, client = reverse("building-edit", args=[building.pk]), client_of(officer)
    typed = {
        "fire_item": "16_i",
        "fixed_seats": "0",
        "other_audience_area": "96.68",
        "fire_shutters": "False",
        "tiled_wall": "True",
        "solar_watts": "9.9",
        "water_tank_litres": "0",
        "is_value": "0.62",
        "generator": "none",
        "book_value": "12,345,678",
        "interior_refitted_on": "平成20年度",
    }

    client.post(page, {**filled_in(client.get(page)), **typed})

    building.refresh_from_db()
    kept = (
        building.fire_item,
        building.fixed_seats,
        building.bench_width_cm,
        building.other_audience_area,
        building.fire_shutters,
        building.tiled_wall,
        building.asbestos,
        building.solar_watts,
        building.water_tank_litres,
        building.is_value,
        building.generator,
        building.voltage,
        building.book_value,
        building.interior_refitted_on,
    )
    expected = ("16_i", 0, None, 9668, False, True, None, 9900, 0, 62, "none", "", 12345678)
    assert kept == (*expected, PartialDate.of_fiscal_year(2008))
    shown = filled_in(client.get(page))
    assert {name: shown[name][0] for name in typed} == typed


def test_the_form_says_everything_at_its_field(officer, client_of):
    building = make_building()
    page, client = reverse("building-edit", args=[building.pk]), client_of(officer)
    wrong = {
        "septic_tank_persons": "21",
        "has_certificate": "False",
        "certified_on": "平成3年",
        "solar_watts": "沢山",
    }

    answer = client.post(page, {**filled_in(client.get(page)), **wrong})

    assert (answer.status_code, errors(answer)) == (
        422,
        {
            "septic_tank_persons": ["浄化槽の人槽を入力するときは、浄化槽の方式も選んでください。"],
            "certified_on": ["検査済証がないときは、交付日を空けてください。"],
            "solar_watts": ["太陽光発電の出力は0以上の数字で、小数は3けたまでで入力してください。例：9.9"],
        },
    )


def test_a_program_reads_and_sends_the_three_answers(officer):
    building = make_building()
    api = Api(officer)
    sent = {
        "fire_item": "15",
        "lifts": 0,
        "asbestos": False,
        "standing_area": "12.50",
        "is_value": "0.6",
        "underground_tank": "none",
        "mechanical_refitted_on": "2008年度",
    }

    answer = api.patch(f"buildings/{building.pk}/", sent).json()

    read = {name: answer[name] for name in (*sent, "fixed_seats", "lp_gas", "voltage")}
    assert read["mechanical_refitted_on"].pop("text") == "平成20年度"
    assert read == {
        "fire_item": {"code": "15", "label": "(15)項　事務所など"},
        "lifts": 0,
        "asbestos": False,
        "standing_area": "12.50",
        "is_value": "0.60",
        "underground_tank": {"code": "none", "label": "ない"},
        "mechanical_refitted_on": {
            "first": "2008-04-01",
            "last": "2009-03-31",
            "precision": "fiscal_year",
        },
        "fixed_seats": None,
        "lp_gas": None,
        "voltage": None,
    }


def test_a_program_is_refused_at_the_field(officer):
    building = make_building()
    wrong = {"is_value": 0.62, "asbestos": "no", "shelter_capacity": 120, "floor_area": "0"}

    answer = refusal(Api(officer).patch(f"buildings/{building.pk}/", wrong))

    assert answer[0] == 400
    assert sorted(answer[1]) == [
        ("asbestos-invalid", "asbestos"),
        ("floor_area-min_value", "floor_area"),
        ("is_value-invalid", "is_value"),
        ("shelter_capacity-invalid", "shelter_capacity"),
    ]


def test_a_group_reads_what_the_law_asks_but_not_what_the_building_is_worth(roles):
    building = make_building(book_value=1, acquisition_cost=2, lifts=1)

    answer = Api(make_group(building.centre)).get(f"buildings/{building.pk}/").json()

    assert answer["lifts"] == 1
    assert {"book_value", "acquisition_cost"} & answer.keys() == set()


def test_buildings_are_narrowed_by_district_and_by_when_they_were_certainly_built(officer):
    district = make_district()
    old = make_building(centre=make_centre(district=district), built_on=PartialDate.of_day(date(1981, 5, 31)))
    make_building(built_on=PartialDate.of_month(1981, 6))
    make_building()
    api = Api(officer)

    for condition in (f"district={district.pk}", "built_before=1981-06-01", f"centre={old.centre_id}"):
        rows = api.get(f"buildings/?{condition}").json()["results"]
        assert [row["id"] for row in rows] == [old.pk]

"""The verdicts as a program reads them."""

from __future__ import annotations

from typing import Any

import pytest

from common.certainty import Certainty
from facilities.actions import change_building
from maintenance.queries import verdict_rows
from tests.api import COST, Api, refusal
from tests.factories.centres import make_centre
from tests.factories.facilities import make_building, make_equipment
from tests.factories.verdicts import make_area_type, make_lift_rule, make_overrule

pytestmark = pytest.mark.django_db

LIST = "verdicts/"

WORKED_OUT = 7
"""Besides: the catalogue, the buildings, their uses and equipment, the city's facts, and the overrulings."""


def _found(api, asked=""):
    rows = api.get(f"{LIST}?{asked}").json()["results"]
    return [(row["building"]["name"], row["type"]["code"], row["answer"]["code"]) for row in rows]


@pytest.fixture
def places():
    """A big and a small building of one centre, and another centre's of which nothing is known."""
    make_area_type(report_months=36, certainty=Certainty.SECOND_HAND)
    make_area_type("FIR-2", name="総合点検", cycle_months=12)
    centre = make_centre("見本市民センター")
    return [
        make_building("大", centre=centre, floor_area=30_000),
        make_building("小", centre=centre, floor_area=20_000),
        make_building("不明"),
    ]


def test_a_verdict_says_all_that_the_page_says(places, officer):
    big = places[0]

    row = Api(officer).get(f"{LIST}?building={big.pk}&type=FIR-1").json()["results"]

    assert row == [
        {
            "centre": {"id": big.centre_id, "name": "見本市民センター"},
            "building": {"id": big.pk, "name": "大"},
            "equipment": None,
            "type": {"code": "FIR-1", "name": "消防用設備等 機器点検"},
            "answer": {"code": "applies", "label": "対象"},
            "answer_by_rule": {"code": "applies", "label": "対象"},
            "reason": "延床面積が300㎡で、200㎡を超えるため",
            "law": "消防法 第17条の3の3",
            "certainty": {"code": "second_hand", "label": "二次資料"},
            "missing": [],
            "cycle_months": 6,
            "report_months": 36,
            "overruled": None,
        }
    ]


def test_what_is_missing_is_named(places, officer):
    (row,) = Api(officer).get(f"{LIST}?building={places[2].pk}&type=FIR-1").json()["results"]

    assert (row["answer"]["code"], row["missing"]) == (
        "untold",
        [{"name": "floor_area", "label": "延床面積"}],
    )


def test_verdicts_are_narrowed_by_centre_building_type_and_answer(places, officer):
    api = Api(officer)
    big, small, unknown = places

    assert _found(api, f"centre={unknown.centre_id}") == [
        ("不明", "FIR-1", "untold"),
        ("不明", "FIR-2", "untold"),
    ]
    assert _found(api, f"building={small.pk}") == [("小", "FIR-1", "not"), ("小", "FIR-2", "not")]
    assert _found(api, "type=FIR-2") == [
        ("大", "FIR-2", "applies"),
        ("小", "FIR-2", "not"),
        ("不明", "FIR-2", "untold"),
    ]
    assert _found(api, f"answer=not&centre={big.centre_id}") == [
        ("小", "FIR-1", "not"),
        ("小", "FIR-2", "not"),
    ]
    assert _found(api, "type=NONE") == _found(api, "centre=999999") == []


def test_equipment_is_judged_piece_by_piece(officer):
    make_lift_rule()
    building = make_building(lifts=2)
    one, two = (make_equipment(name, building=building) for name in ("1号機", "2号機"))
    api = Api(officer)

    rows = api.get(LIST).json()["results"]
    of_two = api.get(f"{LIST}?equipment={two.pk}").json()["results"]

    assert [row["equipment"] for row in rows] == [
        {"id": one.pk, "name": "1号機"},
        {"id": two.pk, "name": "2号機"},
    ]
    assert of_two == rows[1:]


def test_what_a_person_said_stands_until_a_fact_changes(places, officer):
    big = places[0]
    record = make_overrule(big, answer="not")
    api = Api(officer)

    standing = api.get(f"{LIST}?overruled=true").json()["results"]
    rest = _found(api, f"overruled=false&building={big.pk}")
    change_building(big.pk, floor_area=40_000)
    lapsed = api.get(f"{LIST}?building={big.pk}&type=FIR-1").json()["results"]

    assert [(row["answer"]["code"], row["answer_by_rule"]["code"]) for row in standing] == [
        ("not", "applies")
    ]
    assert standing[0]["overruled"] == {
        "answer": "not",
        "reason": "消防署に確かめたため",
        "decided_on": "2026-11-20",
        "decided_by": str(record.decided_by),
        "stands": True,
        "changed": [],
    }
    assert rest == [("大", "FIR-2", "applies")]
    assert (
        lapsed[0]["answer"]["code"],
        lapsed[0]["overruled"]["stands"],
        lapsed[0]["overruled"]["changed"],
    ) == (
        "applies",
        False,
        ["延床面積"],
    )
    assert _found(api, "overruled=true") == []


def test_the_list_is_read_to_its_end_page_by_page_every_row_once(places, officer, monkeypatch):
    monkeypatch.setattr(verdict_rows, "AT_ONCE", 2)
    api = Api(officer)
    whole = _found(api)

    page: dict[str, Any] = {}
    pages, address = [], f"/api/v1/{LIST}?page_size=2&with_count=1"
    while address:
        page = api.client.get(address, headers=api.headers).json()
        pages.append(
            [(row["building"]["name"], row["type"]["code"], row["answer"]["code"]) for row in page["results"]]
        )
        address = page["next"]

    assert len(whole) == 6
    assert pages == [whole[0:2], whole[2:4], whole[4:6]]
    assert page["count"] == 6


def test_a_page_that_ends_within_a_building_goes_on_there(places, officer):
    api = Api(officer)

    first = api.get(f"{LIST}?page_size=1").json()
    second = api.client.get(first["next"], headers=api.headers).json()

    assert (first["results"][0]["type"]["code"], second["results"][0]["type"]["code"]) == ("FIR-1", "FIR-2")


def test_only_the_fields_asked_for_are_answered(places, officer):
    row, *_ = Api(officer).get(f"{LIST}?fields=reason,type").json()["results"]

    assert row == {
        "reason": "延床面積が300㎡で、200㎡を超えるため",
        "type": {"code": "FIR-1", "name": "消防用設備等 機器点検"},
    }


@pytest.mark.parametrize(
    ("asked", "problems"),
    [
        ("answer=perhaps", [("answer-invalid_choice", "answer")]),
        ("centre=x", [("centre-invalid", "centre")]),
        ("overruled=yes", [("overruled-invalid", "overruled")]),
        ("ordering=answer", [("ordering-unknown", "ordering")]),
        ("page_size=0&colour=red", [("parameter-unknown", "colour"), ("page_size-invalid", "page_size")]),
        ("cursor=abc", [("cursor-invalid", "cursor")]),
        ("offset=1", [("offset-without-ordering", "offset")]),
        ("fields=colour", [("fields-unknown", "fields")]),
    ],
)
def test_a_question_that_makes_no_sense_is_refused_and_told_why(officer, asked, problems):
    assert refusal(Api(officer).get(f"{LIST}?{asked}")) == (400, problems)


def test_who_sees_one_centre_reads_its_verdicts_and_a_group_none(places, centre_worker, group_member):
    worker = Api(centre_worker(places[0].centre))

    assert {name for name, _, _ in _found(worker)} == {"大", "小"}
    assert refusal(Api(group_member).get(LIST)) == (403, [])


def test_verdicts_are_only_read(places, officer):
    api = Api(officer)

    assert refusal(api.post(LIST, {})) == (405, [])
    assert api.get(f"{LIST}1/").status_code == 404


@pytest.mark.parametrize("buildings", [1, 5])
def test_the_list_costs_the_same_however_many_there_are(officer, django_assert_num_queries, buildings):
    make_area_type()
    make_lift_rule()
    for number in range(buildings):
        make_equipment(building=make_building(f"棟{number}", floor_area=30_000, lifts=1))
    api = Api(officer)

    with django_assert_num_queries(COST - 1 + WORKED_OUT):
        api.get(LIST)

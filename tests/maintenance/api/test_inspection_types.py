from __future__ import annotations

from datetime import date

import pytest

from common.db.catalogue_rows import city_row_in_front_of
from tests.api import COST, Api, refusal
from tests.factories.maintenance import make_lift_type, make_type

pytestmark = pytest.mark.django_db

LIST = "inspection-types/"


def test_the_citys_row_stands_in_front_and_retired_types_are_told(officer):
    make_lift_type(retired_on=date(2026, 4, 1))
    shipped = make_type()
    city_row_in_front_of(shipped, reason="条例", cycle_months=3).save()
    api = Api(officer)

    rows = api.get(LIST).json()["results"]
    fire = api.get(f"{LIST}FIR-1/").json()

    assert [(row["code"], row["cycle_months"], row["retired_on"]) for row in rows] == [
        ("BLD-3", 12, "2026-04-01"),
        ("FIR-1", 3, None),
    ]
    assert (fire["origin"], fire["changed_reason"]) == ({"code": "city", "label": "市"}, "条例")


def test_a_group_reads_the_law_and_not_how_sure_we_are_of_it(group_member):
    make_type()

    answer = Api(group_member).get(f"{LIST}FIR-1/").json()

    assert answer["law"] == "消防法 第17条の3の3"
    assert {"source", "certainty", "origin", "changed_reason"} & answer.keys() == set()


def test_a_type_says_when_it_applies_how_it_counts_and_what_is_reported(officer):
    make_type(
        "BLD-1",
        footing="customary",
        counting="fiscal_year",
        applies_when="floors >= 3",
        cycle_cases=[{"when": "floors >= 5", "months": 3}],
        first_from="certified_on",
        first_months=72,
        outcome_family="building",
        report_months=36,
        report_cases=[],
        keep_years=3,
        effective_from=date(2016, 6, 1),
    )

    answer = Api(officer).get(f"{LIST}BLD-1/").json()

    told = {
        "footing": {"code": "customary", "label": "法定でない（目安）"},
        "counting": {"code": "fiscal_year", "label": "年度ごと"},
        "equipment_categories": [],
        "exists_when": "",
        "applies_when": "floors >= 3",
        "cycle_cases": [{"when": "floors >= 5", "months": 3}],
        "first_from": {"code": "certified_on", "label": "検査済証の交付日"},
        "first_months": 72,
        "outcome_family": {"code": "building", "label": "建築物・建築設備の点検"},
        "report_months": 36,
        "report_cases": [],
        "keep_years": 3,
        "effective_from": "2016-06-01",
    }
    assert {name: answer[name] for name in told} == told


def test_the_catalogue_is_narrowed_by_footing_counting_and_subject(officer):
    make_lift_type(footing="customary")
    make_type(counting="fiscal_year")
    api = Api(officer)

    found = {
        asked: [row["code"] for row in api.get(f"{LIST}?{asked}").json()["results"]]
        for asked in ("footing=customary", "counting=fiscal_year", "subject=equipment")
    }

    assert found == {
        "footing=customary": ["BLD-3"],
        "counting=fiscal_year": ["FIR-1"],
        "subject=equipment": ["BLD-3"],
    }
    assert refusal(api.get(f"{LIST}?footing=none")) == (400, [("footing-invalid_choice", "footing")])


def test_the_catalogue_is_only_read(administrator):
    make_type()
    api = Api(administrator)

    assert refusal(api.post(LIST, {"code": "X"})) == (405, [])
    assert refusal(api.patch(f"{LIST}FIR-1/", {"name": "別"})) == (405, [])
    assert refusal(api.get(f"{LIST}NONE/")) == (404, [])


@pytest.mark.parametrize("types", [1, 3])
def test_list_and_record_cost_the_same_however_many_there_are(officer, django_assert_num_queries, types):
    for number in range(types):
        make_type(f"T-{number}")
    api = Api(officer)

    with django_assert_num_queries(COST):
        api.get(LIST)
    with django_assert_num_queries(COST):
        api.get(f"{LIST}T-0/")

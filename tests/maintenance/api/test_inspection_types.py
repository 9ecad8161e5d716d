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

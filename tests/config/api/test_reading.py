from __future__ import annotations

from typing import Any

import pytest
from rest_framework.test import APIRequestFactory

from accounts.access import scope_for
from common.rest.shapes import names_of, reader
from config.api.urls import router
from tests.api import COST, Api, refusal
from tests.config.api.conftest import RESOURCES, TODAY, make_city

pytestmark = pytest.mark.django_db

DERIVED = {"transfers": 5}
"""What a resource costs besides, list or record: the stage of a transfer is told by one rule from facts of five kinds."""

BESIDE = {"renewal-projects": 5, **DERIVED}
"""What the record of a resource costs besides: the steps of a project, and its plans with their days and costs, multiplied in
one statement, would be thousands of rows."""

VIEWS = {name: resource for name, resource, _ in router.registry}


def _view(name: str, user):
    view: Any = VIEWS[name]()
    view.request = APIRequestFactory().get("/")
    view.request.user = user
    view.request.centre_scope = scope_for(user, on=TODAY)
    return view


def test_every_resource_is_known_to_these_tests():
    assert tuple(sorted(VIEWS)) == tuple(sorted(RESOURCES))


@pytest.mark.parametrize("name", RESOURCES)
def test_rows_read_straight_from_the_query_say_the_same_as_the_plain_serializer(city, officer, name):
    make_city()
    view = _view(name, officer)
    shape = view.detail_shape or view.shape
    rows = view.rows().order_by(*view.order)

    read = reader(shape, names_of(shape)).read(rows, span=slice(0, 50), keys=view.order, scope=view.scope)

    assert len(read) >= 2
    plain = [shape(record).data for record in rows[:50]]
    assert [row.answer for row in read] == [
        _as_python(data, row.answer) for data, row in zip(plain, read, strict=True)
    ]


def _as_python(data, answer):
    """A serializer writes days as text, the reader leaves that to the renderer."""
    return {
        name: answer[name]
        if hasattr(answer[name], "isoformat") and value == answer[name].isoformat()
        else value
        for name, value in data.items()
    }


@pytest.mark.parametrize("name", RESOURCES)
def test_a_list_costs_the_same_whatever_the_size_of_its_page(city, officer, django_assert_num_queries, name):
    make_city()
    api = Api(officer)

    for size in (1, 2, 50, 200):
        with django_assert_num_queries(COST + DERIVED.get(name, 0)):
            api.get(f"{name}/?page_size={size}")


@pytest.mark.parametrize("name", RESOURCES)
def test_a_record_costs_the_same_as_a_list(city, officer, django_assert_num_queries, name):
    view = _view(name, officer)
    place = view.rows().values_list(view.lookup_field, flat=True).first()
    api = Api(officer)

    with django_assert_num_queries(COST + BESIDE.get(name, 0)):
        response = api.get(f"{name}/{place}/")
    assert response.status_code == 200


@pytest.mark.parametrize("name", RESOURCES)
def test_a_list_is_read_to_its_end_page_by_page_every_row_once(officer, name):
    for _ in range(3):
        make_city()
    api = Api(officer)
    whole = api.get(f"{name}/?page_size=200").json()["results"]

    pages, address = [], f"/api/v1/{name}/?page_size=2"
    while address:
        page = api.client.get(address, headers=api.headers).json()
        pages.append(page["results"])
        address = page["next"]

    assert len(whole) >= 2
    assert [row for page in pages for row in page] == whole
    assert {len(page) for page in pages[:-1]} <= {2}


@pytest.mark.parametrize("name", RESOURCES)
def test_every_ordering_goes_both_ways_by_offset(city, officer, name):
    make_city()
    view, api = _view(name, officer), Api(officer)

    for ordering in (f"{sign}{column}" for column in view.orderings for sign in ("", "-")):
        first = api.get(f"{name}/?ordering={ordering}&page_size=1").json()
        second = api.client.get(first["next"], headers=api.headers).json()
        both = api.get(f"{name}/?ordering={ordering}&page_size=2").json()

        assert "offset=1" in first["next"]
        assert [*first["results"], *second["results"]] == both["results"]


@pytest.mark.parametrize("name", RESOURCES)
def test_only_the_fields_asked_for_are_answered(city, officer, name):
    view, api = _view(name, officer), Api(officer)
    one, *_, other = names_of(view.shape)

    row, *_ = api.get(f"{name}/?fields={other},{one}").json()["results"]

    assert list(row) == [one, other]


def test_the_number_of_all_is_counted_only_when_asked_for(city, officer, django_assert_num_queries):
    api = Api(officer)

    with django_assert_num_queries(COST + 1):
        counted = api.get("buildings/?with_count=1&page_size=1").json()
    assert counted["count"] == 1
    assert "count" not in api.get("buildings/").json()


BAD = [
    ("page_size=0", [("page_size-invalid", "page_size")]),
    ("page_size=-1", [("page_size-invalid", "page_size")]),
    ("page_size=201", [("page_size-invalid", "page_size")]),
    ("page_size=1000000000", [("page_size-invalid", "page_size")]),
    ("page_size=ten", [("page_size-invalid", "page_size")]),
    ("page_size=１", [("page_size-invalid", "page_size")]),
    ("page_size=", [("parameter-empty", "page_size")]),
    ("page_size=1&page_size=2", [("parameter-repeated", "page_size")]),
    ("colour=red", [("parameter-unknown", "colour")]),
    ("ordering=colour", [("ordering-unknown", "ordering")]),
    ("ordering=--name", [("ordering-unknown", "ordering")]),
    ("fields=id,colour", [("fields-unknown", "fields")]),
    ("fields=,", [("fields-unknown", "fields")]),
    ("cursor=abc", [("cursor-invalid", "cursor")]),
    ("with_count=yes", [("with_count-invalid", "with_count")]),
    ("offset=1", [("offset-without-ordering", "offset")]),
    ("offset=10001", [("offset-invalid", "offset")]),
    ("page_size=0&colour=red", [("parameter-unknown", "colour"), ("page_size-invalid", "page_size")]),
]


@pytest.mark.parametrize("name", RESOURCES)
def test_a_question_that_makes_no_sense_is_refused_and_told_why(officer, name):
    api = Api(officer)

    refusals = [refusal(api.get(f"{name}/?{asked}")) for asked, _ in BAD]

    assert refusals == [(400, problems) for _, problems in BAD]


def test_a_page_beyond_the_farthest_offset_is_refused_with_what_to_do(officer):
    response = Api(officer).get("centres/?ordering=name&offset=10001")

    assert response.json()["problems"][0]["message"] == "offset は0から10,000までの整数にしてください。"


@pytest.mark.parametrize("elsewhere", ["buildings/", "centres/?is_hub=false", "centres/?ordering=name"])
def test_the_cursor_of_another_query_is_refused(officer, elsewhere):
    for _ in range(2):
        make_city()
    api = Api(officer)
    cursor = api.get("centres/?page_size=1").json()["next"].partition("cursor=")[2]
    sign = "&" if "?" in elsewhere else "?"

    status, problems = refusal(api.get(f"{elsewhere}{sign}cursor={cursor}"))

    assert (status, {field for _, field in problems}) == (400, {"cursor"})


def test_a_cursor_holds_for_another_size_of_page_and_other_fields(city, officer):
    api = Api(officer)
    cursor = api.get("centres/?page_size=1").json()["next"].partition("cursor=")[2]

    response = api.get(f"centres/?cursor={cursor}&page_size=7&fields=name&with_count=1")

    assert response.status_code == 200


def test_a_record_takes_no_conditions(city, officer):
    response = Api(officer).get(f"centres/{city.centre.pk}/?page_size=2")

    assert refusal(response) == (400, [("parameter-unknown", "page_size")])

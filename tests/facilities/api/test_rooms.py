from __future__ import annotations

from datetime import date

import pytest

from facilities.models import Room
from tests.api import COST, Api, ids, refusal
from tests.factories.accounts import make_group
from tests.factories.facilities import make_building, make_room

pytestmark = pytest.mark.django_db

LIST = "rooms/"


def test_a_room_is_entered_and_changed_by_the_acts_of_the_pages(officer):
    building, api = make_building(), Api(officer)
    body = {"building": building.pk, "name": "大会議室", "area": "96.68", "fee": 329, "fee_basis": "hour"}

    made = api.post(LIST, body)
    room = Room.objects.get()
    changed = api.patch(f"{LIST}{room.pk}/", {"storey": -1, "fee": 0})

    assert (made.status_code, changed.status_code) == (201, 200)
    answer = changed.json()
    assert (answer["area"], answer["storey"], answer["fee"], answer["capacity"]) == ("96.68", -1, 0, None)
    assert answer["centre"] == {"id": building.centre_id, "name": "見本市民センター"}
    assert list(room.history.values_list("door", "history_user")) == [("api", officer.pk)] * 2


def test_everything_that_is_wrong_is_told_at_once_and_nothing_is_entered(officer):
    wrong = {"building": 999, "area": "0", "fee": 329, "storey": 0, "capacity": "80"}

    status, problems = refusal(Api(officer).post(LIST, wrong))

    assert (status, sorted(problems)) == (
        400,
        [
            ("area-min_value", "area"),
            ("building-not_found", "building"),
            ("capacity-invalid", "capacity"),
            ("fee_basis-invalid", "fee_basis"),
            ("name-required", "name"),
            ("storey-storey-0", "storey"),
        ],
    )
    assert Room.objects.count() == 0


def test_a_group_reads_its_rooms_without_their_sources_and_writes_none(roles):
    room = make_room(source="内部だけ")
    make_room()
    api = Api(make_group(room.building.centre))

    assert ids(api.get(LIST)) == [room.pk]
    assert {"source", "source_url", "certainty"} & api.get(f"{LIST}{room.pk}/").json().keys() == set()
    assert refusal(api.patch(f"{LIST}{room.pk}/", {"capacity": 1})) == (403, [])


def test_rooms_are_narrowed_by_centre_by_building_and_by_whether_they_are_lent(officer):
    room = make_room()
    old = make_room("旧会議室", building=room.building, retired_on=date(2026, 11, 23))
    other = make_room()
    api = Api(officer)

    assert ids(api.get(f"{LIST}?centre={room.building.centre_id}")) == [room.pk, old.pk]
    assert ids(api.get(f"{LIST}?building={other.building_id}")) == [other.pk]
    assert ids(api.get(f"{LIST}?usable=false")) == [old.pk]
    assert ids(api.get(f"{LIST}?usable=true")) == [room.pk, other.pk]


def test_the_list_costs_the_same_however_many_there_are(officer, django_assert_num_queries):
    rooms = [make_room() for _ in range(3)]
    api = Api(officer)

    with django_assert_num_queries(COST):
        api.get(LIST)
    with django_assert_num_queries(COST):
        api.get(f"{LIST}{rooms[0].pk}/")

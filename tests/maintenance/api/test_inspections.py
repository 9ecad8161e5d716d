from __future__ import annotations

from datetime import date

import pytest

from maintenance.models import DueInspection
from tests.api import COST, Api, ids, refusal
from tests.factories.accounts import make_group
from tests.factories.facilities import make_building, make_equipment
from tests.factories.maintenance import make_done_turn, make_lift_type, make_turn, make_type

pytestmark = pytest.mark.django_db

LIST = "inspections/"
SEEN = {"done_on": "2026-11-20", "outcome": "good", "done_by": "見本設備点検"}


def _one(turn: DueInspection, act: str = "") -> str:
    return f"{LIST}{turn.pk}/{act}"


def test_a_turn_is_recorded_by_the_act_of_the_pages_and_the_next_one_planned(officer):
    turn = make_turn()

    response = Api(officer).post(_one(turn, "record/"), SEEN)

    turn.refresh_from_db()
    answer = response.json()
    assert (response.status_code, answer["state"], answer["next"]) == (
        200,
        {"code": "done", "label": "済み"},
        turn.next.pk,
    )
    assert (turn.done_on, turn.next.due_on) == (date(2026, 11, 20), date(2027, 5, 20))
    assert turn.history.first().door == "api"
    assert turn.history.first().history_user == officer


def test_a_turn_that_somebody_recorded_before_is_a_conflict(officer):
    turn = make_done_turn()

    response = Api(officer).post(_one(turn, "record/"), SEEN)

    assert refusal(response) == (409, [("already-done", "")])
    assert DueInspection.objects.count() == 2


def test_everything_that_is_wrong_with_a_record_is_told_at_once(officer):
    turn = make_turn()

    response = Api(officer).post(
        _one(turn, "record/"), {"done_on": "2026-11-24", "outcome": "repair", "size": 1}
    )

    status, problems = refusal(response)
    assert (status, sorted(problems)) == (
        400,
        [
            ("done-in-future", "done_on"),
            ("done_by-required", "done_by"),
            ("field-unknown", "size"),
            ("remarks-missing", "remarks"),
        ],
    )
    turn.refresh_from_db()
    assert turn.done_on is None


def test_a_group_records_at_the_centre_it_manages(roles):
    turn = make_turn()

    response = Api(make_group(turn.building.centre)).post(_one(turn, "record/"), SEEN)

    assert response.status_code == 200


def test_what_a_turn_cost_is_recorded_by_the_city_alone(officer, roles):
    turn = make_turn()
    own = Api(make_group(turn.building.centre))

    refused = own.post(_one(turn, "record/"), {**SEEN, "cost": 55000})
    recorded = Api(officer).post(_one(turn, "record/"), {**SEEN, "cost": 55000})

    assert refusal(refused) == (400, [("field-unknown", "cost")])
    assert (recorded.status_code, recorded.json()["cost"]) == (200, 55000)
    assert "cost" not in own.get(_one(turn)).json()


def test_a_group_whose_term_is_over_reads_still_and_records_no_more(roles):
    turn = make_turn()
    api = Api(make_group(turn.building.centre, last_on=date(2026, 11, 22)))

    assert api.get(_one(turn)).status_code == 200
    assert refusal(api.post(_one(turn, "record/"), SEEN)) == (403, [])
    assert DueInspection.objects.get().done_on is None


def test_the_turn_of_another_centre_is_neither_read_nor_recorded(centre_worker, roles):
    own, other = make_turn(), make_turn()
    apis = [Api(centre_worker(own.building.centre)), Api(make_group(own.building.centre))]

    for api in apis:
        assert ids(api.get(LIST)) == [own.pk]
        assert refusal(api.get(_one(other))) == (404, [])
        assert refusal(api.post(_one(other, "record/"), SEEN)) == (404, [])


def test_who_only_looks_may_neither_watch_nor_record(auditor):
    turn = make_turn()
    api = Api(auditor)

    assert refusal(api.post(_one(turn, "record/"), SEEN)) == (403, [])
    assert refusal(api.post(LIST, {"building": turn.building_id, "type": "FIR-1"})) == (403, [])


@pytest.mark.parametrize(
    ("known", "due_on"),
    [
        ({"due_on": "2027-01-31"}, date(2027, 1, 31)),
        ({"last_done_on": "2026-08-31"}, date(2027, 2, 28)),
        ({}, None),
    ],
)
def test_an_inspection_is_put_under_watch(officer, known, due_on):
    make_type()
    building = make_building()

    response = Api(officer).post(LIST, {"building": building.pk, "type": "FIR-1", **known})

    assert response.status_code == 201
    assert response.json()["type"] == {"code": "FIR-1", "name": "消防用設備等 機器点検"}
    assert DueInspection.objects.get().due_on == due_on


@pytest.mark.parametrize(
    ("wrong", "problem"),
    [
        ({"type": "XXX"}, ("type-unknown", "type")),
        ({"type": "OLD"}, ("type-unknown", "type")),
        ({"type": "BLD-3"}, ("equipment-missing", "equipment")),
        ({"building": 999}, ("building-not_found", "building")),
        ({"equipment": 999}, ("equipment-not_found", "equipment")),
        ({"due_on": "2027-01-31", "last_done_on": "2026-08-31"}, ("two-bases", "due_on")),
        ({"last_done_on": "2026-11-24"}, ("done-in-future", "last_done_on")),
        ({"due_on": "2027-02-30"}, ("due_on-invalid", "due_on")),
    ],
)
def test_what_cannot_be_watched_is_refused_as_on_the_page(officer, wrong, problem):
    make_type()
    make_lift_type()
    make_type("OLD", retired_on=date(2026, 4, 1))
    building = make_building()

    response = Api(officer).post(LIST, {"building": building.pk, "type": "FIR-1", **wrong})

    assert refusal(response) == (400, [problem])
    assert DueInspection.objects.count() == 0


def test_a_second_turn_of_the_kind_is_refused_with_a_sentence(officer):
    turn = make_turn()

    response = Api(officer).post(LIST, {"building": turn.building_id, "type": "FIR-1"})

    assert response.status_code == 400
    assert (
        response.json()["problems"][0]["message"]
        == "この建物には、同じ種類のまだ済んでいない点検があります。"
    )


def test_the_list_is_narrowed_by_where_the_turn_stands_today(officer):
    make_lift_type()
    done = make_done_turn()
    turns = {
        "done": done,
        "to_come": make_turn(due_on=date(2026, 11, 23)),
        "overdue": make_turn(due_on=date(2026, 11, 22)),
        "unknown_day": make_turn(due_on=None),
        "withdrawn": make_turn(),
    }
    turns["withdrawn"].withdrawn_on, turns["withdrawn"].withdrawn_reason = date(2026, 11, 1), "廃止"
    turns["withdrawn"].save()
    api = Api(officer)

    found = {state: (ids(api.get(f"{LIST}?state={state}&fields=id,state"))) for state in turns}

    assert found == {
        state: sorted([turn.pk, done.next.pk] if state == "to_come" else [turn.pk])
        for state, turn in turns.items()
    }
    for state, turn in turns.items():
        assert api.get(_one(turn)).json()["state"]["code"] == state


@pytest.mark.parametrize(
    ("condition", "days"),
    [
        ("due_from=2026-11-30", ["2026-11-30", "2026-12-01"]),
        ("due_to=2026-11-30", ["2026-11-29", "2026-11-30"]),
        ("due_from=2026-11-30&due_to=2026-11-30", ["2026-11-30"]),
        ("type=FIR-1&state=overdue", []),
        ("centre=999", []),
        ("overdue=true", []),
        ("overdue=false&due_to=2026-11-29", ["2026-11-29"]),
        ("fiscal_year=2026&due_from=2026-12-01", ["2026-12-01"]),
        ("fiscal_year=2027", []),
        ("fiscal_year=9999", []),
        ("side=manager", []),
        ("side=city&due_from=2026-12-01", ["2026-12-01"]),
    ],
)
def test_the_list_is_narrowed_by_days_both_included(officer, condition, days):
    for day in (29, 30):
        make_turn(due_on=date(2026, 11, day))
    make_turn(due_on=date(2026, 12, 1))

    rows = Api(officer).get(f"{LIST}?{condition}&ordering=due_on").json()["results"]

    assert [row["due_on"] for row in rows] == days


@pytest.mark.parametrize("turns", [1, 3])
def test_list_and_record_cost_the_same_however_many_there_are(officer, django_assert_num_queries, turns):
    lift_type, lift = make_lift_type(), make_equipment()
    last = make_turn(lift.building, lift_type.code, equipment=lift)
    for _ in range(turns):
        last = make_done_turn()
    api = Api(officer)

    with django_assert_num_queries(COST):
        api.get(LIST)
    with django_assert_num_queries(COST):
        api.get(_one(last))

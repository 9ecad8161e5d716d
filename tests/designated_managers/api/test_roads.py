"""The API of roads, their steps and the council's sessions."""

from __future__ import annotations

from datetime import date

import pytest

from designated_managers.models import CouncilSession, Road
from tests.api import Api, ids, refusal
from tests.factories.accounts import make_group
from tests.factories.centres import make_centre
from tests.factories.designated_managers import make_designation
from tests.factories.roads import NO_DAYS, make_road, make_session, step_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogues")]

SESSIONS, ROADS, STEPS = "council-sessions/", "roads/", "road-steps/"
AIM = {
    "first_on": "2027-04-01",
    "selection_kind": "direct",
    "ordinance": "no",
    "ordinance_reason": "設置条例に規定がある",
}


def test_a_session_is_entered_and_changed(officer):
    api = Api(officer)
    body = {
        "kind": "extraordinary",
        "year": 2023,
        "number": 1,
        "opens_on": "2023-02-02",
        "votes_on": "2023-02-02",
    }

    made = api.post(SESSIONS, body)
    pk = made.json()["id"]
    changed = api.patch(f"{SESSIONS}{pk}/", {"closes_on": "2023-02-02"})

    assert (made.status_code, changed.status_code) == (201, 200)
    assert changed.json() == {
        "id": pk,
        "formal_name": "令和5年第1回臨時会",
        "kind": {"code": "extraordinary", "label": "臨時会"},
        "year": 2023,
        "number": 1,
        "popular_name": "",
        "window": "",
        "bills_by": None,
        "late_bills_by": None,
        "opens_on": "2023-02-02",
        "votes_on": "2023-02-02",
        "closes_on": "2023-02-02",
        "notes": "",
    }


def test_a_session_that_overlaps_is_refused_with_every_reason(officer):
    make_session()
    body = {"kind": "regular", "year": 2027, "opens_on": "2026-12-18", "closes_on": "2026-12-19"}

    refused = Api(officer).post(SESSIONS, body)

    status, problems = refusal(refused)
    assert status == 400
    assert set(problems) == {("session-of-another-year", "opens_on"), ("session-overlaps", "opens_on")}


def test_sessions_are_narrowed(officer):
    december = make_session()
    make_session(year=2027, number=1, popular_name="3月定例会", **NO_DAYS)
    api = Api(officer)

    assert ids(api.get(f"{SESSIONS}?year=2026")) == [december.pk]
    assert ids(api.get(f"{SESSIONS}?votes_from=2026-12-18&votes_to=2026-12-18")) == [december.pk]
    assert ids(api.get(f"{SESSIONS}?kind=extraordinary")) == []


def test_a_road_is_opened_planned_anew_and_given_up(officer):
    centre, session = make_centre(), make_session()
    api = Api(officer)

    made = api.post(ROADS, {**AIM, "centre": centre.pk, "session": session.pk})
    address = f"{ROADS}{made.json()['id']}/"
    replanned = api.post(f"{address}replan/", {"reason": "債務負担行為が要るため", "debt": "yes"})
    same = api.post(f"{address}replan/", {"reason": "念のため"})
    dropped = api.post(f"{address}drop/", {"reason": "直営に戻す"})
    again = api.post(f"{address}drop/", {"reason": "直営に戻す"})

    assert (made.status_code, replanned.status_code, dropped.status_code) == (201, 200, 200)
    assert made.json()["session"] == {
        "id": session.pk,
        "formal_name": "令和8年第4回定例会",
        "popular_name": "12月定例会",
    }
    assert made.json()["late_bill"] is True
    assert replanned.json()["debt"]["code"] == "yes"
    assert (same.status_code, again.status_code) == (409, 409)
    assert dropped.json()["dropped_reason"] == "直営に戻す"
    assert Road.objects.get().plans.count() == 2


def test_a_step_is_answered_by_its_plan_and_recorded(officer):
    road = make_road(session=make_session())
    api = Api(officer)
    call = step_of(road, "call")

    recorded = api.patch(f"{STEPS}{call.pk}/", {"done_on": "2026-08-20", "note": "市報8月号"})
    vote = api.patch(f"{STEPS}{step_of(road, 'vote').pk}/", {"done_on": "2026-11-01"})

    assert recorded.json() == {
        "id": call.pk,
        "road": road.pk,
        "centre": {"id": road.centre_id, "name": road.centre.name},
        "session": {"id": road.session_id, "formal_name": "令和8年第4回定例会", "popular_name": "12月定例会"},
        "code": "call",
        "name": "募集要項の公表",
        "latest_on": "2026-08-20",
        "usual_on": "2026-06-19",
        "provisional": False,
        "needed": {"code": "yes", "label": "必要"},
        "expected_on": None,
        "done_on": "2026-08-20",
        "answered_by": "",
        "decided_by": "市長",
        "law": "",
        "evidence": "募集要項",
        "side": "city",
        "note": "市報8月号",
    }
    assert refusal(vote) == (400, [("answered-by-designation", "done_on")])


def test_steps_and_roads_are_narrowed_by_centre_session_and_lateness(officer):
    road, far = make_road(session=make_session()), make_road(first_on=date(2028, 4, 1))
    api = Api(officer)

    late = set(ids(api.get(f"{STEPS}?late=true&page_size=200")))
    every = set(ids(api.get(f"{STEPS}?centre={road.centre_id}&page_size=200")))

    assert late <= every
    assert step_of(road, "call").pk in late
    assert step_of(road, "vote").pk not in late
    assert set(ids(api.get(f"{STEPS}?session={far.session_id}&page_size=200"))) == set(
        far.steps.values_list("pk", flat=True)
    )
    assert ids(api.get(f"{ROADS}?late=true")) == [road.pk]
    assert ids(api.get(f"{ROADS}?late=false")) == [far.pk]
    assert ids(api.get(f"{ROADS}?first_from=2028-04-01")) == [far.pk]


def test_the_answer_of_a_step_follows_the_designation(officer):
    road = make_road()
    make_designation(
        centre=road.centre,
        first_on=road.first_on,
        last_on=date(2032, 3, 31),
        voted_on=date(2026, 11, 20),
        designated_on=None,
        announced_on=None,
    )

    answer = Api(officer).get(f"{STEPS}{step_of(road, 'vote').pk}/").json()

    assert (answer["done_on"], answer["answered_by"]) == ("2026-11-20", "passed_on")


def test_a_group_asks_for_none_of_it():
    api = Api(make_group(make_road().centre))

    assert [api.get(address).status_code for address in (SESSIONS, ROADS, STEPS)] == [403, 403, 403]


def test_a_list_of_steps_costs_the_same_for_one_road_and_for_three(officer, django_assert_num_queries):
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    api = Api(officer)
    make_road()

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            api.get(f"{STEPS}?page_size=200")
        return len(queries)

    one = asked()
    make_road()
    make_road()

    assert asked() == one


def test_the_session_of_a_designation_is_told_and_taken(officer):
    session = make_session()
    designation = make_designation()
    api = Api(officer)

    changed = api.patch(f"designations/{designation.pk}/", {"session": session.pk})

    assert changed.json()["session"] == session.pk
    assert list(CouncilSession.objects.get().designations.all()) == [designation]

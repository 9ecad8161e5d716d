from __future__ import annotations

from datetime import date

import pytest

from maintenance.models import Filing
from tests.api import Api, ids, refusal
from tests.factories.facilities import make_building, make_equipment
from tests.factories.filings import make_filed, make_filing, make_reported_type
from tests.factories.maintenance import make_turn

pytestmark = pytest.mark.django_db

LIST = "filings/"
FILED = {"filed_on": "2026-11-20", "addressee": "消防署長", "receipt_number": "見本第1号"}


def test_a_filing_is_told_whole(officer):
    filing = make_filing()

    answer = Api(officer).get(f"{LIST}{filing.pk}/").json()

    building = filing.building
    assert answer == {
        "id": filing.pk,
        "centre": {"id": building.centre_id, "name": building.centre.name},
        "building": {"id": building.pk, "name": building.name},
        "equipment": None,
        "type": {"code": "FIR-2", "name": "消防用設備等 総合点検"},
        "inspection": filing.turn_id,
        "report_months": 12,
        "state": {"code": "overdue", "label": "期限超過"},
        "statutory_on": "2026-11-20",
        "due_on": "2026-11-20",
        "due_reason": "初めて報告する点検の日 令和7年11月20日 から12か月",
        "addressee": "消防署長",
        "filed_on": None,
        "receipt_number": "",
        "remarks": "",
        "withdrawn_on": None,
        "withdrawn_reason": "",
        "previous": None,
        "next": None,
    }


def test_it_is_recorded_and_the_next_one_planned(officer):
    filing = make_filing()

    answer = Api(officer).post(f"{LIST}{filing.pk}/record/", FILED).json()

    following = Filing.objects.get(previous=filing)
    assert (answer["state"]["code"], answer["next"]) == ("filed", following.pk)
    assert (following.statutory_on, following.due_on) == (date(2027, 11, 20), date(2027, 11, 22))


def test_recorded_before_is_a_conflict(officer):
    filing = make_filed()

    assert refusal(Api(officer).post(f"{LIST}{filing.pk}/record/", FILED)) == (409, [("already-filed", "")])


def test_everything_that_is_wrong_is_told_at_once(officer):
    filing = make_filing()

    response = Api(officer).post(f"{LIST}{filing.pk}/record/", {"filed_on": "2026-11-24"})

    assert refusal(response) == (400, [("addressee-required", "addressee"), ("filed-in-future", "filed_on")])


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("", ["overdue", "filed", "next"]),
        ("?state=overdue", ["overdue"]),
        ("?state=filed", ["filed"]),
        ("?state=to_come", ["next"]),
        ("?due_to=2026-11-30&state=overdue", ["overdue"]),
        ("?filed_from=2026-11-12", ["filed"]),
        ("?type=BLD-1", []),
        ("?overdue=true", ["overdue"]),
        ("?overdue=false", ["filed", "next"]),
        ("?fiscal_year=2026", ["overdue", "filed"]),
        ("?fiscal_year=2027", ["next"]),
        ("?fiscal_year=9999", []),
    ],
)
def test_filings_are_narrowed(officer, asked, expected):
    overdue = make_filing()
    filed = make_filed()
    named = {overdue.pk: "overdue", filed.pk: "filed", filed.next.pk: "next"}

    found = ids(Api(officer).get(LIST + asked))

    assert [named[pk] for pk in found] == expected


def test_what_was_filed_before_the_system_is_put_under_watch(officer):
    make_reported_type()
    building = make_building()

    response = Api(officer).post(
        LIST, {"building": building.pk, "type": "FIR-2", "last_filed_on": "2025-12-29"}
    )

    assert (response.status_code, response.json()["due_on"]) == (201, "2027-01-04")


def test_what_cannot_be_watched_is_told_at_once(officer):
    make_reported_type()

    response = Api(officer).post(
        LIST, {"building": make_building().pk, "type": "FIR-1", "last_filed_on": "2026-12-29"}
    )

    assert refusal(response) == (
        400,
        [("filed-in-future", "last_filed_on"), ("type-not-reported", "type")],
    )


def test_a_place_that_does_not_go_with_the_type_and_a_second_pending_one_are_refused(officer):
    make_reported_type()
    lift, api = make_equipment(), Api(officer)
    body = {"building": lift.building_id, "type": "FIR-2", "last_filed_on": "2025-12-29"}

    assert refusal(api.post(LIST, {**body, "equipment": lift.pk})) == (
        400,
        [("equipment-needless", "equipment")],
    )
    assert api.post(LIST, body).status_code == 201
    again = api.post(LIST, body)
    assert again.status_code == 400
    assert "まだ提出していない届出・報告があります" in again.text


def test_a_record_is_put_right_with_the_reason(officer):
    filing, api = make_filed(), Api(officer)
    address = f"{LIST}{filing.pk}/correct/"

    answer = api.post(address, {"reason": "受付印の日付", "filed_on": "2026-11-11"}).json()

    assert (answer["filed_on"], answer["receipt_number"]) == ("2026-11-11", "見本第1号")
    assert Filing.objects.get(previous=filing).due_on == date(2027, 11, 11)
    assert refusal(api.post(address, {"filed_on": "2026-11-24", "addressee": ""})) == (
        400,
        [("reason-required", "reason"), ("addressee-blank", "addressee"), ("filed-in-future", "filed_on")],
    )
    assert refusal(api.post(address, {"reason": "誤記", "receipt_number": "見本第1号"})) == (
        400,
        [("nothing-changed", "")],
    )


def test_what_is_not_filed_yet_cannot_be_put_right(officer):
    filing = make_filing()

    response = Api(officer).post(f"{LIST}{filing.pk}/correct/", {"reason": "誤記", "filed_on": "2026-11-20"})

    assert refusal(response) == (409, [("not-filed", "")])


def test_it_is_withdrawn_with_the_reason(officer):
    filing = make_filing()

    answer = Api(officer).post(f"{LIST}{filing.pk}/withdraw/", {"reason": "用途が変わった"}).json()

    assert (answer["state"]["code"], answer["withdrawn_on"]) == ("withdrawn", "2026-11-23")


def test_the_day_of_a_turn_is_set_and_taken_back(officer):
    turn = make_turn()
    api = Api(officer)

    assert api.post(f"inspections/{turn.pk}/day/", {"planned_on": "2026-11-27"}).json()["planned_on"] == (
        "2026-11-27"
    )
    assert api.post(f"inspections/{turn.pk}/day/", {"planned_on": None}).json()["planned_on"] is None
    assert refusal(api.post(f"inspections/{turn.pk}/day/", {"planned_on": "2026-11-22"})) == (
        400,
        [("planned-in-past", "planned_on")],
    )


def test_a_turn_is_withdrawn_with_the_reason(officer):
    turn = make_turn()

    answer = Api(officer).post(f"inspections/{turn.pk}/withdraw/", {"reason": "設備を撤去した"}).json()

    assert (answer["state"]["code"], answer["withdrawn_reason"], answer["next"]) == (
        "withdrawn",
        "設備を撤去した",
        None,
    )

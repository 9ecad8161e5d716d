from __future__ import annotations

from datetime import date

import pytest

from designated_managers.actions import suspend_transfer
from designated_managers.models import Transfer
from tests.api import Api, ids, refusal
from tests.factories.accounts import make_group
from tests.factories.centres import make_centre
from tests.factories.designated_managers import make_designation, make_officer, make_organisation
from tests.factories.transfers import make_meeting, make_transfer, make_wave

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogues")]

LIST = "transfers/"


def test_a_transfer_is_started_and_changed_by_the_acts_of_the_pages(officer):
    api, centre, wave = Api(officer), make_centre(), make_wave()

    made = api.post(LIST, {"centre": centre.pk, "started_on": "2026-04-01", "wave": wave.pk})
    transfer = Transfer.objects.get()
    changed = api.patch(f"{LIST}{transfer.pk}/", {"aimed_on": "2028-10-01"})

    assert made.status_code == 201
    assert made.json()["stage"] == {"code": "1", "label": "意向確認・制度説明"}
    assert (made.json()["aimed_on"], changed.json()["aimed_on"]) == ("2028-04-01", "2028-10-01")
    assert set(transfer.history.values_list("door", flat=True)) == {"api"}


def test_everything_against_a_start_is_told_at_once(officer):
    centre = make_designation().centre

    status, problems = refusal(Api(officer).post(LIST, {"centre": centre.pk, "started_on": "2026-11-24"}))

    assert (status, sorted(problems)) == (
        409,
        [("already-managed", "centre"), ("started_on-in-future", "started_on")],
    )


@pytest.mark.parametrize(
    ("condition", "names"),
    [
        ("stage=1", ["い"]),
        ("stage=90", ["う"]),
        ("under_way=false", ["う"]),
        ("under_way=true", ["い"]),
        ("organisation={body}", ["い"]),
        ("wave={wave}", ["う"]),
        ("direction=to_city", []),
        ("centre={centre}", ["い"]),
        ("aimed_to=2028-04-01", ["う"]),
        ("aimed_from=2028-04-02", []),
    ],
)
def test_the_list_is_narrowed(officer, condition, names):
    body, wave = make_organisation(), make_wave()
    going = make_transfer(centre=make_centre("い"), organisation=body)
    given_up = make_transfer(centre=make_centre("う"), wave=wave)
    suspend_transfer(given_up.pk, suspended_on=date(2026, 11, 23), reason="見本", on=date(2026, 11, 23))
    asked = condition.format(body=body.pk, wave=wave.pk, centre=going.centre_id)

    rows = Api(officer).get(f"{LIST}?{asked}").json()["results"]

    assert [row["centre"]["name"] for row in rows] == names


@pytest.mark.parametrize("rows", [1, 3])
def test_list_and_record_cost_the_same_however_many_there_are(officer, django_assert_num_queries, rows):
    made = [make_transfer(organisation=make_organisation()) for _ in range(rows)]
    for transfer in made:
        make_meeting(transfer)
    api = Api(officer)

    with django_assert_num_queries(8):
        api.get(LIST)
    with django_assert_num_queries(8):
        api.get(f"{LIST}{made[0].pk}/")


@pytest.mark.parametrize(
    ("condition", "number"), [("overdue=true", 0), ("side=manager", 6), ("due_to=2028-04-01", 13), ("", 16)]
)
def test_the_items_of_a_hand_over_are_narrowed(officer, condition, number):
    transfer = make_transfer(aimed_on=date(2028, 4, 1))

    rows = (
        Api(officer).get(f"handover-items/?transfer={transfer.pk}&page_size=50&{condition}").json()["results"]
    )

    assert len(rows) == number


def test_a_group_asks_for_no_transfer_and_reads_its_own_officers_alone(roles):
    member = make_group(make_centre())
    own = make_officer(organisation=member.memberships.get().organisation)
    make_officer("よその会長")
    make_transfer(organisation=own.organisation)
    api = Api(member)

    assert [api.get(path).status_code for path in (LIST, "handover-items/")] == [403, 403]
    assert ids(api.get("organisation-officers/")) == [own.pk]


@pytest.mark.parametrize(
    ("condition", "names"),
    [("in_office=true", ["見本 花子"]), ("in_office=false", ["前の会長"]), ("role=auditor", [])],
)
def test_officers_are_narrowed(officer, condition, names):
    body = make_officer().organisation
    make_officer("前の会長", organisation=body, first_on=date(2024, 4, 1), last_on=date(2026, 3, 31))

    rows = Api(officer).get(f"organisation-officers/?{condition}").json()["results"]

    assert [row["name"] for row in rows] == names

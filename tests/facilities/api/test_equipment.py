from __future__ import annotations

from datetime import date

import pytest

from common.partial_dates import PartialDate
from facilities.models import Equipment
from tests.api import COST, Api, ids, refusal
from tests.factories.accounts import make_group
from tests.factories.facilities import make_building, make_equipment

pytestmark = pytest.mark.django_db

LIST = "equipment/"


def _one(lift: Equipment) -> str:
    return f"{LIST}{lift.pk}/"


def test_equipment_is_entered_and_changed_by_the_acts_of_the_pages(officer):
    building = make_building()
    api = Api(officer)

    made = api.post(LIST, {"building": building.pk, "name": "エレベーター1号機", "category": "lift"})
    lift = Equipment.objects.get()
    changed = api.patch(_one(lift), {"installed_on": "平成7年度"})

    lift.refresh_from_db()
    assert (made.status_code, changed.status_code) == (201, 200)
    assert changed.json()["centre"] == {"id": building.centre_id, "name": "見本市民センター"}
    assert (lift.building, lift.installed_on) == (building, PartialDate.of_fiscal_year(1995))
    assert list(lift.history.values_list("door", flat=True)) == ["api", "api"]


def test_everything_that_is_wrong_is_told_at_once_and_nothing_is_changed(officer):
    wrong = {"building": 999, "category": "boat", "installed_on": "2020", "removed_on": "2019"}

    status, problems = refusal(Api(officer).post(LIST, wrong))

    assert (status, sorted(problems)) == (
        400,
        [
            ("__all__-invalid", ""),
            ("building-not_found", "building"),
            ("category-invalid_choice", "category"),
            ("name-required", "name"),
        ],
    )
    assert Equipment.objects.count() == 0


@pytest.mark.parametrize("role", ["監査委員事務局", "センター職員", "地域団体"])
def test_who_does_not_keep_the_register_may_not_enter_or_change_equipment(person, role):
    lift = make_equipment()
    api = Api(person("somebody", role))

    refusals = [
        refusal(api.post(LIST, {"building": lift.building_id, "name": "AED", "category": "aed"})),
        refusal(api.patch(_one(lift), {"name": "AED"})),
    ]

    assert refusals == [(403, [])] * 2


def test_what_stands_in_another_centre_is_not_found(centre_worker):
    own, other = make_equipment(), make_equipment()
    api = Api(centre_worker(own.building.centre))

    assert ids(api.get(LIST)) == [own.pk]
    assert refusal(api.get(_one(other))) == (404, [])


def test_the_warranty_is_entered_and_the_end_of_the_expected_life_follows(officer):
    lift = make_equipment(installed_on=PartialDate.of_fiscal_year(2011))

    api = Api(officer)

    refused = api.patch(_one(lift), {"life_ends_on": "2050-03-31"})
    told = api.patch(_one(lift), {"expected_life_years": 17, "warranty_until": "2026-12-20"}).json()

    assert refused.status_code == 400
    assert (told["expected_life_years"], told["life_ends_on"], told["warranty_until"]) == (
        17,
        "2029-03-31",
        "2026-12-20",
    )


def test_a_warranty_that_ends_before_the_installation_is_refused_at_its_field(officer):
    lift = make_equipment(installed_on=PartialDate.of_month(2026, 11))

    answer = Api(officer).patch(_one(lift), {"warranty_until": "2026-10-31"})

    assert refusal(answer) == (400, [("warranty_until-invalid", "warranty_until")])


def test_a_group_reads_its_equipment_without_notes_and_warranty(roles):
    lift = make_equipment(notes="内部だけ", warranty_until=date(2026, 12, 20))

    told = Api(make_group(lift.building.centre)).get(_one(lift)).json()

    assert {"notes", "warranty_until"} & told.keys() == set()


@pytest.mark.parametrize(("condition", "found"), [("installed=true", [True]), ("installed=false", [False])])
def test_the_list_is_narrowed_to_what_is_there(officer, condition, found):
    there = make_equipment()
    make_equipment("古い機械", building=there.building, removed_on=PartialDate.of_year(2020))

    rows = Api(officer).get(f"{LIST}?{condition}").json()["results"]

    assert [row["id"] == there.pk for row in rows] == found


@pytest.mark.parametrize("pieces", [1, 3])
def test_list_and_record_cost_the_same_however_many_there_are(officer, django_assert_num_queries, pieces):
    made = [make_equipment() for _ in range(pieces)]
    api = Api(officer)

    with django_assert_num_queries(COST):
        api.get(LIST)
    with django_assert_num_queries(COST):
        api.get(_one(made[0]))

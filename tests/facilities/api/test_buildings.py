from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission

from common.certainty import Certainty
from common.partial_dates import PartialDate
from facilities.models import Building
from tests.api import COST, Api, ids, refusal
from tests.factories.accounts import make_group
from tests.factories.centres import make_centre
from tests.factories.facilities import make_building

pytestmark = pytest.mark.django_db

LIST = "buildings/"


def _one(building: Building) -> str:
    return f"{LIST}{building.pk}/"


def test_a_building_is_entered_with_its_area_and_its_days_as_they_are_known(officer):
    centre = make_centre()
    body = {
        "centre": centre.pk,
        "name": "本館",
        "role": "main",
        "structure": "rc",
        "floor_area": "548.2",
        "built_on": "1970年度",
        "stated_facts": {"built_on": {"certainty": "second_hand", "source": "固定資産台帳"}},
    }

    response = Api(officer).post(LIST, body)

    building = Building.objects.get()
    answer = response.json()
    assert (response.status_code, answer["floor_area"], answer["built_on"]["text"]) == (
        201,
        "548.20",
        "昭和45年度",
    )
    assert answer["stated_facts"]["built_on"]["certainty"] == {"code": "second_hand", "label": "二次資料"}
    assert (building.floor_area, building.built_on) == (54820, PartialDate.of_fiscal_year(1970))
    assert list(building.history.values_list("door", "history_user")) == [("api", officer.pk)]


def test_what_was_answered_can_be_sent_back(officer):
    building = make_building(floor_area=54820, built_on=PartialDate.of_month(1981, 3))
    api = Api(officer)
    read = api.get(_one(building)).json()

    response = api.patch(
        _one(building), {"floor_area": read["floor_area"], "built_on": read["built_on"]["text"]}
    )

    assert (response.status_code, response.json()) == (200, read)


def test_everything_that_is_wrong_is_told_at_once_and_nothing_is_changed(officer):
    building = make_building(built_on=PartialDate.of_year(1990))
    wrong = {"centre": 1, "floor_area": 548.2, "floors_above": "2", "retired_on": "1989", "name": ""}

    response = Api(officer).patch(_one(building), wrong)

    status, problems = refusal(response)
    assert (status, sorted(problems)) == (
        400,
        [
            ("__all__-invalid", ""),
            ("field-unknown", "centre"),
            ("floor_area-invalid", "floor_area"),
            ("floors_above-invalid", "floors_above"),
            ("name-blank", "name"),
        ],
    )
    building.refresh_from_db()
    assert building.name == "本館"


def test_a_second_building_of_the_name_is_refused(officer):
    building = make_building()

    response = Api(officer).post(LIST, {"centre": building.centre_id, "name": "本館"})

    assert response.json()["problems"][0]["message"] == "この施設には同じ名前の建物がすでにあります。"
    assert Building.objects.count() == 1


@pytest.mark.parametrize("role", ["監査委員事務局", "システム管理者", "センター職員", "地域団体"])
def test_who_does_not_keep_the_register_may_not_enter_or_change_a_building(person, role):
    building = make_building()
    api = Api(person("somebody", role))

    refusals = [
        refusal(api.post(LIST, {"centre": building.centre_id, "name": "別館"})),
        refusal(api.patch(_one(building), {"name": "別館"})),
    ]

    assert refusals == [(403, [])] * 2
    assert list(Building.objects.values_list("name", flat=True)) == ["本館"]


def test_a_building_of_another_centre_is_not_found_nor_told_by_a_filter(centre_worker):
    own, other = make_building(), make_building()
    api = Api(centre_worker(own.centre))

    assert ids(api.get(LIST)) == [own.pk]
    assert ids(api.get(f"{LIST}?centre={other.centre_id}")) == ids(api.get(f"{LIST}?centre=999")) == []
    assert refusal(api.get(_one(other))) == (404, [])


def test_the_centre_of_others_cannot_be_chosen_even_with_the_permission(centre_worker):
    own, other = make_centre(), make_centre()
    worker = centre_worker(own)
    for codename in ("add_building", "add_apitoken"):
        worker.groups.get().permissions.add(Permission.objects.get(codename=codename))
    api = Api(worker)

    refusals = [refusal(api.post(LIST, {"centre": pk, "name": "本館"})) for pk in (other.pk, 999)]
    done = api.post(LIST, {"centre": own.pk, "name": "本館"})

    assert refusals == [(400, [("centre-not_found", "centre")])] * 2
    assert done.status_code == 201


def test_a_group_reads_its_building_without_notes_and_sources(roles):
    building = make_building(
        notes="内部だけ", statements={"name": {"certainty": Certainty.VERIFIED, "source": "条例"}}
    )
    make_building()
    api = Api(make_group(building.centre))

    assert ids(api.get(LIST)) == [building.pk]
    assert {"notes", "stated_facts"} & api.get(_one(building)).json().keys() == set()


@pytest.mark.parametrize(
    ("condition", "names"),
    [
        ("role=annex", ["別館"]),
        ("structure=w", ["別館"]),
        ("standing=true", ["本館"]),
        ("standing=false", ["別館"]),
    ],
)
def test_the_list_is_narrowed(officer, condition, names):
    main = make_building(structure="rc")
    make_building(
        "別館",
        centre=main.centre,
        role="annex",
        structure="w",
        retired_on=PartialDate.of_year(2020),
    )

    response = Api(officer).get(f"{LIST}?{condition}&fields=name")

    assert [row["name"] for row in response.json()["results"]] == names


@pytest.mark.parametrize("buildings", [1, 3])
def test_list_and_record_cost_the_same_however_many_there_are(officer, django_assert_num_queries, buildings):
    said = {"certainty": Certainty.VERIFIED, "source": "条例"}
    made = [make_building(statements={"name": said, "built_on": said}) for _ in range(buildings)]
    api = Api(officer)

    with django_assert_num_queries(COST):
        api.get(LIST)
    with django_assert_num_queries(COST):
        api.get(_one(made[0]))

from __future__ import annotations

import pytest

from common.partial_dates import PartialDate
from facilities.models import ForecastScenario
from tests.api import COST, Api, ids
from tests.factories.facilities import make_building, make_scenario

pytestmark = pytest.mark.django_db

ASKED = {"name": "令和9年度の予算", "profile": "long-life", "ceiling": 50_000_000, "time_limit": 10}


@pytest.fixture
def hall():
    return make_building(floor_area=60_000, built_on=PartialDate.of_fiscal_year(1990))


def test_a_scenario_is_asked_for_and_read(officer, hall):
    api = Api(officer)

    response = api.post("forecast-scenarios/", ASKED)

    answer = response.json()
    scenario = ForecastScenario.objects.get()
    assert (response.status_code, answer["id"], answer["state"]["code"]) == (201, scenario.pk, "waiting")
    assert (answer["ceiling"], answer["result"], answer["digest"]) == (50_000_000, None, scenario.digest)
    assert answer["inputs"]["buildings"][0][1] == "本館"
    assert (scenario.requested_by, ids(api.get("forecast-scenarios/?profile=long-life"))) == (
        officer,
        [scenario.pk],
    )


def test_every_problem_of_a_scenario_is_told_at_once(officer, hall):
    response = Api(officer).post(
        "forecast-scenarios/", {**ASKED, "profile": "no", "time_limit": "10", "colour": 1}
    )

    fields = [problem["field"] for problem in response.json()["problems"]]
    assert (response.status_code, fields) == (400, ["colour", "time_limit"])
    assert not ForecastScenario.objects.exists()


def test_the_forecast_is_a_row_for_each_fiscal_year(officer, hall):
    make_building("倉庫", centre=hall.centre, floor_area=100)

    answer = Api(officer).get(f"forecast/?centre={hall.centre_id}").json()

    assert len(answer["results"]) == 40
    assert answer["results"][0] == {
        "fiscal_year": 2027,
        "project": 0,
        "rebuild": 0,
        "refit": 15_000_000,
        "middle_repair": 0,
        "upkeep": 1_200_000,
        "total": 16_200_000,
    }
    assert [one["missing"] for one in answer["unknown"]] == [["建築年月"]]
    assert (answer["next"], answer["outside"]) == (None, 0)


def test_the_forecast_is_read_a_page_at_a_time_and_for_a_profile(officer, hall):
    api = Api(officer)

    first = api.get("forecast/?profile=long-life&page_size=30&fields=fiscal_year,total").json()
    rest = api.client.get(first["next"], headers=api.headers).json()

    assert [len(page["results"]) for page in (first, rest)] == [30, 10]
    assert (rest["results"][0]["fiscal_year"], rest["next"]) == (2057, None)
    assert api.get("forecast/?profile=none").status_code == 400


def test_nobody_but_the_city_reads_costs(group_member, centre_worker, hall, grant):
    grant("センター職員", "view_forecastscenario", "add_apitoken")
    scenario = make_scenario()
    worker = Api(centre_worker(hall.centre))

    assert Api(group_member).get("forecast/").status_code == 403
    assert worker.get("forecast/").status_code == 404
    assert worker.get(f"forecast-scenarios/{scenario.pk}/").status_code == 404


def test_reading_costs_as_many_statements_as_ever(officer, hall, django_assert_num_queries):
    make_scenario()
    api = Api(officer)

    with django_assert_num_queries(COST):
        api.get("forecast-scenarios/")

from __future__ import annotations

from datetime import datetime

import pytest
from django.urls import reverse

from common.clock import TOKYO
from common.partial_dates import PartialDate
from common.scope import Scope
from facilities.actions import compute_scenario
from facilities.models import ForecastScenario
from tests.answers import errors, told
from tests.factories.centres import make_centre
from tests.factories.facilities import make_building

pytestmark = pytest.mark.django_db

ASKED = {
    "name": "令和9年度の予算",
    "profile": "soumu",
    "district": "",
    "earlier_years": "0",
    "later_years": "10",
    "ceiling": "",
    "time_limit": "10",
}
LATER = datetime(2026, 11, 23, 12, 1, tzinfo=TOKYO)


def hall(name: str = "本館", year: int | None = 1990, area: int | None = 60_000, **facts):
    return make_building(
        name, built_on=None if year is None else PartialDate.of_fiscal_year(year), floor_area=area, **facts
    )


def text(response) -> str:
    return " ".join(response.content.decode().split())


def test_the_forecast_of_the_city_adds_up_its_centres_and_names_what_cannot_be_estimated(officer, client_of):
    hall()
    hall("倉庫", None, centre=make_centre("見本南市民センター"))

    page = text(client_of(officer).get(reverse("forecast")))

    # 1.5 億 refit and 2.4 億 rebuild of 600 ㎡, and 120 万円 of upkeep for forty years.
    assert "438,000,000円" in page
    assert "見本南市民センター" in page
    assert "建築年月" in page


def test_the_forecast_of_a_centre_shows_the_working_of_every_building(officer, client_of):
    building = hall()

    page = text(client_of(officer).get(reverse("forecast"), {"centre": building.centre_id}))

    assert "15,000,000円ずつ10回" in page
    assert "時期を過ぎているので10年に均等に分ける" in page
    assert "築60年の令和32年度" in page


def test_an_empty_city_says_what_is_missing(officer, client_of):
    assert "試算できる建物がありません" in text(client_of(officer).get(reverse("forecast")))


@pytest.mark.parametrize("address", ["forecast", "scenario-list", "scenario-new"])
def test_who_does_not_see_the_whole_city_sees_no_costs_of_it(centre_worker, client_of, grant, address):
    grant("センター職員", "view_forecastscenario", "add_forecastscenario")
    worker = centre_worker(make_centre())

    assert client_of(worker).get(reverse(address)).status_code == 404


def test_a_scenario_is_asked_for_and_shown_when_it_is_computed(
    officer, client_of, django_capture_on_commit_callbacks, monkeypatch
):
    sent = []
    monkeypatch.setattr("facilities.web.forecast.compute_scenario.delay", lambda **ids: sent.append(ids))
    hall()
    browser = client_of(officer)

    with django_capture_on_commit_callbacks(execute=True):
        response = browser.post(reverse("scenario-new"), {**ASKED, "ceiling": "2,000"})

    scenario = ForecastScenario.objects.get()
    address = reverse("scenario", args=[scenario.pk])
    assert (response.status_code, response.headers["Location"]) == (302, address)
    assert told(response) == ["試算「令和9年度の予算」を受け付けました。計算が終わると、この画面に出ます。"]
    assert sent == [{"scenario": scenario.pk}]
    assert (scenario.ceiling, scenario.requested_by) == (20_000_000, officer)
    waiting = browser.get(address).content.decode()
    assert 'hx-trigger="every 2s"' in waiting
    assert "計算の順番を待っています" in waiting
    compute_scenario(scenario.pk, clock=lambda: LATER)
    page = text(browser.get(address))
    assert "hx-trigger" not in page
    # The rebuild alone costs 8,000 万円 a year: no window brings that below 2,000 万円.
    assert "1年の上限には収まりません" in page
    assert "令和9年度の予算" in text(browser.get(reverse("scenario-list")))


def test_a_scenario_without_anything_to_reckon_or_with_a_mistake_is_refused(officer, client_of):
    browser = client_of(officer)

    nothing = browser.post(reverse("scenario-new"), ASKED)
    hall()
    wrong = browser.post(reverse("scenario-new"), {**ASKED, "name": "", "ceiling": "0", "profile": "x"})

    assert (nothing.status_code, wrong.status_code) == (422, 422)
    assert errors(nothing) == {
        "__all__": ["面積と建築年度の分かる建物も、金額の決まった整備事業もないので、試算できません。"]
    }
    assert errors(wrong) == {
        "name": ["試算の名前を入力してください。"],
        "ceiling": ["1年の上限は1以上の数字を入力してください。"],
        "profile": ["試算の型を選び直してください。"],
    }
    assert not ForecastScenario.objects.exists()


def test_scenarios_of_the_city_are_seen_by_those_who_see_every_centre_alone():
    assert not ForecastScenario.objects.within(Scope.nothing()).exists()

"""From a building that is looked at to the years in which its works are best paid: survey, score, forecast, scenario."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from common.clock import now
from facilities.actions import compute_scenario
from facilities.models import ConditionAssessment, ForecastScenario
from tests.journeys.conftest import DESK, PHONE
from tests.journeys.pages import CENTRE

pytestmark = pytest.mark.browser

GRADES = {"roof": "D", "exterior": "D", "interior": "C", "electrical": "C", "mechanical": "C"}


@pytest.mark.parametrize("way", [DESK, PHONE], ids=str)
def test_a_building_is_assessed_its_score_falls_and_the_costs_are_levelled(visitor, logins, way):
    somebody = visitor(way)
    somebody.open("/centres/?q=見本中央")
    somebody.sign_in("tanto1", logins["tanto1"])
    somebody.follow(CENTRE)
    somebody.arrives_at(CENTRE)
    scores = somebody.page.locator(".score-number")
    expect(scores).to_have_text("52.47／100点")

    somebody.follow("本館の健全度の経過")
    somebody.arrives_at("本館の健全度")
    somebody.follow("劣化調査を記録する")
    somebody.arrives_at("劣化調査を記録する")
    somebody.write("調査した人", "見本設計事務所")
    somebody.press("記録する")
    somebody.meets_errors("どの部位にも評価がありません。1つ以上の部位の評価を選んでください。")
    for part, grade in GRADES.items():
        somebody.page.locator(f"input[name='grade_{part}'][value='{grade}']").check()
    somebody.press("記録する")

    somebody.arrives_at("本館の劣化調査")
    expect(scores).to_have_text("28.85／100点")
    assert ConditionAssessment.objects.latest("assessed_on", "pk").band == "priority"

    somebody.follow("お金")
    somebody.arrives_at("予算要求の一覧")
    somebody.follow("更新費用の試算")
    somebody.arrives_at("更新費用の試算")
    expect(somebody.page.get_by_role("img", name="年度ごとの費用").locator("visible=true")).to_have_count(1)
    somebody.follow("平準化を試算する")
    somebody.arrives_at("平準化を試算する")
    somebody.press("試算する")
    somebody.meets_errors("試算の名前を入力してください")
    somebody.write("試算の名前", "令和9年度の見直し")
    somebody.press("試算する")

    somebody.arrives_at("令和9年度の見直し")
    scenario = ForecastScenario.objects.get(name="令和9年度の見直し")
    expect(somebody.page.get_by_role("progressbar")).to_be_visible()
    # Another process does this; what it does when it is killed is tried elsewhere.
    compute_scenario(scenario.pk, clock=now)
    expect(somebody.page.get_by_role("heading", name="結果")).to_be_visible()
    somebody.looks_around("結果")
    scenario.refresh_from_db()
    assert scenario.result is not None
    assert scenario.result["peak_after"] < scenario.result["peak_before"]
    expect(somebody.page.locator(".side-by-side figure")).to_have_count(2)

    somebody.follow("平準化の試算へ戻る")
    somebody.arrives_at("平準化の試算")
    expect(somebody.page.get_by_role("link", name="令和9年度の見直し")).to_be_visible()

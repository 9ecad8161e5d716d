"""The projects of a centre and the condition of its buildings, on its page."""

from __future__ import annotations

from datetime import date

import pytest

from common.partial_dates import PartialDate
from facilities.actions import open_project
from tests.factories.accounts import make_group
from tests.factories.centres import make_centre
from tests.factories.condition import make_assessment, seen
from tests.factories.facilities import make_building, make_year
from tests.factories.projects import make_plan, make_project, reach
from tests.portal.conftest import MONDAY, links, sweep, words

pytestmark = pytest.mark.usefixtures("catalogues", "monday")


def _page(client, centre):
    return client.get(f"/centres/{centre.pk}/")


def test_a_project_that_goes_on_is_told_step_by_step_and_one_that_is_over_in_a_line(officer, client_of):
    centre = make_centre()
    going_on = make_project("本館の建替え", centre=centre)
    make_plan(going_on, {"start": "令和8年4月", "completion": "令和9年3月", "opening": "令和9年度"})
    reach(going_on, "start", "令和8年5月")
    over = make_project("別館の改修", centre=centre, kind="major_refit")
    open_project(over.pk, opened_on=PartialDate.of_month(2020, 4), on=MONDAY)

    response = _page(client_of(officer), centre)

    assert (
        "建替え 本館の建替え 整備中 事業の記録 着工 （済み） 令和8年5月 竣工 （いまここ） 令和9年3月 予定 "
        "供用開始 （これから） 令和9年度 予定"
    ) in words(response)
    assert "これまでの整備・更新 供用開始済み 別館の改修 大規模改修 令和2年4月" in words(response)
    assert {f"/projects/{going_on.pk}/", f"/projects/{over.pk}/"} <= set(links(response))


def test_a_step_whose_day_is_near_is_among_the_flags(officer, client_of):
    centre = make_centre()
    project = make_project("本館の建替え", centre=centre)
    make_plan(project, {"start": "令和8年11月20日", "opening": "令和20年度"})
    sweep()

    text = words(_page(client_of(officer), centre))

    assert "開いているお知らせ 1件 お知らせの予定 3 日超過 11 月 20 日（金） 着工の予定 本館の建替え" in text


def test_the_score_stands_with_its_working_and_a_building_without_survey_says_so(officer, client_of):
    centre = make_centre()
    building, other = make_building("本館", centre=centre), make_building("別館", centre=centre)
    survey = make_assessment(building=building, parts=seen("CDBAC"), assessed_on=date(2026, 6, 1))

    response = _page(client_of(officer), centre)

    assert "52.47 ／100点" in words(response)
    assert "合計 3,148 ÷ 配分の合計 60 = 52.47点" in words(response)
    assert "劣化調査の記録はまだありません。 劣化調査を記録する" in words(response)
    assert {f"/condition/{survey.pk}/", f"/buildings/{other.pk}/condition/new/"} <= set(links(response))


def test_use_and_upkeep_stand_by_year_and_what_is_known_in_part_is_named(officer, client_of):
    centre = make_centre()
    make_year(
        2025, centre=centre, users=18420, uses_count=1236, fees=1482600, utilities=7970000, repairs=912000
    )
    make_year(2024, centre=centre, utilities=1, repairs=2, services=3, other_upkeep=4)

    text = words(_page(client_of(officer), centre))

    assert "令和6年度 8 2 10" in text
    assert "令和7年度 7,970,000 912,000 8,882,000" in text
    assert "令和7年度は、分かっている費目だけの額です。" in text
    assert "令和7年度 要確認 18,420 人 1,236 件 1,482,600 円" in text


def test_a_group_reads_public_projects_grades_and_use_but_no_money(roles, client_of):
    centre = make_centre()
    make_assessment(building=make_building(centre=centre), parts=seen("CDBAC"))
    make_year(2025, centre=centre, users=18420, utilities=7970000)
    make_project("公表した事業", centre=centre, published_on=MONDAY)
    make_project("まだ内々の事業", centre=centre)

    text = words(_page(client_of(make_group(centre)), centre))

    assert [word in text for word in ("52.47", "公表した事業", "18,420")] == [True] * 3
    assert [word in text for word in ("まだ内々の事業", "7,970,000", "維持管理費", "要確認")] == [False] * 4

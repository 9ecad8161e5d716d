from __future__ import annotations

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from common.partial_dates import parse
from facilities.actions import open_project
from facilities.choices import BuildingPart
from facilities.models import RenewalProject
from tests.answers import errors, told
from tests.factories.accounts import make_group
from tests.factories.centres import make_centre
from tests.factories.facilities import make_building
from tests.factories.projects import make_plan, make_project, reach
from tests.portal.conftest import words

pytestmark = pytest.mark.django_db

NEW = {
    "name": "見本館の建替え",
    "kind": "rebuild",
    "aim": "",
    "may_start_from": "令和9年度",
    "may_start_until": "2029",
    "urgency": "4",
    "certainty": "verified",
    "source": "整備計画書",
}
PLAN = {
    "expected_number": "1",
    "reason": "入札が成立しなかったため",
    "planned_start": "令和10年4月",
    "year_0": "令和10年度",
    "general_0": "1,000,000",
    "bonds_0": "９,000,000",
    "certainty": "verified",
}


@pytest.fixture(autouse=True)
def _monday():
    with time_machine.travel("2026-11-23 09:00 +0900", tick=False):
        yield


@pytest.fixture
def project(db) -> RenewalProject:
    """A published rebuild with a plan and its costs."""
    project = make_project(published_on=date(2026, 11, 1), internal_notes="内密", urgency=5)
    make_plan(project, {"start": "令和9年4月"}, {2027: {"general": 123_456_789}})
    return project


def test_a_project_is_entered_with_its_buildings_and_its_window(officer, client_of):
    centre = make_centre()
    old, new = make_building("旧館", centre=centre), make_building("新館", centre=centre)
    touched = {
        "building_0": old.pk,
        "part_0": "replaces",
        "building_1": new.pk,
        "part_1": "creates",
    }

    response = client_of(officer).post(reverse("project-new"), {**NEW, **touched, "centre": centre.pk})

    project = RenewalProject.objects.get()
    assert (response.status_code, response.headers["Location"]) == (
        302,
        reverse("project", args=[project.pk]),
    )
    assert (project.may_start_from, project.may_start_until, project.urgency) == (2027, 2029, 4)
    assert list(
        project.project_buildings.values_list("building__name", "part", "building__awaits_opening")
    ) == [
        ("旧館", "replaces", False),
        ("新館", "creates", True),
    ]


def test_a_project_entered_wrongly_says_where_and_loses_nothing(officer, client_of):
    centre = make_centre()
    building = make_building(centre=centre)
    wrong = {"centre": centre.pk, "building_0": building.pk, "part_1": "creates", "may_start_until": ""}

    response = client_of(officer).post(reverse("project-new"), {**NEW, **wrong, "may_start_from": "令和"})

    assert (response.status_code, RenewalProject.objects.count()) == (422, 0)
    assert errors(response) == {
        "part_0": ["建物1のかかわりを選んでください。"],
        "building_1": ["建物2を選んでください。"],
        "may_start_from": [
            "「令和年度」は日付として読めません。"
            "「令和3年2月1日」「令和3年2月」「令和3年」「昭和45年度」のように、わかる範囲で書いてください。"
        ],
    }


def test_what_the_act_refuses_stands_at_its_field(officer, client_of):
    body = {**NEW, "centre": make_centre().pk, "may_start_until": "令和8年度"}

    response = client_of(officer).post(reverse("project-new"), body)

    assert errors(response) == {"may_start_until": ["最も遅い年度は、最も早い年度以後にしてください。"]}


def test_a_plan_is_revised_on_one_page_and_the_page_tells_what_moved(officer, client_of, project):
    client = client_of(officer)

    response = client.post(reverse("project-plan", args=[project.pk]), PLAN)

    assert told(response) == ["計画を見直しました。第2版です。"]
    page = words(client.get(reverse("project", args=[project.pk])))
    assert "理由：入札が成立しなかったため" in page
    assert "着工 令和9年4月 令和10年4月 1年遅く" in page
    assert "合計 123,456,789 10,000,000 −113,456,789" in page


def test_a_plan_that_makes_no_sense_is_refused_row_by_row(officer, client_of, project):
    wrong = {
        **PLAN,
        "reason": "",
        "year_1": "令和10年度",
        "general_1": "5",
        "general_2": "7",
        "year_3": "2031",
        "bonds_3": "-1",
    }

    response = client_of(officer).post(reverse("project-plan", args=[project.pk]), wrong)

    assert response.status_code == 422
    assert errors(response) == {
        "reason": ["見直しの理由を入力してください。"],
        "year_1": ["令和10年度が2行あります。1行にまとめてください。"],
        "year_2": ["3行目の年度を入力してください。"],
        "bonds_3": ["4行目の地方債は0以上の数字を入力してください。"],
    }
    assert project.plans.count() == 1


def test_a_plan_revised_from_an_old_page_is_a_conflict(officer, client_of, project):
    make_plan(project, {"start": "令和11年"}, reason="先の見直し")

    response = client_of(officer).post(reverse("project-plan", args=[project.pk]), PLAN)

    assert (response.status_code, project.plans.count()) == (409, 2)


def test_a_step_is_recorded_corrected_and_taken_back_on_its_page(officer, client_of, project):
    client, milestone = client_of(officer), project.milestones.get(step="basic_design")
    address = reverse("milestone", args=[milestone.pk])
    body = {"source": "", "source_url": "", "certainty": "verified"}

    answers = [
        client.post(address, {**body, "reached_on": text}) for text in ("", "令和8年3月", "令和8年4月", "")
    ]

    assert [told(answer)[-1] for answer in answers[1:]] == [
        "基本設計を記録しました。",
        "基本設計を記録しました。",
        "基本設計の記録を取り消しました。",
    ]
    assert errors(answers[0]) == {"reached_on": ["基本設計の日を入力してください。"]}


def test_opening_tells_its_consequences_and_can_be_taken_back(officer, client_of, project):
    old = make_building("旧館", centre=project.centre)
    other = make_project("別の事業", centre=project.centre, buildings=[(old, BuildingPart.REPLACES)])
    client, address = client_of(officer), reverse("project-open", args=[other.pk])

    asked = words(client.get(address))
    opened = client.post(address, {"opened_on": "令和8年11月1日", "certainty": "verified"})
    back = client.post(address, {"reason": "日をまちがえた"})

    old.refresh_from_db()
    assert "建物「旧館」（見本市民センター）が用途廃止になり、" in asked
    assert told(opened) == ["「別の事業」の供用開始を記録しました。建物の記録も変わりました。"]
    assert told(back)[1:] == ["「別の事業」の供用開始を取り消しました。建物の記録も元に戻りました。"]
    assert old.retired_on is None


def test_a_project_is_cancelled_and_resumed_with_a_reason(officer, client_of, project):
    client, address = client_of(officer), reverse("project-cancel", args=[project.pk])

    said = [told(client.post(address, {"reason": "方針の変更"}))[-1] for _ in range(2)]

    assert said == ["「見本建替え事業」を中止にしました。", "「見本建替え事業」の中止を取り消しました。"]


def test_what_cannot_be_done_any_more_leads_back_and_says_so(officer, client_of, project):
    reach(project, "start", "令和8年4月")
    open_project(project.pk, opened_on=parse("令和8年11月1日"), on=date(2026, 11, 23))
    client = client_of(officer)

    answers = [client.get(reverse(name, args=[project.pk])) for name in ("project-plan", "project-cancel")]

    assert [told(answer)[-1] for answer in answers] == [
        "終わった事業の計画は、見直せません。",
        "終わった事業は、中止にできません。",
    ]


def test_a_group_reads_what_is_public_and_never_the_money(roles, client_of, project):
    member = make_group(project.centre)
    hidden = make_project("まだ言えない事業", centre=project.centre)
    reach(project, "basic_plan", "令和8年3月")
    client = client_of(member)

    page = words(client.get(reverse("project", args=[project.pk])))

    assert "基本計画 （済み） 令和8年3月" in page
    assert [word for word in ("123,456,789", "内密", "緊急度", "事業費", "第1版") if word in page] == []
    assert "まだ言えない事業" not in words(client.get(reverse("project-list")))
    assert client.get(reverse("project", args=[hidden.pk])).status_code == 404
    milestone = reverse("milestone", args=[project.milestones.get(step="start").pk])
    assert (client.get(milestone).status_code, client.post(milestone, {}).status_code) == (200, 403)


def test_a_worker_of_a_centre_sees_its_projects_but_not_their_cost(centre_worker, client_of, project):
    client = client_of(centre_worker(project.centre))

    page = words(client.get(reverse("project", args=[project.pk])))

    assert ("令和9年4月 予定" in page, "123,456,789" in page, "事業費" in page) == (True, False, False)


def test_the_list_is_narrowed_by_centre_kind_and_stage(officer, client_of, project):
    elsewhere = make_centre("よその市民センター")
    theirs = make_building(centre=elsewhere)
    make_project("複合化", kind="merge", buildings=[(theirs, BuildingPart.REPLACES)])
    client, address = client_of(officer), reverse("project-list")

    def names(**conditions) -> list[str]:
        return [line.name for line in client.get(address, conditions).context["listing"].page.object_list]

    assert names(centre=elsewhere.pk) == ["複合化"]
    assert names(kind="rebuild") == names(stage="ahead") == ["見本建替え事業"]
    assert names(stage="open") == []

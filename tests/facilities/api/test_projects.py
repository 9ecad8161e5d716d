from __future__ import annotations

import pytest
import time_machine

from common.partial_dates import parse
from facilities.choices import BuildingPart
from facilities.models import RenewalProject
from tests.api import Api, ids, refusal
from tests.factories.accounts import make_group
from tests.factories.centres import make_centre, make_district
from tests.factories.facilities import make_building
from tests.factories.projects import make_plan, make_project, reach

pytestmark = pytest.mark.django_db

LIST = "renewal-projects/"


@pytest.fixture(autouse=True)
def _monday():
    with time_machine.travel("2026-11-23 09:00 +0900", tick=False):
        yield


def _one(project: RenewalProject, act: str = "") -> str:
    return f"{LIST}{project.pk}/{act}"


def test_a_project_is_entered_planned_reached_and_opened(officer):
    centre = make_centre()
    old, new = make_building("旧館", centre=centre), make_building("新館", centre=centre)
    api = Api(officer)
    body = {
        "centre": centre.pk,
        "name": "見本館の建替え",
        "kind": "rebuild",
        "buildings": [{"id": old.pk, "part": "replaces"}, {"id": new.pk, "part": "creates"}],
    }

    made = api.post(LIST, body)
    project = RenewalProject.objects.get()
    plan = {
        "milestones": {"start": "令和8年4月", "opening": "令和8年度"},
        "costs": [{"fiscal_year": 2026, "general": 10, "bonds": 90}],
    }
    planned = api.post(_one(project, "plan/"), plan)
    start = project.milestones.get(step="start")
    reached = api.post(f"project-milestones/{start.pk}/reach/", {"reached_on": "2026-04-10"})
    opened = api.post(_one(project, "open/"), {"opened_on": "令和8年11月1日"})

    assert [answer.status_code for answer in (made, planned, reached, opened)] == [201, 200, 200, 200]
    assert planned.json()["plans"] == [
        {
            "number": 1,
            "made_on": "2026-11-23",
            "reason": "",
            "source": "",
            "source_url": "",
            "certainty": {"code": "unverified", "label": "要確認"},
            "milestones": [
                {"step": step, "planned_on": day}
                for step, day in (
                    (
                        "start",
                        {
                            "text": "令和8年4月",
                            "first": "2026-04-01",
                            "last": "2026-04-30",
                            "precision": "month",
                        },
                    ),
                    (
                        "opening",
                        {
                            "text": "令和8年度",
                            "first": "2026-04-01",
                            "last": "2027-03-31",
                            "precision": "fiscal_year",
                        },
                    ),
                )
            ],
            "costs": [{"fiscal_year": 2026, "general": 10, "bonds": 90, "subsidies": 0, "fund": 0}],
        }
    ]
    answer = opened.json()
    assert (answer["stage"]["code"], [row["name"] for row in answer["buildings"]]) == (
        "open",
        ["旧館", "新館"],
    )
    assert (reached.json()["reached_on"]["text"], reached.json()["planned_on"]["text"]) == (
        "令和8年4月10日",
        "令和8年4月",
    )
    old.refresh_from_db()
    assert str(old.retired_on) == "令和8年11月1日"


def test_a_body_that_makes_no_sense_is_refused_with_everything_at_once(officer):
    project = make_project()
    api = Api(officer)

    entered = api.post(LIST, {"name": "", "kind": "x", "buildings": [{"id": 1}], "urgency": 9})
    planned = api.post(
        _one(project, "plan/"),
        {
            "milestones": {"start": "いつか"},
            "costs": [{"fiscal_year": 2027, "general": 1.5}],
            "replaces": "1",
        },
    )
    opened = api.post(_one(project, "open/"), {})

    told = [[field for _, field in refusal(answer)[1]] for answer in (entered, planned, opened)]
    assert [sorted(fields) for fields in told] == [
        ["", "buildings", "centre", "kind", "name"],
        ["costs", "milestones", "replaces"],
        ["opened_on"],
    ]


def test_what_lies_in_the_state_of_the_project_is_a_conflict(officer):
    project = make_project()
    api = Api(officer)

    first = api.post(_one(project, "cancel/"), {"reason": "方針の変更"})
    second = api.post(_one(project, "cancel/"), {"reason": "方針の変更"})
    back = api.post(_one(project, "resume/"), {"reason": "中止の誤り"})

    assert (first.status_code, second.status_code, back.status_code) == (200, 409, 200)


def test_projects_are_narrowed_by_centre_district_kind_and_stage(officer):
    district = make_district()
    here, there = make_centre(district=district), make_centre()
    theirs = make_building(centre=there)
    rebuild = make_project(centre=here)
    merge = make_project("複合化", centre=here, kind="merge", buildings=[(theirs, BuildingPart.REPLACES)])
    refit = make_project("改修", centre=there, kind="long_life")
    reach(refit, "start", "令和8年4月")
    api = Api(officer)

    assert ids(api.get(f"{LIST}?centre={there.pk}")) == [merge.pk, refit.pk]
    assert ids(api.get(f"{LIST}?district={district.pk}")) == [rebuild.pk, merge.pk]
    assert ids(api.get(f"{LIST}?kind=merge")) == [merge.pk]
    assert ids(api.get(f"{LIST}?stage=under_works")) == [refit.pk]


def test_costs_are_told_to_those_alone_who_may_see_them(officer, centre_worker):
    project = make_project()
    make_plan(project, {"start": "令和9年"}, {2027: {"general": 5}})

    seen = [
        Api(who).get(_one(project)).json()["plans"][0] for who in (officer, centre_worker(project.centre))
    ]

    assert [("costs" in plan, plan["milestones"][0]["step"]) for plan in seen] == [
        (True, "start"),
        (False, "start"),
    ]


def test_a_group_reads_a_public_project_and_its_steps_and_nothing_else_of_it(roles):
    project = make_project(published_on=parse("令和8年11月1日").first, internal_notes="内密", source="内密")
    make_plan(project, {"start": "令和9年"}, {2027: {"general": 123_456_789}}, reason="")
    hidden = make_project("まだ言えない", centre=project.centre)
    api = Api(make_group(project.centre))

    answer = api.get(_one(project))

    assert ids(api.get(LIST)) == [project.pk]
    assert api.get(_one(hidden)).status_code == 404
    assert sorted(answer.json()) == [
        "aim",
        "buildings",
        "cancelled_on",
        "centre",
        "id",
        "kind",
        "milestones",
        "name",
        "published_on",
        "stage",
    ]
    assert "123456789" not in answer.content.decode()
    assert len(ids(api.get(f"project-milestones/?project={project.pk}"))) == 7
    assert api.post(_one(project, "cancel/"), {"reason": "x"}).status_code == 403

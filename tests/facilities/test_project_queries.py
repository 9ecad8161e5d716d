"""Projects as the page of a centre, the budget list and the forecast ask for them."""

from __future__ import annotations

import pytest

from common.deadlines import COLUMNS, SETTLED_COLUMNS
from common.scope import Scope
from facilities.actions import cancel_project
from facilities.choices import BuildingPart
from facilities.queries import project_costs
from facilities.queries import projects as queries
from tests.factories.centres import make_centre
from tests.factories.facilities import make_building
from tests.factories.projects import ENTERED_ON as ON
from tests.factories.projects import make_plan, make_project, reach

pytestmark = pytest.mark.django_db

EVERYTHING = Scope.everything()


@pytest.fixture
def centre():
    return make_centre()


def test_a_centre_is_told_of_its_projects_and_of_those_that_touch_its_buildings(
    centre, django_assert_num_queries
):
    make_project("中止した事業", centre=centre)
    cancel_project(centre.renewal_projects.get().pk, on=ON, reason="見本")
    rebuild = make_project("建替え", centre=centre)
    make_plan(rebuild, {"detailed_design": "令和8年10月", "opening": "令和10年度"})
    reach(rebuild, "basic_plan", "令和3年3月")
    make_project("複合化", buildings=[(make_building(centre=centre), BuildingPart.REPLACES)])
    make_project("よその事業")

    with django_assert_num_queries(1):
        told = queries.projects_of_centre(centre.pk, scope=EVERYTHING, on=ON)

    assert [(project.name, project.stage.word, project.over) for project in told] == [
        ("建替え", "基本計画済み", False),
        ("複合化", "計画なし", False),
        ("中止した事業", "中止", True),
    ]
    assert [(step.label, step.state, step.date, step.overdue) for step in told[0].steps] == [
        ("基本計画", "past", "令和3年3月", False),
        ("実施設計", "now", "令和8年10月 予定", True),
        ("供用開始", "future", "令和10年度 予定", False),
    ]


def test_costs_are_those_of_the_plans_in_force_of_projects_that_go_on(centre, django_assert_num_queries):
    project = make_project(centre=centre)
    make_plan(project, {}, {2026: {"general": 1}})
    make_plan(project, {}, {2027: {"general": 5, "bonds": 70}, 2028: {"fund": 9}}, reason="見直し")
    cancelled = make_project("中止", centre=centre)
    make_plan(cancelled, {}, {2027: {"general": 100}})
    cancel_project(cancelled.pk, on=ON, reason="見本")

    with django_assert_num_queries(1):
        costs = project_costs.costs_by_year(scope=EVERYTHING, on=ON)

    assert [(cost.project_id, cost.fiscal_year, cost.bonds, cost.total) for cost in costs] == [
        (project.pk, 2027, 70, 75),
        (project.pk, 2028, 0, 9),
    ]
    assert project_costs.costs_by_year(scope=Scope.nothing(), on=ON) == []


def test_the_forecast_takes_the_money_the_buildings_and_the_window_of_every_project(
    centre, django_assert_num_queries
):
    old, new = make_building("旧館", centre=centre), make_building("新館", centre=centre)
    project = make_project(
        centre=centre,
        buildings=[(old, BuildingPart.REPLACES), (new, BuildingPart.CREATES)],
        may_start_from=2027,
        may_start_until=2030,
        urgency=5,
    )
    make_plan(project, {}, {2027: {"general": 5, "bonds": 70}})
    down = make_project("解体", centre=centre, kind="demolition")
    reach(down, "completion", "令和8年3月")

    with django_assert_num_queries(3):
        first, second = project_costs.projects_for_forecast(scope=EVERYTHING, on=ON)

    assert first == project_costs.ProjectForecast(
        pk=project.pk,
        centre_id=centre.pk,
        name=project.name,
        kind="rebuild",
        costs={2027: 75},
        replaces=frozenset({old.pk}),
        creates=frozenset({new.pk}),
        works_on=frozenset(),
        started=False,
        over=False,
        cancelled=False,
        may_start_from=2027,
        may_start_until=2030,
        urgency=5,
    )
    assert (second.pk, second.over, second.cancelled, second.costs) == (down.pk, True, False, {})


def test_deadlines_come_in_the_columns_of_the_contract(centre):
    project = make_project(centre=centre)
    make_plan(project, {"start": "令和8年12月", "opening": "令和10年度"})
    reach(project, "start", "令和8年11月1日")
    opening = project.milestones.get(step="opening")

    (pending,) = queries.deadlines(until=ON.replace(year=2040))

    assert dict(zip(COLUMNS, pending, strict=True)) == {
        "kind": "milestone",
        "lead": "milestone",
        "subject_id": opening.pk,
        "centre_id": centre.pk,
        "due_on": ON.replace(year=2029, month=3, day=31),
        "post_id": None,
        "side": "city",
    }
    assert [dict(zip(SETTLED_COLUMNS, row, strict=True)) for row in queries.settled()] == [
        {"kind": "milestone", "subject_id": project.milestones.get(step="start").pk, "reason": "done"}
    ]

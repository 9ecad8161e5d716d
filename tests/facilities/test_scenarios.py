"""Scenarios: frozen when asked for, computed exactly once, the same yen whatever happens to the register."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from common.acting import acting
from common.clock import TOKYO
from common.partial_dates import PartialDate
from common.problems import Refused
from common.scope import Scope
from facilities import tasks
from facilities.actions import change_building, compute_scenario, request_scenario, scenarios_to_resume
from facilities.choices import ScenarioState
from facilities.models import ForecastScenario
from facilities.rules.scenarios import digest, recomputed
from tests.factories.centres import make_centre
from tests.factories.facilities import make_building
from tests.factories.projects import make_plan, make_project, reach

pytestmark = pytest.mark.django_db

ON = date(2026, 11, 23)
AT = datetime(2026, 11, 23, 9, 0, tzinfo=TOKYO)
ASKED = {"name": "試算", "profile": "soumu", "later_years": 10, "time_limit": 5}


def halls(count: int = 4):
    centre = make_centre()
    return [
        make_building(
            f"{number}号館",
            centre=centre,
            floor_area=50_000 + number * 3_333,
            built_on=PartialDate.of_month(1998 + number, 5),
        )
        for number in range(count)
    ]


def ask(**more) -> ForecastScenario:
    return request_scenario(scope=Scope.everything(), on=ON, at=AT, **{**ASKED, **more})


def computed(**more) -> ForecastScenario:
    scenario = ask(**more)
    compute_scenario(scenario.pk, clock=lambda: AT)
    scenario.refresh_from_db()
    return scenario


def result_of(scenario: ForecastScenario) -> dict[str, Any]:
    assert scenario.result is not None
    return scenario.result


def test_the_same_scenario_gives_the_same_yen_after_the_register_has_changed():
    buildings = halls()
    scenario = computed()
    result = result_of(scenario)
    change_building(buildings[0].pk, floor_area=9_999_999)
    change_building(buildings[1].pk, retired_on=PartialDate.of_month(2026, 10))

    before, after = recomputed(scenario.inputs, result["starts"])
    again = computed()

    assert (before, after) == (result["before"], result["after"])
    assert digest(scenario.inputs) == scenario.digest != again.digest
    assert result_of(again)["before"] != result["before"]


def test_a_scenario_lowers_the_peak_and_says_what_it_moved():
    halls()

    result = result_of(computed())

    assert result["peak_after"] == max(result["after"]) < result["peak_before"] == max(result["before"])
    assert sum(result["after"]) == sum(result["before"])
    assert result["peak_proven"]
    assert any(line["start"] != line["planned"] for line in result["starts"])
    assert result["solver"].startswith("HiGHS ")


def test_a_known_project_that_has_started_stays_and_its_building_is_not_estimated():
    buildings = halls(3)
    project = make_project(
        "建替え",
        centre=buildings[0].centre,
        buildings=[(buildings[0], "replaces")],
        may_start_from=2027,
        may_start_until=2036,
    )
    make_plan(project, {"start": "令和8年11月"}, {2027: {"general": 10**9}, 2028: {"bonds": 10**9}})
    reach(project, "start", "令和8年11月1日")

    scenario = computed()

    lines = {line["key"]: line for line in result_of(scenario)["starts"]}
    of_project = lines[f"project-{project.pk}"]
    assert (of_project["planned"], of_project["start"], of_project["yen"]) == (2027, 2027, 2 * 10**9)
    assert not any(key.startswith(f"building-{buildings[0].pk}-") for key in lines)
    assert recomputed(scenario.inputs, result_of(scenario)["starts"])[1] == result_of(scenario)["after"]


def test_a_second_worker_finds_the_scenario_held_or_finished():
    halls(2)
    scenario = ask()
    ForecastScenario.objects.filter(pk=scenario.pk).update(leased_until=AT + timedelta(seconds=1))

    assert compute_scenario(scenario.pk, clock=lambda: AT) is False
    assert compute_scenario(scenario.pk, clock=lambda: AT + timedelta(seconds=2)) is True
    assert compute_scenario(scenario.pk, clock=lambda: AT + timedelta(hours=2)) is False


def test_a_worker_that_comes_back_after_its_lease_writes_nothing():
    halls(2)
    scenario = ask()
    moments = iter([AT, AT + timedelta(hours=1)])

    def clock() -> datetime:
        moment = next(moments)
        if moment != AT:
            # Meanwhile another has taken the scenario over.
            ForecastScenario.objects.filter(pk=scenario.pk).update(leased_until=moment + timedelta(hours=1))
        return moment

    assert compute_scenario(scenario.pk, clock=clock) is False
    scenario.refresh_from_db()
    assert (scenario.result, scenario.state) == (None, ScenarioState.RUNNING)


def test_what_nobody_computes_is_sent_again_and_given_up_after_three_attempts(monkeypatch):
    halls(2)
    waiting, held, stopped = ask(), ask(), ask()
    scenarios = ForecastScenario.objects
    scenarios.filter(pk=held.pk).update(leased_until=AT + timedelta(seconds=1), attempts=1)
    scenarios.filter(pk=stopped.pk).update(leased_until=AT - timedelta(seconds=1), attempts=3)

    assert scenarios_to_resume(AT) == [waiting.pk]
    stopped.refresh_from_db()
    assert (stopped.state, stopped.failed_reason[:8]) == (ScenarioState.FAILED, "計算の途中で3回")
    sent: list[dict[str, int]] = []
    monkeypatch.setattr(tasks.compute_scenario, "delay", lambda **ids: sent.append(ids))
    tasks.resume_scenarios()
    assert sent == [{"scenario": waiting.pk}, {"scenario": held.pk}]


def test_the_task_takes_an_id_and_computes_once(officer):
    halls(2)
    with acting(door="web", user_id=officer.pk):
        scenario = ask(time_limit=1)

    assert (tasks.compute_scenario(scenario=scenario.pk), tasks.compute_scenario(scenario=scenario.pk)) == (
        True,
        False,
    )
    scenario.refresh_from_db()
    assert (scenario.state, scenario.requested_by, scenario.attempts) == (ScenarioState.DONE, officer, 1)


def test_every_problem_of_what_is_asked_is_told_at_once_and_nothing_is_kept():
    halls(1)

    with pytest.raises(Refused) as refused:
        ask(name="", profile="unknown", later_years=99, time_limit=999, ceiling=0)

    assert {problem.field for problem in refused.value.problems} >= {"name", "profile"}
    assert len(refused.value.problems) == 5
    assert not ForecastScenario.objects.exists()

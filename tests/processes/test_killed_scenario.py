"""A worker killed while it computes a scenario: another takes it over, nothing is lost and nothing done twice."""

from __future__ import annotations

import json
import time

import pytest

from tests.installations import until
from tests.processes.test_killed_sweep import Worker, _python

pytestmark = [pytest.mark.processes]

ASK_FOR_ONE = """
import django; django.setup()
from datetime import date
from centres.models import Centre
from common.clock import now
from common.partial_dates import PartialDate
from common.scope import Scope
from facilities.actions import register_building, request_scenario
centre = Centre.objects.create(code="352152-kill", name="見本市民センター")
for number in range(120):
    built = PartialDate.of_fiscal_year(1965 + number % 50)
    register_building(centre=centre, name=f"棟{number}", floor_area=20_000 + number * 977, built_on=built)
from facilities.tasks import compute_scenario
made = request_scenario(
    scope=Scope.everything(), on=date(2026, 11, 23), at=now(), name="見本", profile="soumu", later_years=10, time_limit=3
)
compute_scenario.delay(scenario=made.pk)
"""
AFTER_THE_KILL = """
import django, json; django.setup()
from datetime import timedelta
from common.clock import now
from facilities.models import ForecastScenario
from facilities.tasks import resume_scenarios
left = ForecastScenario.objects.get()
while_held = resume_scenarios()
ForecastScenario.objects.update(leased_until=now() - timedelta(seconds=1))
print(json.dumps([left.state.value, left.attempts, while_held, resume_scenarios()]))
"""
IN_THE_END = """
import django, json; django.setup()
from facilities.models import ForecastScenario
scenario = ForecastScenario.objects.get()
result = scenario.result
print(json.dumps([scenario.state.value, scenario.attempts, sum(result["after"]) - sum(result["before"])]))
"""


def test_a_scenario_whose_worker_is_killed_is_computed_by_the_next_one(installation):
    _python(installation, "-c", ASK_FOR_ONE)
    first = Worker(installation)
    try:
        until(lambda: first.has_said("received"), what="the worker takes the scenario")
        time.sleep(0.5)
    finally:
        first.kill()
    after_the_kill = json.loads(_python(installation, "-c", AFTER_THE_KILL))
    second = Worker(installation)
    try:
        until(lambda: second.has_said("succeeded"), what="the second worker computes it")
    finally:
        second.kill()

    assert after_the_kill == ["running", 1, 0, 1]
    assert json.loads(_python(installation, "-c", IN_THE_END)) == ["done", 2, 0]

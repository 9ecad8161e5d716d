"""What the forecast takes from the register besides the buildings: projects, refits done, classes, urgency."""

from __future__ import annotations

from datetime import date

import pytest

from common.partial_dates import PartialDate
from common.scope import Scope
from facilities.actions import cancel_project, open_project
from facilities.choices import CostKind
from facilities.queries.forecast import forecast, inputs_of, profile_named
from facilities.queries.known_projects import decided, urgency_by_building
from facilities.rules.scenarios import Windows
from tests.factories.condition import make_assessment, seen
from tests.factories.facilities import make_building
from tests.factories.projects import make_plan, make_project

pytestmark = pytest.mark.django_db

ON = date(2026, 11, 23)
CITY = Scope.everything()
COST = {2028: {"general": 100, "bonds": 200}}


def _hall(**facts):
    return make_building(floor_area=60_000, built_on=PartialDate.of_fiscal_year(1990), **facts)


def _soumu():
    found = profile_named("soumu")
    assert found is not None
    return found.profile


def _project(building, **facts):
    return make_project(centre=building.centre, buildings=[(building, "works_on")], **facts)


def test_a_project_with_yen_takes_the_place_of_the_model_for_what_it_touches():
    building = _hall()
    project = _project(building, may_start_from=2027, may_start_until=2030, urgency=4)
    make_plan(project, {"start": "令和10年度"}, COST)

    (known,) = decided(CITY, ON).projects

    assert (known.building_ids, known.yen) == (frozenset({building.pk}), {2028: 300})
    assert (known.earliest, known.latest, known.urgency, known.started) == (2027, 2030, 4, False)
    assert forecast(CITY, _soumu(), on=ON).total == 300


def test_a_project_that_nobody_has_put_yen_to_replaces_nothing():
    building = _hall()
    without = forecast(CITY, _soumu(), on=ON).total
    make_plan(_project(building), {"start": "令和10年度"})

    assert decided(CITY, ON).projects == ()
    assert forecast(CITY, _soumu(), on=ON).total == without


def test_a_project_that_is_given_up_is_left_out():
    project = _project(_hall())
    make_plan(project, {}, COST)
    cancel_project(project.pk, on=ON, reason="見送り")

    assert decided(CITY, ON).projects == ()


def test_the_renewal_of_a_part_is_added_to_the_model():
    building = _hall()
    without = forecast(CITY, _soumu(), on=ON).total
    make_plan(_project(building, kind="part_renewal"), {}, COST)

    assert forecast(CITY, _soumu(), on=ON).total == without + 300


def test_a_refit_that_is_done_is_not_paid_twice():
    building = _hall()
    before = forecast(CITY, _soumu(), on=ON).yen
    project = _project(building, kind="major_refit")
    open_project(project.pk, opened_on=PartialDate.of_fiscal_year(2020), on=ON)

    after = forecast(CITY, _soumu(), on=ON).yen

    assert decided(CITY, ON).refitted == frozenset({building.pk})
    assert (sum(before[CostKind.REFIT]), sum(after[CostKind.REFIT])) == (150_000_000, 0)
    assert after[CostKind.REBUILD] == before[CostKind.REBUILD]


def test_the_class_of_a_building_says_its_unit_cost():
    _hall(cost_category="housing")

    yen = forecast(CITY, _soumu(), on=ON).yen

    assert sum(yen[CostKind.REFIT]) == 600 * 170_000


def test_the_latest_survey_says_how_urgent_the_works_are():
    good, bad, unknown = _hall(), _hall(), _hall()
    make_assessment(building=good, parts=seen("AAAAA"))
    make_assessment(building=bad, parts=seen("AAAAA"), assessed_on=date(2020, 6, 1))
    make_assessment(building=bad, parts=seen("DCCCC"), assessed_on=date(2026, 6, 1))

    weights = urgency_by_building(CITY, ON)

    assert weights == {good.pk: 1, bad.pk: 4}
    assert inputs_of(CITY, _soumu(), Windows(0, 10), on=ON).urgency == weights
    assert unknown.pk not in weights


def test_the_forecast_costs_the_same_queries_whatever_there_is(django_assert_num_queries):
    for number in range(3):
        make_plan(_project(_hall(), name=f"事業{number}"), {}, COST)

    with django_assert_num_queries(4):
        forecast(CITY, _soumu(), on=ON)

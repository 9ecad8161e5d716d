"""The plan of one kind of deadline: lead times, turns past the due day, and how far they carry."""

from __future__ import annotations

import pytest

from reminders.rules.plans import Circle, Plan, PlanText, mistakes_in
from reminders.rules.stages import Stage, parse_stages

PLAN = Plan(parse_stages("90d 30d 7d 0d"), overdue_every=7, chief_after=14, manager_after=30)


@pytest.mark.parametrize(
    ("longest", "codes"),
    [
        (0, []),
        (6, []),
        (7, ["+7d"]),
        (13, ["+7d"]),
        (14, ["+7d", "+14d"]),
        (29, ["+7d", "+14d", "+21d", "+28d"]),
        (30, ["+7d", "+14d", "+21d", "+28d", "+30d"]),
        (35, ["+7d", "+14d", "+21d", "+28d", "+30d", "+35d"]),
    ],
)
def test_once_overdue_it_rings_every_week_and_on_the_days_from_which_it_climbs(longest, codes):
    assert [stage.code for stage in PLAN.overdue_stages(longest)] == codes


def test_without_turns_it_still_rings_on_the_days_from_which_it_climbs():
    plan = Plan(parse_stages("7d 0d"), overdue_every=0, chief_after=14, manager_after=None)

    assert [stage.code for stage in plan.overdue_stages(100)] == ["+14d"]


@pytest.mark.parametrize(
    ("days", "circle"),
    [
        (90, Circle.IN_CHARGE),
        (0, Circle.IN_CHARGE),
        (-13, Circle.IN_CHARGE),
        (-14, Circle.CHIEF),
        (-29, Circle.CHIEF),
        (-30, Circle.MANAGER),
        (-365, Circle.MANAGER),
    ],
)
def test_it_climbs_to_the_chief_from_the_14th_day_and_to_the_manager_from_the_30th(days, circle):
    assert PLAN.circle(Stage(days)) == circle


def test_a_plan_that_names_no_superior_never_climbs():
    plan = Plan(parse_stages("0d"), overdue_every=7)

    assert plan.circle(Stage(-1000)) == Circle.IN_CHARGE


@pytest.mark.parametrize(
    ("cycle", "stages"),
    [
        (None, "90d 30d 7d 0d"),
        (1, "7d 0d"),
        (2, "30d 7d 0d"),
        (3, "30d 7d 0d"),
        (4, "30d 7d 0d"),
        (6, "90d 30d 7d 0d"),
        (12, "90d 30d 7d 0d"),
    ],
)
def test_monthly_and_quarterly_turns_have_lead_times_of_their_own(cycle, stages):
    text = PlanText("90d 30d 7d 0d", monthly="7d 0d", quarterly="30d 7d 0d", within_half_cycle=True)

    assert text.read(cycle).stages == parse_stages(stages)


def test_all_that_is_wrong_with_a_plan_is_said_at_once():
    text = PlanText("7d 30d", monthly="bald", quarterly="", chief_after=14, manager_after=14)

    assert set(mistakes_in(text)) == {"stages", "monthly", "manager_after"}
    assert mistakes_in(PlanText("7d 0d")) == {}

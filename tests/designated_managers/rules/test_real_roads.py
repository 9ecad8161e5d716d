"""Real roads of Japanese cities, replayed step by step beside what the shipped catalogue would have planned.

``tests/golden/roads.csv`` has one line for each road, ``road_facts.csv`` one for each step whose day was published; a
month known alone is taken for its last day. Where a session's days were not found, the usual window stands in.
``first_known`` is ``no`` where only the year of the first day was found.
"""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from common.months import last_of_month
from common.office_days import load_office_days
from designated_managers.choices import Needed, RoadStepState
from designated_managers.rules.council import SessionFacts, council_year, with_days
from designated_managers.rules.road_steps import Needs
from designated_managers.rules.timeline import (
    Aim,
    StepDays,
    misfit,
    pattern_of,
    plan_backwards,
    standings,
)
from tests.designated_managers.rules.conftest import shipped_rules, shipped_windows

GOLDEN = Path(__file__).parents[2] / "golden"
ONE_DAY = timedelta(days=1)
CALENDAR = load_office_days()
LATE_VOTE = 45


def _rows(name: str) -> list[dict[str, str]]:
    with (GOLDEN / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


ROADS = {row["road"]: row for row in _rows("roads.csv")}
FACTS = _rows("road_facts.csv")


def _session(row):
    votes_on = date.fromisoformat(row["votes_on"]) if row["votes_on"] else None
    first_on = date.fromisoformat(row["first_on"])
    after_new_year = row["window"] in {"march", "june"} or row["kind"] == "extraordinary"
    year = votes_on.year if votes_on else first_on.year if after_new_year else first_on.year - 1
    facts = SessionFacts(kind=row["kind"], year=year, number=1, window=row["window"], votes_on=votes_on)
    return with_days(facts, shipped_windows().get(row["window"]), CALENDAR, bills_before=10)


def _planned(row):
    first_on = date.fromisoformat(row["first_on"])
    session = _session(row)
    sessions = council_year(
        [], shipped_windows(), range(first_on.year - 3, first_on.year + 1), CALENDAR, bills_before=10
    )
    aim = Aim(first_on, row["selection"], session, needed={Needs.ORDINANCE: Needed.YES})
    days = plan_backwards(
        shipped_rules(), aim, sessions=sessions, calendar=CALENDAR, late_vote_days=LATE_VOTE
    )
    vote = next(day.rule.place for day in days if day.rule.step == "vote")
    steps = {
        day.rule.step: StepDays(
            code=day.rule.step,
            name=day.rule.name,
            place=day.rule.place,
            latest=day.latest,
            usual=day.usual,
            before_vote=day.rule.place < vote,
            is_goal=day.rule.step == "first_day",
        )
        for day in days
    }
    return aim, steps


def _day(text: str) -> date:
    return date.fromisoformat(text) if len(text) == 10 else last_of_month(date.fromisoformat(f"{text}-01"))


def _name(fact: dict[str, str]) -> str:
    return f"{fact['road']}-{fact['step']}"


def test_there_are_at_least_twelve_real_roads_and_each_has_a_fact():
    assert len(ROADS) >= 12
    assert {fact["road"] for fact in FACTS} == set(ROADS)


@pytest.mark.parametrize("road", ROADS)
def test_a_real_road_has_its_steps_and_its_days_to_hand_over(road):
    row = ROADS[road]

    aim, steps = _planned(row)

    pattern = pattern_of(row["selection"], aim.handover_days, late_vote_days=LATE_VOTE)
    assert (aim.handover_days, str(pattern)) == (int(row["handover_days"]), row["pattern"])
    assert ("call" in steps) == (row["selection"] == "open")
    # The road hangs on the deadline for bills: nothing that makes the bill may come after it.
    until_bill = [step.latest for step in steps.values() if 40 <= step.place <= 110]
    assert max(until_bill) == steps["bill"].latest <= aim.session.votes_on < aim.first_on


@pytest.mark.parametrize("fact", FACTS, ids=_name)
def test_a_fact_counts_from_its_own_day_on_and_says_how_early_or_late_it_was(fact):
    _, steps = _planned(ROADS[fact["road"]])
    day = _day(fact["day"])
    road = [replace(step, done=day) if code == fact["step"] else step for code, step in steps.items()]

    before, on, after = (
        next(one for one in standings(road, when) if one.step.code == fact["step"])
        for when in (day - ONE_DAY, day, day + ONE_DAY)
    )

    assert before.state is not RoadStepState.DONE
    assert (on.state, after.state) == (RoadStepState.DONE, RoadStepState.DONE)
    assert (on.slack, after.slack) == (int(fact["slack"]), int(fact["slack"]))


@pytest.mark.parametrize("road", ROADS)
def test_a_real_road_is_replayed_fact_by_fact_to_its_first_day(road):
    _, steps = _planned(ROADS[road])
    known = {fact["step"]: _day(fact["day"]) for fact in FACTS if fact["road"] == road}
    replayed = [replace(step, done=known.get(code)) for code, step in steps.items()]

    for day in sorted(known.values()):
        found = {one.step.code: one for one in standings(replayed, day)}
        done = [code for code, when in known.items() if when <= day]
        furthest = max(steps[code].place for code in done)

        assert all(found[code].state is RoadStepState.DONE for code in done)
        left = [one for one in found.values() if one.step.before_vote and one.step.place < furthest]
        assert {one.state for one in left} <= {RoadStepState.DONE, RoadStepState.LEFT_BEHIND}
        # What lies behind the furthest fact is never what makes the road not fit.
        trouble = misfit(found.values(), day)
        assert trouble is None or trouble.step.place > furthest or not trouble.step.before_vote

"""Steps of roads as tasks: offered to the night, closed at once by the acts."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from common.clock import TOKYO
from common.scope import Scope
from designated_managers import actions
from designated_managers.actions import CannotKeepRoad
from designated_managers.models import (
    CouncilSession,
    Designation,
    PlannedStep,
    Road,
    RoadStepType,
)
from designated_managers.queries.road_plans import (
    road_step_deadlines,
    roads_out_of_step,
    settled_road_steps,
)
from designated_managers.queries.roads import next_call_begins, road_lines
from reminders.actions import flag_due
from reminders.models import Flag
from tests.designated_managers.roads import TODAY, open_flags, problems
from tests.factories.centres import make_centre
from tests.factories.designated_managers import make_designation
from tests.factories.roads import make_road, make_session, record, step_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogues")]


def test_steps_are_offered_to_the_nightly_job_with_the_side_whose_task_they_are():
    road = make_road()

    due = {row[2]: (row[3], row[4], row[6]) for row in road_step_deadlines(until=date(2026, 10, 6), on=TODAY)}

    assert due == {
        step_of(road, "policy").pk: (road.centre_id, date(2026, 5, 1), "city"),
        step_of(road, "call").pk: (road.centre_id, date(2026, 8, 20), "city"),
        step_of(road, "briefing").pk: (road.centre_id, date(2026, 9, 3), "city"),
        step_of(road, "application").pk: (road.centre_id, date(2026, 10, 6), "manager"),
    }


def test_a_step_that_is_recorded_settles_itself_and_what_it_leaves_behind():
    road = make_road()
    record(road, "application", done_on=TODAY)

    settled = {row[1] for row in settled_road_steps(on=TODAY)}

    assert settled == {step_of(road, code).pk for code in ("policy", "call", "briefing", "application")}


@pytest.mark.parametrize("answer", ["yes", "unknown"])
def test_a_legal_ground_is_not_left_behind_by_what_comes_after_it(answer):
    after_vote = date(2026, 12, 21)
    road = make_road(ordinance=answer, ordinance_reason="", debt=answer)
    record(road, "bill_draft", done_on=TODAY)
    make_designation(centre=road.centre, first_on=road.first_on, last_on=date(2032, 3, 31), on=TODAY)

    pending = set(PlannedStep.objects.pending(after_vote).values_list("step__code", flat=True))
    record(road, "ordinance_bill", done_on=TODAY)
    record(road, "ordinance_vote", done_on=TODAY)
    actions.replan_road(road.pk, reason="不要と分かったため", on=TODAY, debt="no")
    answered = set(PlannedStep.objects.pending(after_vote).values_list("step__code", flat=True))

    assert pending & {"policy", "call", "ordinance_bill", "ordinance_vote", "debt_act"} == {
        "ordinance_bill",
        "ordinance_vote",
        "debt_act",
    }
    assert not answered & {"ordinance_bill", "ordinance_vote", "debt_act"}


def test_a_session_plans_anew_the_roads_it_moves_and_no_road_that_another_cause_has_moved():
    through = make_road()
    by_ordinance = make_road(ordinance="yes")
    without = make_road(ordinance="no")
    kind = RoadStepType.objects.get(code="committee")
    kind.latest = "-20d"
    kind.save()
    june: dict[str, Any] = {"number": 2, "popular_name": "6月定例会", "late_bills_by": None}

    make_session(**june, bills_by=date(2026, 5, 19), opens_on=date(2026, 6, 1), votes_on=date(2026, 6, 23), closes_on=date(2026, 6, 23))  # fmt: skip
    after_june = [road.plans.count() for road in (through, by_ordinance, without)]
    actions.change_session(CouncilSession.objects.get(window="june").pk, on=TODAY, notes="見本")
    after_a_note = [road.plans.count() for road in (through, by_ordinance, without)]

    assert after_june == [1, 2, 1]
    assert after_a_note == after_june
    assert {one.road: one.moved for one in roads_out_of_step(on=TODAY)} == {
        through: ("選定委員会の答申",),
        without: ("選定委員会の答申",),
    }


def test_a_step_told_to_be_not_needed_closes_its_flag_as_that():
    road = make_road(session=make_session(), ordinance="unknown", ordinance_reason="")
    flag_due(on=TODAY, finished_at=datetime(2026, 11, 23, 5, 30, tzinfo=TOKYO))
    bill = {"subject_id": step_of(road, "ordinance_bill").pk}

    actions.replan_road(road.pk, reason="不要と分かったため", on=TODAY, ordinance="no", ordinance_reason="設置条例に規定がある")  # fmt: skip
    record(road, "policy", done_on=TODAY)

    closed = Flag.objects.filter(kind="road_step", **bill).values_list("closed_on", "close_reason")
    assert list(closed) == [(TODAY, "no_longer_applies")]


def test_acts_close_the_flags_of_steps_at_once():
    road = make_road(session=make_session())
    night = datetime(2026, 11, 23, 5, 30, tzinfo=TOKYO)
    flag_due(on=TODAY, finished_at=night)
    before = open_flags(road)

    record(road, "application", done_on=TODAY)
    recorded = open_flags(road)
    actions.replan_road(road.pk, reason="追加議案", on=TODAY, late_bill=True)
    replanned = open_flags(road)
    flag_due(on=TODAY, finished_at=night + timedelta(minutes=1))
    again = open_flags(road)
    make_designation(
        centre=road.centre,
        first_on=road.first_on,
        last_on=date(2032, 3, 31),
        designated_on=None,
        announced_on=None,
        voted_on=None,
        vote_result="",
        bill_submitted_on=TODAY,
        on=TODAY,
    )
    submitted = open_flags(road)

    assert {"policy", "call", "committee", "bill"} <= before
    assert not recorded & {"policy", "call", "briefing", "application"}
    assert "bill" in recorded
    assert "bill" not in replanned
    assert "bill" in again
    assert not submitted & {"committee", "candidate", "bill_draft", "bill"}


def test_a_return_to_direct_management_ends_the_road_at_once():
    before = make_designation(last_on=date(2027, 3, 31), on=TODAY)
    road = Road.objects.get()
    flag_due(on=TODAY, finished_at=datetime(2026, 11, 23, 5, 30, tzinfo=TOKYO))
    flagged = open_flags(road)

    actions.decide_direct_return(before.pk, decided_on=TODAY, reason="見本", on=TODAY)

    before.refresh_from_db()
    road.refresh_from_db()
    line = road_lines([road], on=TODAY)[0]
    reasons = Flag.objects.filter(kind="road_step").values_list("close_reason", flat=True)
    assert flagged
    assert set(reasons) == {"no_longer_applies"}
    assert (line.word, line.shape, line.misfit, line.next_step) == ("直営に戻す", "held", None, "")
    with pytest.raises(CannotKeepRoad) as refused:
        make_road(centre=before.centre, previous=before)
    assert "previous-returned" in problems(refused)
    with pytest.raises(CannotKeepRoad) as replanned:
        actions.replan_road(road.pk, reason="見直し", on=TODAY, fees="no")
    assert problems(replanned) == ["previous-returned"]


def test_a_group_is_told_of_the_next_call_and_of_nothing_else():
    designation = make_designation(last_on=date(2028, 3, 31), on=TODAY)
    own = Scope(
        every_centre=False,
        centre_ids=frozenset({designation.centre_id}),
        organisation_ids=frozenset({designation.organisation_id}),
        internal=False,
    )

    begins = Designation.objects.annotate(begins=next_call_begins("centre_id")).values_list(
        "begins", flat=True
    )

    assert list(begins) == [date(2027, 8, 31)]
    assert not Road.objects.within(own).exists()
    assert not PlannedStep.objects.within(own).exists()
    assert not CouncilSession.objects.within(own).exists()
    make_designation(centre=make_centre(), last_on=date(2031, 3, 31))
    assert set(begins.all()) == {date(2027, 8, 31), None}

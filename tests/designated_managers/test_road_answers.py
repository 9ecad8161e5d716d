"""Which fact of a designation answers a step of its road, whoever of the rivals it is on, and from which day."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from common.clock import TOKYO
from designated_managers import actions
from designated_managers.choices import RoadStepState
from designated_managers.models import (
    PlannedStep,
    Road,
    RoadStep,
    RoadStepType,
)
from designated_managers.queries.roads import next_steps, step_days
from designated_managers.rules.road_steps import FACTS
from designated_managers.rules.timeline import standings
from reminders.actions import flag_due
from tests.designated_managers.roads import ONE_DAY, TODAY, done_days, open_flags
from tests.factories.agreements import make_agreement, make_annual
from tests.factories.centres import make_centre
from tests.factories.designated_managers import make_designation, make_organisation
from tests.factories.roads import make_road, make_session

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogues")]


def test_the_road_follows_whichever_rival_is_furthest():
    centre = make_centre()
    road = make_road(centre=centre)
    aim: dict[str, Any] = {
        "centre": centre,
        "first_on": date(2027, 4, 1),
        "last_on": date(2032, 3, 31),
        "on": TODAY,
    }
    bare: dict[str, Any] = {"voted_on": None, "vote_result": "", "designated_on": None, "announced_on": None}
    make_designation(**aim, **bare, committee_on=date(2026, 10, 30))
    make_designation(**aim, **bare, committee_on=date(2026, 11, 2), candidate_decided_on=date(2026, 11, 5))

    found = done_days()

    assert road.designations.count() == 2
    assert found == {"committee": date(2026, 11, 2), "candidate": date(2026, 11, 5)}


def test_a_bill_that_failed_leaves_the_road_to_the_others():
    centre = make_centre()
    make_road(centre=centre)
    make_designation(
        centre=centre,
        first_on=date(2027, 4, 1),
        last_on=date(2032, 3, 31),
        designated_on=None,
        announced_on=None,
        committee_on=date(2026, 10, 1),
        voted_on=date(2026, 11, 20),
        vote_result="rejected",
        on=TODAY,
    )

    assert done_days() == {}


# The council did not approve afterwards: what the mayor decided and the city made stays in force.
@pytest.mark.parametrize("result", ["passed", "rejected", "withdrawn"])
@pytest.mark.parametrize("made", [True, False])
def test_after_a_decision_in_its_place_the_road_keeps_that_day_whatever_the_council_does(result, made):
    centre = make_centre()
    make_road(centre=centre)
    make_designation(
        centre=centre,
        first_on=date(2027, 4, 1),
        last_on=date(2032, 3, 31),
        designated_on=date(2026, 11, 2) if made else None,
        announced_on=None,
        prior_decision_on=date(2026, 11, 2),
        voted_on=date(2026, 11, 20),
        vote_result=result,
        on=TODAY,
    )

    days = done_days()

    assert (days["vote"], days.get("designated")) == (date(2026, 11, 2), date(2026, 11, 2) if made else None)


def test_every_fact_that_may_answer_a_step_stands_on_the_designation():
    shipped = {kind.answered_by for kind in RoadStepType.objects.all()} - {""}

    assert shipped == set(FACTS)


def test_a_fact_entered_ahead_counts_from_its_own_day_on():
    road = make_road(session=make_session())
    night = datetime(2026, 11, 23, 5, 30, tzinfo=TOKYO)
    flag_due(on=TODAY, finished_at=night)
    committee = date(2026, 12, 5)
    make_designation(
        centre=road.centre,
        first_on=road.first_on,
        last_on=date(2032, 3, 31),
        designated_on=None,
        announced_on=None,
        voted_on=None,
        vote_result="",
        committee_on=committee,
        on=TODAY,
    )

    open_now = open_flags(road)
    flag_due(on=TODAY, finished_at=night + timedelta(minutes=1))
    flagged_again = open_flags(road)
    flag_due(on=committee, finished_at=night + timedelta(days=12))
    on_the_day = open_flags(road)

    assert {"policy", "call", "application", "committee"} <= open_now
    assert flagged_again == open_now
    assert not on_the_day & {"policy", "call", "application", "committee"}


@pytest.fixture
def road_with_a_candidate() -> Road:
    road = make_road(session=make_session())
    make_designation(
        centre=road.centre,
        first_on=road.first_on,
        last_on=date(2032, 3, 31),
        designated_on=None,
        announced_on=None,
        voted_on=None,
        vote_result="",
        on=TODAY,
    )
    return road


BY_HAND = ("policy", "call", "application", "bill_draft", "debt_act", "handover")
IN_ORDER = (
    "committee_on",
    "candidate_decided_on",
    "bill_submitted_on",
    "voted_on",
    "announced_on",
    "agreed_on",
)
near_today = st.integers(-1, 1).map(lambda days: TODAY + timedelta(days=days))


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    recorded=st.dictionaries(st.sampled_from(BY_HAND), near_today),
    known=st.sets(st.sampled_from(IN_ORDER)),
    answered=st.lists(near_today, min_size=len(IN_ORDER), max_size=len(IN_ORDER)).map(sorted),
    latest=near_today,
)
def test_the_two_derivations_of_what_is_left_to_do_agree(
    road_with_a_candidate, recorded, known, answered, latest
):
    road = road_with_a_candidate
    for code in BY_HAND:
        road.steps.filter(code=code).update(done_on=recorded.get(code))
    facts = {name: day if name in known else None for name, day in zip(IN_ORDER, answered, strict=True)}
    road.designations.update(**facts, vote_result="passed" if facts["voted_on"] else "")
    of_road = PlannedStep.objects.current().filter(plan__road=road)
    of_road.filter(step__code="handover").update(latest_on=latest, usual_on=TODAY - ONE_DAY)

    found = standings([step_days(row) for row in of_road.with_done().select_related("step")], TODAY)
    pending = PlannedStep.objects.pending(TODAY).values_list("step__code", flat=True)
    late = RoadStep.objects.late(TODAY).values_list("code", flat=True)

    assert set(pending) == {one.step.code for one in next_steps(found)}
    assert set(late) == {one.step.code for one in next_steps(found) if one.state is RoadStepState.LATE}


@pytest.mark.parametrize("by_bundle", [False, True])
def test_the_approval_of_fees_and_the_first_annual_agreement_answer_their_steps(by_bundle):
    on = date(2027, 4, 5)
    road = make_road(session=make_session(), fees="yes")
    designation = make_designation(
        centre=road.centre,
        first_on=road.first_on,
        last_on=date(2032, 3, 31),
        bundle_name="見本の一括" if by_bundle else "",
        on=on,
    )
    whose = {"bundle": designation.bundle} if by_bundle else {"designation": designation}
    agreement = make_agreement(**whose, agreed_on=date(2027, 3, 19), on=on)
    flag_due(on=on, finished_at=datetime(2027, 4, 5, 5, 30, tzinfo=TOKYO))
    before = open_flags(road)

    actions.approve_fees(designation.pk, on=on, approved_on=date(2027, 3, 18), counts_from=road.first_on)
    after_fees = open_flags(road)
    make_annual(agreement, fiscal_year=2028, agreed_on=date(2027, 4, 2), on=on)
    after_another_year = open_flags(road)
    make_annual(agreement, fiscal_year=2027, agreed_on=date(2027, 4, 1), on=on)

    found = done_days()
    assert before - after_fees == {"fees_approved"}
    assert "annual_agreement" in after_another_year
    assert after_another_year - open_flags(road) == {"annual_agreement"}
    assert (found["fees_approved"], found["annual_agreement"]) == (date(2027, 3, 18), date(2027, 4, 1))


def test_a_candidate_entered_before_or_after_the_road_is_on_it():
    centre, body = make_centre(), make_organisation()
    aim: dict[str, Any] = {
        "centre": centre,
        "first_on": date(2027, 4, 1),
        "last_on": date(2032, 3, 31),
        "on": TODAY,
    }
    bare: dict[str, Any] = {"voted_on": None, "vote_result": "", "designated_on": None, "announced_on": None}
    early = make_designation(**aim, **bare, organisation=body)

    road = make_road(centre=centre)
    late = make_designation(**aim, **bare)

    early.refresh_from_db()
    assert (early.road, late.road) == (road, road)

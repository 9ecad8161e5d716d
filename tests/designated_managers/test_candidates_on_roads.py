"""Which road a designation in preparation is on: the one that goes on and leads where it leads."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from common.clock import TOKYO
from designated_managers import actions
from designated_managers.models import PlannedStep, Road
from reminders.actions import flag_due
from reminders.models import Flag
from tests.factories.centres import make_centre
from tests.factories.designated_managers import make_designation
from tests.factories.roads import make_road, make_session, step_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogues")]

TODAY = date(2026, 11, 23)
APRIL, OCTOBER = date(2027, 4, 1), date(2027, 10, 1)


def candidate(centre, first_on=APRIL, **facts: Any):
    bare: dict[str, Any] = {"voted_on": None, "vote_result": "", "designated_on": None, "announced_on": None}
    return make_designation(
        centre=centre, first_on=first_on, last_on=date(2032, 3, 31), on=TODAY, **{**bare, **facts}
    )


def road_of(designation) -> Road | None:
    designation.refresh_from_db()
    return designation.road


def drop(road) -> None:
    actions.drop_road(road.pk, reason="見本", on=TODAY)


def test_a_candidate_goes_from_a_road_given_up_to_the_one_opened_in_its_place():
    centre = make_centre()
    dropped = make_road(centre=centre)
    waiting = candidate(centre, committee_on=date(2026, 10, 30))
    drop(dropped)
    kept = road_of(waiting)

    opened = make_road(centre=centre)

    committee: Any = PlannedStep.objects.with_done().get(plan__road=opened, step__code="committee")
    assert (kept, road_of(waiting)) == (dropped, opened)
    assert committee.done_by == date(2026, 10, 30)


def test_a_candidate_on_a_road_given_up_is_put_onto_the_other_when_it_is_changed():
    centre = make_centre()
    dropped = make_road(centre=centre)
    opened = make_road(centre=centre, first_on=OCTOBER)
    waiting = candidate(centre)
    drop(dropped)

    actions.change_designation(waiting.pk, on=TODAY, first_on=OCTOBER)

    assert road_of(waiting) == opened


def test_a_first_day_put_right_leads_to_the_road_of_that_day():
    centre = make_centre()
    april, october = make_road(centre=centre), make_road(centre=centre, first_on=OCTOBER)
    waiting = candidate(centre)
    before = road_of(waiting)

    actions.change_designation(waiting.pk, on=TODAY, first_on=OCTOBER)

    assert (before, road_of(waiting)) == (april, october)


def test_a_designation_before_it_put_right_leads_to_the_road_that_follows_that_one():
    ends = make_designation(last_on=date(2027, 9, 30), on=TODAY)
    follows = Road.objects.get(previous=ends)
    waiting = candidate(ends.centre, first_on=date(2027, 11, 1))
    before = road_of(waiting)

    actions.change_designation(waiting.pk, on=TODAY, previous=ends)

    assert (before, road_of(waiting)) == (None, follows)


def test_another_fact_put_right_leaves_a_candidate_on_its_road():
    centre = make_centre()
    road = make_road(centre=centre, session=make_session())
    waiting = candidate(centre)
    actions.replan_road(road.pk, reason="半年おくれ", on=TODAY, first_on=OCTOBER)

    actions.change_designation(waiting.pk, on=TODAY, committee_on=date(2026, 10, 30))

    assert road_of(waiting) == road


def test_a_road_planned_anew_for_another_day_takes_the_candidates_of_that_day():
    centre = make_centre()
    road = make_road(centre=centre, session=make_session())
    waiting = candidate(centre, first_on=OCTOBER, committee_on=date(2026, 10, 30))
    flag_due(on=TODAY, finished_at=datetime(2026, 11, 23, 5, 30, tzinfo=TOKYO))
    committee = Flag.objects.open().filter(kind="road_step", subject_id=step_of(road, "committee").pk)
    flagged = committee.exists()

    actions.replan_road(road.pk, reason="半年おくれ", on=TODAY, first_on=OCTOBER)

    assert (flagged, road_of(waiting), committee.exists()) == (True, road, False)


def test_a_candidate_on_a_road_that_goes_on_stays_there():
    centre = make_centre()
    road = make_road(centre=centre, session=make_session())
    waiting = candidate(centre)
    actions.replan_road(road.pk, reason="半年おくれ", on=TODAY, first_on=OCTOBER)

    make_road(centre=centre)

    assert road_of(waiting) == road

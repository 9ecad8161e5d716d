"""Opening, replanning, recording and giving up roads; the ones that open by themselves."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from common.clock import TOKYO
from common.db.history import Stale, version_of
from common.scope import Scope
from designated_managers import actions, tasks
from designated_managers.actions import CannotKeepRoad, open_due_roads
from designated_managers.choices import RoadStepState
from designated_managers.models import (
    CouncilSession,
    Designation,
    PlannedStep,
    Road,
    RoadPlan,
    RoadStep,
    RoadStepType,
)
from designated_managers.queries.road_plans import (
    road_step_deadlines,
    roads_out_of_step,
    settled_road_steps,
)
from designated_managers.queries.roads import next_call_begins, next_steps, road_lines, step_days
from designated_managers.rules.road_steps import FACTS
from designated_managers.rules.timeline import standings
from reminders.actions import flag_due, run_night
from reminders.models import Flag
from tests.factories.agreements import make_agreement, make_annual
from tests.factories.centres import make_centre
from tests.factories.designated_managers import make_designation, make_organisation
from tests.factories.roads import DECEMBER, make_road, make_session, record, step_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogues")]

TODAY = date(2026, 11, 23)
ONE_DAY = timedelta(days=1)


def latest_of(road) -> dict[str, date]:
    return dict(PlannedStep.objects.current().filter(plan__road=road).values_list("step__code", "latest_on"))


def done_days() -> dict[str, date]:
    rows: Any = PlannedStep.objects.current().with_done().select_related("step")
    return {row.step.code: row.done_by for row in rows if row.done_by}


def problems(refused) -> list[str]:
    return [problem.code for problem in refused.value.problems]


def test_a_road_hangs_on_the_deadline_for_bills_of_the_session_chosen():
    session = make_session()

    road = make_road(session=session)

    assert latest_of(road) == {
        "policy": date(2026, 5, 1),
        "ordinance_bill": date(2026, 5, 20),
        "ordinance_vote": date(2026, 6, 24),
        "call": date(2026, 8, 20),
        "briefing": date(2026, 9, 3),
        "application": date(2026, 10, 6),
        "committee": date(2026, 11, 6),
        "candidate": date(2026, 11, 10),
        "provisional_agreement": date(2026, 11, 13),
        "bill_draft": date(2026, 11, 13),
        "bill": date(2026, 11, 20),
        "debt_act": date(2026, 12, 18),
        "vote": date(2026, 12, 18),
        "designated": date(2027, 1, 4),
        "announced": date(2027, 1, 8),
        "handover": date(2027, 3, 1),
        "fees_approved": date(2027, 3, 18),
        "agreement": date(2027, 3, 19),
        "annual_agreement": date(2027, 4, 1),
        "first_day": date(2027, 4, 1),
    }


def test_without_a_session_the_road_takes_the_last_regular_one_that_leaves_a_hand_over():
    road = make_road()

    assert (str(road.session), road.session.year, road.session.bills_by) == ("12月定例会", 2026, None)
    assert PlannedStep.objects.get(step=step_of(road, "vote")).provisional is True


def test_a_usual_session_keeps_its_place_until_its_real_days_are_entered():
    road = make_road()
    session = road.session

    actions.change_session(session.pk, on=date(2026, 6, 1), bills_by=date(2026, 11, 13))

    plans = list(road.plans.values_list("number", "reason"))
    old = dict(PlannedStep.objects.filter(plan__number=1).values_list("step__code", "latest_on"))
    assert plans == [(1, ""), (2, "12月定例会の日程の変更")]
    assert (old["bill"], latest_of(road)["bill"]) == (date(2026, 11, 20), date(2026, 11, 13))


# The deadline for bills is 20 November, that for supplementary ones the 27th.
@pytest.mark.parametrize(
    ("on", "late_bill"),
    [(date(2026, 11, 20), False), (date(2026, 11, 21), True), (date(2026, 11, 27), True)],
)
@pytest.mark.parametrize("by_hand", [True, False])
def test_a_road_opened_after_the_deadline_goes_by_a_supplementary_bill(on, late_bill, by_hand):
    make_session(on=date(2026, 6, 1))
    if by_hand:
        make_road(on=on)
    else:
        make_designation(last_on=date(2027, 3, 31), on=on)

    road = Road.objects.get()
    assert (str(road.session), road.late_bill) == ("12月定例会", late_bill)
    assert latest_of(road)["bill"] == (date(2026, 11, 27) if late_bill else date(2026, 11, 20))


def test_planning_anew_keeps_the_old_plan_and_its_days():
    road = make_road(session=make_session())

    plan = actions.replan_road(road.pk, reason="委員会の遅れ", on=TODAY, late_bill=True)

    numbers = list(RoadPlan.objects.values_list("number", "made_on", "late_bill", "reason"))
    old = PlannedStep.objects.get(plan__number=1, step__code="bill").latest_on
    assert numbers == [(1, date(2026, 4, 1), False, ""), (2, TODAY, True, "委員会の遅れ")]
    assert (plan.number, old, latest_of(road)["bill"]) == (2, date(2026, 11, 20), date(2026, 11, 27))


def test_a_road_is_not_planned_anew_without_a_reason_or_without_a_change():
    road = make_road(session=make_session())

    with pytest.raises(CannotKeepRoad) as without_reason:
        actions.replan_road(road.pk, reason="", on=TODAY, late_bill=True)
    with pytest.raises(CannotKeepRoad) as without_change:
        actions.replan_road(road.pk, reason="念のため", on=TODAY)

    assert problems(without_reason) == ["reason-missing"]
    assert problems(without_change) == ["nothing-changed"]
    assert road.plans.count() == 1


def test_everything_wrong_with_an_aim_is_said_at_once():
    before = make_designation(last_on=date(2027, 4, 1), first_on=date(2024, 4, 1))
    session = make_session()

    with pytest.raises(CannotKeepRoad) as refused:
        make_road(
            centre=before.centre,
            previous=before,
            session=session,
            first_on=date(2026, 12, 18),
            ordinance_reason="",
        )

    assert [problem.message for problem in refused.value.problems] == [
        "いまの指定の次への指定スケジュールが、すでにあります。",
        "条例の改正が不要な理由を入力してください。",
        "初日は、いまの指定の末日（令和9年4月1日）より後の日にしてください。",
        "12月定例会の議決（令和8年12月18日）は、初日に間に合いません。初日より前に議決する会期を選んでください。",
    ]
    assert Road.objects.count() == 1


@pytest.mark.parametrize(
    "first_on", [date(1, 4, 1), date(2000, 12, 31), date(2200, 1, 1), date(9999, 12, 31)]
)
def test_a_first_day_of_a_year_that_nobody_can_mean_is_refused(first_on):
    road = make_road()

    with pytest.raises(CannotKeepRoad) as opened:
        make_road(first_on=first_on)
    with pytest.raises(CannotKeepRoad) as planned:
        actions.replan_road(road.pk, reason="初日の変更", on=TODAY, first_on=first_on)

    told = [("first-out-of-reach", "first_on")]
    assert [(one.code, one.field) for one in opened.value.problems] == told
    assert [(one.code, one.field) for one in planned.value.problems] == told


@pytest.mark.parametrize("first_on", [date(2001, 1, 1), date(2199, 12, 31)])
def test_a_first_day_at_the_ends_of_the_years_in_reach_is_planned(first_on):
    assert make_road(first_on=first_on).plans.get().number == 1


@pytest.mark.parametrize(("first_on", "refused"), [(date(2026, 12, 18), True), (date(2026, 12, 19), False)])
def test_the_first_day_lies_after_the_vote(first_on, refused):
    session = make_session()

    if refused:
        with pytest.raises(CannotKeepRoad):
            make_road(session=session, first_on=first_on)
    else:
        assert make_road(session=session, first_on=first_on).pk


def test_a_supplementary_bill_needs_its_deadline():
    # On the days of no usual session, which would lend its deadline.
    days = {"bills_by": date(2026, 11, 2), "opens_on": date(2026, 11, 12), "votes_on": date(2026, 11, 30)}
    session = make_session(popular_name="秋の議会", late_bills_by=None, closes_on=date(2026, 11, 30), **days)
    road = make_road(session=session)

    with pytest.raises(CannotKeepRoad) as refused:
        actions.move_session(road.pk, session, reason="遅れた", on=TODAY, late_bill=True)

    assert problems(refused) == ["no-late-bills"]


def test_what_somebody_changed_meanwhile_is_not_written_over():
    road = make_road()
    seen = version_of(road)
    actions.drop_road(road.pk, reason="直営に戻す", on=TODAY)

    with pytest.raises(Stale):
        actions.replan_road(road.pk, reason="見直し", on=TODAY, late_bill=True, expected_version=seen)


def test_a_step_is_recorded_expected_and_taken_back():
    road = make_road()

    record(road, "call", done_on=TODAY, note="応募は2団体")
    done = step_of(road, "call")
    record(road, "call", done_on=None)

    assert (done.done_on, done.note) == (TODAY, "応募は2団体")
    assert step_of(road, "call").done_on is None


def test_what_the_designation_answers_is_not_entered_a_second_time():
    road = make_road()

    with pytest.raises(CannotKeepRoad) as answered:
        record(road, "vote", done_on=TODAY)
    with pytest.raises(CannotKeepRoad) as tomorrow:
        record(road, "call", done_on=TODAY + ONE_DAY)

    assert problems(answered) == ["answered-by-designation"]
    assert problems(tomorrow) == ["done-in-future"]


def test_a_road_that_is_given_up_takes_nothing_more():
    road = make_road()
    actions.drop_road(road.pk, reason="直営に戻すため", on=TODAY)

    for act in (
        lambda: actions.drop_road(road.pk, reason="もう一度", on=TODAY),
        lambda: record(road, "call", done_on=TODAY),
        lambda: actions.replan_road(road.pk, reason="見直し", on=TODAY, late_bill=True),
    ):
        with pytest.raises(CannotKeepRoad) as refused:
            act()
        assert "dropped" in problems(refused)
    assert list(road_step_deadlines(until=date.max, on=TODAY)) == []


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


# 24 months before the end.
@pytest.mark.parametrize(
    ("on", "opened"),
    [(date(2027, 3, 30), 0), (date(2027, 3, 31), 1), (date(2027, 4, 1), 1), (date(2029, 3, 31), 1), (date(2029, 4, 1), 0)],
)  # fmt: skip
def test_the_road_to_the_next_opens_from_twenty_four_months_before_the_end(on, opened):
    make_designation(last_on=date(2029, 3, 31), on=date(2024, 4, 1))

    assert open_due_roads(on=on) == opened


def test_a_road_opened_by_itself_leads_to_the_day_after_the_end_and_only_once():
    designation = make_designation(last_on=date(2028, 3, 31), on=date(2024, 4, 1))

    first, again = open_due_roads(on=TODAY), open_due_roads(on=TODAY + ONE_DAY)

    road = Road.objects.get()
    assert (first, again) == (1, 0)
    assert (road.previous, road.first_on, str(road.session)) == (designation, date(2028, 4, 1), "12月定例会")
    assert (road.ordinance, road.session.year) == ("no", 2027)


def test_with_less_time_left_the_road_opens_at_once_with_the_act():
    make_designation(last_on=date(2027, 9, 30), on=TODAY)

    road = Road.objects.get()
    assert (road.first_on, str(road.session)) == (date(2027, 10, 1), "6月定例会")


def test_no_road_opens_where_it_is_settled_what_follows():
    returns = make_designation(last_on=date(2028, 3, 31), on=date(2024, 4, 1))
    actions.decide_direct_return(returns.pk, decided_on=date(2024, 4, 1), reason="見本", on=date(2024, 4, 1))
    followed = make_designation(last_on=date(2027, 3, 31), on=date(2024, 4, 1))
    make_designation(
        centre=followed.centre,
        previous=followed,
        first_on=date(2027, 4, 1),
        last_on=date(2032, 3, 31),
        on=date(2024, 4, 1),
    )
    dropped = make_designation(last_on=date(2027, 3, 31), on=TODAY)
    actions.drop_road(Road.objects.get(previous=dropped).pk, reason="見本", on=TODAY)

    assert open_due_roads(on=TODAY) == 0
    assert Road.objects.count() == 1


def test_the_database_keeps_one_road_for_each_designation():
    designation = make_designation(last_on=date(2027, 3, 31), on=TODAY)
    road = Road.objects.get()
    twin = {"centre": designation.centre, "session": road.session, "opened_on": TODAY}

    with pytest.raises(IntegrityError), transaction.atomic():
        Road.objects.create(**twin, previous=designation, first_on=date(2027, 5, 1), selection_kind="open")
    with pytest.raises(IntegrityError), transaction.atomic():
        Road.objects.create(**twin, first_on=road.first_on, selection_kind="open")


def test_opening_many_roads_costs_the_same_as_opening_one():
    def opened(count: int) -> tuple[int, int]:
        for _ in range(count):
            make_designation(last_on=date(2028, 3, 31), on=date(2024, 4, 1))
        with CaptureQueriesContext(connection) as queries:
            return open_due_roads(on=TODAY), len(queries)

    opened(1)  # The session's place is taken by the first.
    one, two = opened(1), opened(2)

    assert (one[0], two[0]) == (1, 2)
    assert one[1] == two[1]


def test_the_nightly_check_names_a_road_whose_catalogue_moved():
    road = make_road()
    kind = RoadStepType.objects.get(code="committee")
    assert roads_out_of_step(on=TODAY) == []

    kind.latest = "-20d"
    kind.save()

    (found,) = roads_out_of_step(on=TODAY)
    assert (found.road, found.moved, found.problem) == (road, ("選定委員会の答申",), "")
    assert tasks.check_roads(on="2026-11-23") == 1


def test_the_night_opens_roads_on_the_day_it_is_told():
    make_designation(last_on=date(2029, 3, 31), on=date(2024, 4, 1))

    opened = []
    for on in (date(2027, 3, 30), date(2027, 3, 31), date(2027, 3, 31)):
        run_night(on=on, finished_at=datetime(on.year, on.month, on.day, 5, 30, tzinfo=TOKYO))
        opened.append(Road.objects.count())

    assert opened == [0, 1, 1]


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


def open_flags(road) -> set[str]:
    codes = dict(road.steps.values_list("pk", "code"))
    return {
        codes[pk] for pk in Flag.objects.open().filter(kind="road_step").values_list("subject_id", flat=True)
    }


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


def test_a_road_names_the_worlds_of_its_centre_alone():
    road = make_road()
    make_road(centre=make_centre())
    staff = Scope(
        every_centre=False,
        centre_ids=frozenset({road.centre_id}),
        organisation_ids=frozenset(),
        internal=True,
    )

    assert list(Road.objects.within(staff)) == [road]
    assert set(PlannedStep.objects.within(staff).values_list("plan__road", flat=True)) == {road.pk}


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


def test_december_is_the_session_the_factory_enters():
    session = make_session()

    assert (session.window, session.formal_name) == ("december", "令和8年第4回定例会")
    assert {name: getattr(session, name) for name in DECEMBER} == DECEMBER

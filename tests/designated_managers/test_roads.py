"""Opening roads, planning them anew, recording their steps and giving them up."""

from __future__ import annotations

from datetime import date

import pytest

from common.db.history import Stale, version_of
from common.scope import Scope
from designated_managers import actions
from designated_managers.actions import CannotKeepRoad
from designated_managers.models import (
    PlannedStep,
    Road,
    RoadPlan,
)
from designated_managers.queries.road_plans import (
    road_step_deadlines,
)
from tests.designated_managers.roads import ONE_DAY, TODAY, latest_of, problems
from tests.factories.centres import make_centre
from tests.factories.designated_managers import make_designation
from tests.factories.roads import DECEMBER, make_road, make_session, record, step_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogues")]


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


def test_december_is_the_session_the_factory_enters():
    session = make_session()

    assert (session.window, session.formal_name) == ("december", "令和8年第4回定例会")
    assert {name: getattr(session, name) for name in DECEMBER} == DECEMBER

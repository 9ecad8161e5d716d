"""Planning backwards: days next to the edges, what no longer fits, what still works."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.office_days import load_office_days
from designated_managers.choices import Needed, RoadStepState
from designated_managers.rules.council import SessionFacts, council_year, projected, with_days
from designated_managers.rules.road_steps import FACTS, Needs, RoadPattern, step_rule
from designated_managers.rules.timeline import (
    Aim,
    CannotPlan,
    StepDays,
    later_start,
    misfit,
    pattern_of,
    plan_backwards,
    session_for,
    standings,
    ways,
)
from tests.designated_managers.rules.conftest import shipped_rules, shipped_windows

CALENDAR = load_office_days()
FIRST = date(2027, 4, 1)
ONE_DAY = timedelta(days=1)
DECEMBER = SessionFacts(
    "regular", 2026, 4, "12月定例会", "december",
    date(2026, 11, 20), date(2026, 11, 27), date(2026, 12, 1), date(2026, 12, 18), date(2026, 12, 18), pk=1,
)  # fmt: skip
SESSIONS = council_year([DECEMBER], shipped_windows(), range(2024, 2030), CALENDAR, bills_before=10)
CHOSEN = next(one for one in SESSIONS if one.pk == 1)
AIM = Aim(FIRST, "open", CHOSEN)


def plan(aim: Aim = AIM):
    return {
        day.rule.step: day
        for day in plan_backwards(
            shipped_rules(), aim, sessions=SESSIONS, calendar=CALENDAR, late_vote_days=45
        )
    }


def a_step(**facts):
    defaults = {"code": "committee", "name": "選定委員会の答申", "place": 70, "latest": date(2026, 11, 6), "usual": date(2026, 10, 20), "before_vote": True}  # fmt: skip
    return StepDays(**{**defaults, **facts})


def test_what_comes_before_the_bill_is_counted_from_its_deadline_and_the_rest_from_vote_or_first_day():
    days = plan()
    moved = replace(CHOSEN, bills_by=CHOSEN.bills_by - timedelta(days=7))

    sooner = plan(replace(AIM, session=moved))

    changed = {step for step, day in sooner.items() if day.latest != days[step].latest}
    assert changed == {
        "call", "briefing", "application", "committee", "candidate", "provisional_agreement", "bill_draft", "bill"
    }  # fmt: skip
    assert days["handover"].latest == date(2027, 3, 1)


def test_a_supplementary_bill_moves_the_deadline():
    assert plan(replace(AIM, late_bill=True))["bill"].latest == date(2026, 11, 27)


def test_days_on_which_the_office_is_closed_are_moved_and_days_past_the_known_holidays_are_provisional():
    days = plan()
    far = plan(
        replace(
            AIM, first_on=date(2028, 4, 1), session=projected(shipped_windows()["december"], 2027, CALENDAR)
        )
    )

    open_days = [day.latest for day in days.values() if day.rule.rolls != "none"]
    assert all(CALENDAR.is_open(day) for day in open_days)
    assert days["agreement"].provisional is False
    assert (far["bill"].provisional, far["vote"].provisional) == (True, True)


def test_the_ordinance_is_amended_at_the_last_regular_session_before_the_call():
    days = plan(replace(AIM, needed={Needs.ORDINANCE: Needed.YES}))

    assert days["call"].latest == date(2026, 8, 20)
    assert days["ordinance_vote"].latest == date(2026, 6, 24)
    assert (days["ordinance_bill"].latest, days["ordinance_bill"].needed) == (date(2026, 5, 20), "yes")
    assert days["debt_act"].needed == "unknown"


@pytest.mark.parametrize(
    ("days", "kind", "pattern"),
    [
        (44, "open", RoadPattern.OPEN_LATE),
        (45, "open", RoadPattern.OPEN),
        (44, "direct", RoadPattern.DIRECT_LATE),
        (45, "direct", RoadPattern.DIRECT),
    ],
)
def test_a_vote_just_before_the_first_day_has_a_road_of_its_own(days, kind, pattern):
    assert pattern_of(kind, days, late_vote_days=45) is pattern


# 指定の通知, 告示 and 引継ぎ are due four days after a late vote, on an open day: Monday 29 March leaves three.
@pytest.mark.parametrize(
    ("votes_on", "latest"),
    [
        (date(2027, 3, 26), date(2027, 3, 30)),
        (date(2027, 3, 28), FIRST),
        (date(2027, 3, 29), FIRST),
        (date(2027, 3, 31), FIRST),
    ],
)
def test_after_a_late_vote_nothing_is_due_past_the_first_day(votes_on, latest):
    days = plan(replace(AIM, session=replace(CHOSEN, votes_on=votes_on, closes_on=votes_on)))

    assert {days[step].latest for step in ("designated", "announced", "handover")} == {latest}


@pytest.mark.parametrize("votes_on", [FIRST, FIRST + ONE_DAY])
def test_a_vote_that_is_not_before_the_first_day_cannot_be_planned(votes_on):
    with pytest.raises(CannotPlan, match="初日より前"):
        plan(replace(AIM, session=replace(CHOSEN, votes_on=votes_on)))


@pytest.mark.parametrize(
    ("on", "state", "slack"),
    [
        (date(2026, 10, 19), RoadStepState.AHEAD, 17),
        (date(2026, 10, 20), RoadStepState.AHEAD, 17),
        (date(2026, 10, 21), RoadStepState.AHEAD, 16),
        (date(2026, 11, 5), RoadStepState.AHEAD, 1),
        (date(2026, 11, 6), RoadStepState.SHORT, 0),
        (date(2026, 11, 7), RoadStepState.LATE, -1),
        (date(2026, 11, 16), RoadStepState.LATE, -10),
    ],
)
def test_a_step_that_is_not_done_loses_its_room_day_by_day(on, state, slack):
    (found,) = standings([a_step()], on)

    assert (found.state, found.slack) == (state, slack)


def test_a_step_expected_after_its_latest_day_is_short_before_that_day_comes():
    (found,) = standings([a_step(expected=date(2026, 11, 18))], date(2026, 11, 1))

    assert (found.state, found.slack, found.day) == (RoadStepState.SHORT, -12, date(2026, 11, 18))
    trouble = misfit([found], date(2026, 11, 1))
    assert trouble is not None
    assert (trouble.days, trouble.passed) == (12, False)


def test_a_fact_that_lies_ahead_is_only_expected():
    step = a_step(done=date(2026, 11, 5))

    states = [standings([step], date(2026, 11, day))[0].state for day in (4, 5, 6)]

    assert states == [RoadStepState.AHEAD, RoadStepState.DONE, RoadStepState.DONE]


def test_up_to_the_vote_a_later_step_leaves_the_earlier_behind_and_after_it_each_stands_for_itself():
    steps = [
        a_step(code="call", place=40),
        a_step(code="vote", place=130, before_vote=False, latest=date(2026, 12, 18), usual=date(2026, 12, 18)),
        a_step(code="announced", place=150, before_vote=False, latest=date(2027, 1, 8), usual=date(2026, 12, 25)),
        a_step(code="agreement", place=180, before_vote=False, done=date(2026, 11, 20)),
    ]  # fmt: skip

    found = {one.step.code: one.state for one in standings(steps, date(2027, 1, 10))}

    assert found == {
        "call": RoadStepState.LEFT_BEHIND,
        "vote": RoadStepState.LATE,
        "announced": RoadStepState.LATE,
        "agreement": RoadStepState.DONE,
    }


def test_the_road_no_longer_fits_at_the_first_step_whose_day_is_over():
    on = date(2026, 11, 23)
    steps = [
        a_step(done=date(2026, 11, 18)),
        a_step(code="bill_draft", name="議案の原稿を法務担当へ提出", place=100, latest=date(2026, 11, 13)),
        a_step(code="bill", name="議案の提出", place=110, latest=date(2026, 11, 20)),
    ]

    trouble = misfit(standings(steps, on), on)

    assert trouble is not None
    assert (trouble.step.code, trouble.days, trouble.passed) == ("bill_draft", 10, True)


def names(on, aim=AIM, **facts):
    found = ways(aim, sessions=SESSIONS, on=on, needed_days=30, **facts)
    return [
        (way.name, way.days, way.missing, way.chosen)
        for way in found
        if way.session.votes_on >= date(2026, 12, 1)
    ]


MARCH, EXTRA = ("3月定例会", 13, 17, False), ("1月臨時会", 69, 0, False)


@pytest.mark.parametrize(
    ("on", "december"),
    [
        (date(2026, 11, 19), ("12月定例会", 104, 0, True)),
        (date(2026, 11, 20), ("12月定例会", 104, 0, True)),
        (date(2026, 11, 21), ("12月定例会（追加議案）", 104, 0, True)),
        (date(2026, 11, 27), ("12月定例会（追加議案）", 104, 0, True)),
        (date(2026, 11, 28), None),
    ],
)
def test_what_still_works_changes_with_the_deadlines(on, december):
    assert names(on) == [*filter(None, [december]), EXTRA, MARCH]


def test_a_bill_that_is_with_the_council_keeps_its_session():
    after = date(2026, 11, 30)

    assert names(after, submitted=True)[0] == ("12月定例会", 104, 0, True)
    assert names(after)[0] == EXTRA


def test_when_no_session_is_left_a_later_first_day_keeps_the_days_of_a_hand_over():
    on = date(2027, 3, 6)

    assert ways(AIM, sessions=SESSIONS, on=on, needed_days=30) == ()
    later = later_start(AIM, sessions=SESSIONS, on=on, needed_days=30)
    assert later is not None
    assert (later.first_on, later.session.name, later.days) == (date(2027, 8, 1), "6月定例会", 38)


@pytest.mark.parametrize(
    ("first_on", "name"),
    [
        (date(2027, 4, 1), "12月定例会"),
        (date(2027, 4, 17), "12月定例会"),
        (date(2027, 4, 18), "3月定例会"),
        (date(2026, 10, 1), "6月定例会"),
    ],
)
def test_a_road_usually_goes_through_the_last_regular_session_that_leaves_a_hand_over(first_on, name):
    found = session_for(first_on, SESSIONS, needed_days=30)

    assert found is not None
    assert found.name == name


# The first days of a term lie on the edges of months and years; mid-year terms are as good as others.
@given(
    first_on=st.builds(
        lambda year, month, day: date(year, month, 1) + timedelta(days=day),
        st.integers(2026, 2027),
        st.integers(1, 12),
        st.integers(-1, 1),
    ),
    kind=st.sampled_from(["open", "direct"]),
    late_bill=st.booleans(),
)
def test_every_road_comes_in_order_and_ends_on_its_first_day(first_on, kind, late_bill):
    session = session_for(first_on, SESSIONS, needed_days=30)
    assert session is not None
    aim = Aim(first_on, kind, session, late_bill=late_bill)

    days = plan(aim)

    deadline, _ = session.deadline(late_bill=late_bill)
    assert days["first_day"].latest == first_on
    assert days["bill"].latest == CALENDAR.on_or_before(deadline)
    assert all(day.usual <= day.latest <= first_on for day in days.values())
    making = [days[step].latest for step in ("application", "committee", "candidate", "bill_draft", "bill")]
    assert making == sorted(making)
    assert days["bill"].latest <= days["vote"].latest < first_on
    assert all(day.rule.answered_by in {"", *FACTS} for day in days.values())


# Days next to each deadline: random ones miss a slip by one.
@given(
    edge=st.sampled_from([one for session in SESSIONS for one in (session.bills_by, session.late_bills_by, session.votes_on) if one]),
    off=st.integers(-1, 1),
)  # fmt: skip
def test_a_way_is_offered_exactly_while_its_bill_can_be_handed_in(edge, off):
    on = edge + timedelta(days=off)

    offered = {way.session: way for way in ways(AIM, sessions=SESSIONS, on=on, needed_days=30)}

    for session in SESSIONS:
        last = session.late_bills_by or session.bills_by
        possible = on <= last and on <= session.votes_on < FIRST
        assert (session in offered) == possible
        if possible:
            assert offered[session].late_bill == (session.bills_by < on)
            assert offered[session].days == (FIRST - session.votes_on).days


@pytest.mark.parametrize(
    ("kind", "window", "known", "to_be_called"),
    [
        ("extraordinary", "january_extra", {}, True),
        ("extraordinary", "january_extra", {"bills_by": date(2027, 1, 10)}, True),
        ("extraordinary", "january_extra", {"opens_on": date(2027, 1, 20)}, False),
        ("extraordinary", "january_extra", {"votes_on": date(2027, 1, 22)}, False),
        ("regular", "march", {}, False),
    ],
)
def test_an_extra_session_has_to_be_called_until_a_day_of_it_is_known(kind, window, known, to_be_called):
    facts = SessionFacts(kind, 2027, window=window, pk=7, **known)

    found = with_days(facts, shipped_windows()[window], CALENDAR, bills_before=10)

    assert found is not None
    assert found.to_be_called is to_be_called


def test_a_session_without_a_window_stands_by_what_is_known_of_it():
    facts = SessionFacts("extraordinary", 2023, 1, votes_on=date(2023, 2, 2))

    found = with_days(facts, None, CALENDAR, bills_before=10)

    assert found is not None
    assert (found.opens_on, found.votes_on, found.bills_by) == (
        date(2023, 2, 2),
        date(2023, 2, 2),
        date(2023, 1, 23),
    )
    assert found.projected == {"bills_by", "opens_on", "closes_on"}
    assert with_days(replace(facts, votes_on=None), None, CALENDAR, bills_before=10) is None


@given(
    known=st.dates(date(2026, 11, 1), date(2026, 12, 31)),
    name=st.sampled_from(["bills_by", "opens_on", "votes_on", "closes_on"]),
)
def test_projected_days_give_way_to_the_one_that_is_known(known, name):
    facts = SessionFacts("regular", 2026, window="december", **{name: known})

    found = with_days(facts, shipped_windows()["december"], CALENDAR, bills_before=10)

    assert found is not None
    assert getattr(found, name) == known
    assert found.bills_by <= found.opens_on <= found.votes_on <= found.closes_on
    assert name not in found.projected


@pytest.mark.parametrize(
    ("opens", "closes", "usual_stays"),
    [
        (date(2026, 11, 12), date(2026, 11, 30), True),
        (date(2026, 11, 12), date(2026, 12, 1), False),
        (date(2026, 12, 18), date(2026, 12, 25), False),
        (date(2026, 12, 19), date(2026, 12, 25), True),
    ],
)
def test_a_usual_session_is_left_out_where_one_of_its_kind_was_entered_on_its_days(
    opens, closes, usual_stays
):
    entered = SessionFacts("regular", 2026, 4, opens_on=opens, votes_on=closes, closes_on=closes, pk=2)
    extra = replace(entered, kind="extraordinary")

    year = council_year([entered], shipped_windows(), [2026], CALENDAR, bills_before=10)
    beside_extra = council_year([extra], shipped_windows(), [2026], CALENDAR, bills_before=10)

    assert ("december" in {one.window for one in year}) is usual_stays
    assert "december" in {one.window for one in beside_extra}


def test_a_circle_among_steps_cannot_be_planned():
    base = {"place": 1, "roads": ["open"], "latest": "0d", "usual": "0d"}
    rules = [
        step_rule("a", {**base, "counts_from": "step b"}),
        step_rule("b", {**base, "counts_from": "step a"}),
    ]

    with pytest.raises(CannotPlan, match="戻ってしまいます"):
        plan_backwards(rules, AIM, sessions=SESSIONS, calendar=CALENDAR, late_vote_days=45)

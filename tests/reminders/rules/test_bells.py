"""On which open day which reminder goes out; and that the rule and its turned-round twin say the same."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from common.office_days import load_office_days
from reminders.rules.bells import bell_on, bells_between, goes_out_on, reach, spans
from reminders.rules.plans import Circle, Plan
from reminders.rules.stages import Stage, parse_stages

DAYS = load_office_days()
PLAN = Plan(parse_stages("90d 30d 7d 0d"), overdue_every=7, chief_after=14, manager_after=30)
FRIDAY, SATURDAY, SUNDAY = date(2026, 11, 20), date(2026, 11, 21), date(2026, 11, 22)
HOLIDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)


@pytest.mark.parametrize(
    ("on", "last"),
    [
        (date(2026, 11, 19), date(2026, 11, 19)),
        (FRIDAY, HOLIDAY),
        (SATURDAY, HOLIDAY),
        (HOLIDAY, HOLIDAY),
        (TUESDAY, TUESDAY),
        (date(2026, 12, 28), date(2027, 1, 3)),
    ],
)
def test_the_closed_days_that_follow_belong_to_the_open_day_before_them(on, last):
    assert reach(on, DAYS) == last


@pytest.mark.parametrize(
    ("begins", "before", "after"),
    [
        (FRIDAY, FRIDAY, FRIDAY),
        (SATURDAY, FRIDAY, TUESDAY),
        (SUNDAY, FRIDAY, TUESDAY),
        (HOLIDAY, FRIDAY, TUESDAY),
        (TUESDAY, TUESDAY, TUESDAY),
    ],
)
def test_a_lead_time_goes_out_before_a_closed_day_and_a_turn_past_the_due_day_after_it(begins, before, after):
    assert goes_out_on(Stage(7), begins + timedelta(days=7), DAYS) == before
    assert goes_out_on(Stage(0), begins, DAYS) == before
    assert goes_out_on(Stage(-7), begins - timedelta(days=7), DAYS) == after


@pytest.mark.parametrize(
    ("on", "stage"),
    [
        (date(2026, 8, 25), None),
        (date(2026, 8, 26), "90d"),
        (date(2026, 10, 22), "90d"),
        (date(2026, 10, 23), "30d"),  # the 25th is a Sunday
        (date(2026, 11, 16), "30d"),
        (date(2026, 11, 17), "7d"),
        (date(2026, 11, 23), "7d"),
        (date(2026, 11, 24), "0d"),
        (date(2026, 11, 30), "0d"),
        (date(2026, 12, 1), "+7d"),
        (date(2026, 12, 8), "+14d"),
        (date(2026, 12, 24), "+30d"),
        (date(2026, 12, 28), "+30d"),
        (date(2026, 12, 31), "+30d"),  # the turn of the 29th waits until the office opens again
        (date(2027, 1, 4), "+35d"),
    ],
)
def test_the_most_advanced_reminder_of_a_deadline_by_each_day(on, stage):
    bell = bell_on(TUESDAY, PLAN, on, DAYS)

    assert (bell and bell.stage.code) == stage


def test_on_one_day_only_the_most_advanced_stage_goes_out():
    plan = Plan(parse_stages("3d 2d 1d 0d"), overdue_every=7)

    bells = bells_between(TUESDAY, plan, date(2026, 11, 1), date(2026, 12, 10), DAYS)

    assert [(bell.since, bell.stage.code) for bell in bells] == [
        (FRIDAY, "1d"),
        (TUESDAY, "0d"),
        (date(2026, 12, 1), "+7d"),
        (date(2026, 12, 8), "+14d"),
    ]
    assert {bell.circle for bell in bells} == {Circle.IN_CHARGE}


PLANS = st.builds(
    Plan,
    st.sampled_from(
        [parse_stages(text) for text in ("90d 30d 7d 0d", "6m 3m 1m 0m", "24m 12m 1m", "1d 0d", "0d", "30d")]
    ),
    overdue_every=st.sampled_from([0, 1, 7, 30]),
    chief_after=st.sampled_from([None, 1, 14]),
    manager_after=st.sampled_from([None, 30, 31]),
)


@settings(max_examples=300)
@given(
    plan=PLANS,
    on=st.dates(date(2026, 4, 1), date(2027, 12, 31)),
    near=st.integers(-3, 3),
    lead=st.sampled_from([0, 1, 7, 30, 90, 180, 365, 730, -1, -7, -14, -30, -31, -60]),
)
def test_for_every_day_the_spans_of_due_days_say_what_the_rule_says(plan, on, near, lead):
    due_on = on + timedelta(days=lead + near)

    bell = bell_on(due_on, plan, on, DAYS)
    found = [span for span in spans(plan, on, DAYS, oldest=due_on) if span.above < due_on <= span.upto]

    assert [(span.bell, span.circle) for span in found] == ([(bell.stage, bell.circle)] if bell else [])


@settings(max_examples=200)
@given(plan=PLANS, due_on=st.dates(date(2026, 6, 1), date(2027, 6, 30)))
def test_what_goes_out_over_a_year_is_what_is_new_each_day(plan, due_on):
    first, last = due_on - timedelta(days=120), due_on + timedelta(days=60)
    before = bell_on(due_on, plan, first - timedelta(days=1), DAYS)
    new = []
    for number in range((last - first).days + 1):
        bell = bell_on(due_on, plan, first + timedelta(days=number), DAYS)
        if bell is not None and bell != before:
            new.append(bell)
            before = bell

    assert bells_between(due_on, plan, first, last, DAYS) == new
    assert all(DAYS.is_open(bell.since) for bell in new)

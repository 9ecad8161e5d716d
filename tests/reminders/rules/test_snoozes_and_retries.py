"""What putting off does on a day; when a mail is tried again and given up."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from common.clock import TOKYO
from common.office_days import load_office_days
from reminders.choices import Outcome
from reminders.rules.plans import Plan
from reminders.rules.retries import MOST_TRIES, first_try, is_given_up, next_try
from reminders.rules.snoozes import SILENT, Snooze, code_while_put_off, wakes_on
from reminders.rules.stages import parse_stages

DAYS = load_office_days()
PLAN = Plan(parse_stages("30d 7d 0d"), overdue_every=7)
DUE = date(2026, 12, 15)


@pytest.mark.parametrize(
    ("on", "code"),
    [
        (date(2026, 11, 27), SILENT),
        (date(2026, 11, 30), SILENT),
        (date(2026, 12, 1), "@2026-12-01"),
        (date(2026, 12, 7), "@2026-12-01"),
        (date(2026, 12, 8), None),  # seven days before: the plan counts again
        (DUE, None),
    ],
)
def test_what_was_put_off_rings_on_its_day_and_then_goes_on_as_planned(on, code):
    assert code_while_put_off(Snooze(DUE, date(2026, 12, 1), PLAN), on, DAYS) == code


@pytest.mark.parametrize(
    ("on", "code"),
    [
        (date(2026, 11, 20), SILENT),
        (date(2026, 11, 22), SILENT),
        (date(2026, 11, 23), SILENT),
        (date(2026, 11, 24), "@2026-11-22"),
    ],
)
def test_a_day_on_which_the_office_is_closed_waits_for_the_next_open_one(on, code):
    assert code_while_put_off(Snooze(DUE, date(2026, 11, 22), PLAN), on, DAYS) == code


@pytest.mark.parametrize(
    ("until_on", "due_on", "wakes"),
    [
        (date(2026, 11, 28), date(2026, 11, 29), date(2026, 11, 27)),
        (date(2026, 11, 28), date(2026, 11, 30), date(2026, 11, 30)),
        (date(2026, 11, 28), date(2026, 11, 27), date(2026, 11, 30)),  # a chief, past the due day
        (date(2026, 11, 28), None, date(2026, 11, 30)),
        (date(2026, 12, 29), date(2026, 12, 31), date(2026, 12, 28)),
    ],
)
def test_it_is_told_before_the_due_day_where_the_next_open_day_is_past_it(until_on, due_on, wakes):
    assert wakes_on(until_on, due_on, date(2026, 11, 20), DAYS) == wakes


def test_where_no_open_day_is_left_before_the_due_day_it_is_told_after_it():
    due_on, until_on, on = date(2026, 12, 31), date(2026, 12, 29), date(2026, 12, 28)

    assert wakes_on(until_on, due_on, on, DAYS) == date(2027, 1, 4)


def test_where_the_day_cannot_be_told_it_rings_on_the_day_asked_for():
    snooze = Snooze(None, date(2026, 12, 1), PLAN)

    assert code_while_put_off(snooze, date(2026, 11, 30), DAYS) == SILENT
    assert code_while_put_off(snooze, date(2030, 1, 4), DAYS) == "@2026-12-01"


AT = datetime(2026, 11, 30, 5, 40, tzinfo=TOKYO)


def test_a_digest_goes_out_at_seven_or_at_once_where_it_was_written_later():
    late = AT.replace(hour=14)

    assert first_try(AT.date(), AT) == AT.replace(hour=7, minute=0)
    assert first_try(AT.date(), late) == late


def test_the_waits_grow_to_four_hours_and_span_more_than_three_days():
    waits = [next_try(tries, AT) - AT for tries in range(1, MOST_TRIES)]

    assert [wait / timedelta(minutes=1) for wait in waits[:7]] == [5, 10, 20, 40, 80, 160, 240]
    assert max(waits) == timedelta(hours=4)
    assert timedelta(hours=72) < sum(waits, timedelta()) < timedelta(hours=96)


@pytest.mark.parametrize(
    ("tries", "outcome", "refusals", "given_up"),
    [
        (1, Outcome.REFUSED, 1, False),
        (2, Outcome.REFUSED, 2, False),
        (3, Outcome.REFUSED, 3, True),
        (MOST_TRIES - 1, Outcome.FAILED, 0, False),
        (MOST_TRIES, Outcome.FAILED, 0, True),
        (MOST_TRIES, Outcome.UNKNOWN, 0, True),
    ],
)
def test_an_address_refused_three_times_and_a_mail_tried_for_days_is_given_up(
    tries, outcome, refusals, given_up
):
    assert is_given_up(tries, outcome, refusals) is given_up


@pytest.mark.parametrize(
    ("outcome", "is_repeat", "given_up"),
    [
        (Outcome.UNKNOWN, False, False),
        (Outcome.UNKNOWN, True, True),
        (Outcome.FAILED, True, False),
        (Outcome.REFUSED, True, False),
    ],
)
def test_what_may_have_arrived_twice_is_not_sent_a_third_time(outcome, is_repeat, given_up):
    assert is_given_up(2, outcome, 1, is_repeat=is_repeat) is given_up

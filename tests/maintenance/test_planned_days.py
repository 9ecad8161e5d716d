from __future__ import annotations

from datetime import date

import pytest

from common.office_days import load_office_days
from maintenance.actions import CannotPlanDay, TurnThrough, plan_day
from maintenance.rules.planned_days import proposed_day
from tests.factories.maintenance import make_done_turn, make_turn

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 16)


@pytest.mark.parametrize(
    ("due_on", "proposed"),
    [
        (date(2026, 11, 22), date(2026, 11, 20)),
        (date(2026, 11, 23), date(2026, 11, 20)),
        (date(2026, 11, 24), date(2026, 11, 24)),
        (date(2027, 1, 3), date(2026, 12, 28)),
    ],
)
def test_the_day_proposed_is_the_offices_open_day_on_or_before_the_due_day(due_on, proposed):
    assert proposed_day(due_on, calendar=load_office_days()) == proposed


def test_the_day_is_set_and_the_due_day_stays():
    turn = make_turn(due_on=date(2026, 11, 30))

    planned = plan_day(turn.pk, date(2026, 11, 27), on=TODAY)

    turn.refresh_from_db()
    assert (turn.planned_on, turn.due_on, planned.warnings) == (date(2026, 11, 27), date(2026, 11, 30), ())


@pytest.mark.parametrize(
    ("planned_on", "codes"),
    [
        (date(2026, 11, 30), []),
        (date(2026, 12, 1), ["planned-after-due"]),
        (date(2026, 11, 23), ["planned-on-closed-day"]),
        (date(2026, 12, 5), ["planned-after-due", "planned-on-closed-day"]),
        (date(2041, 1, 8), ["planned-after-due", "planned-provisional"]),
    ],
)
def test_a_day_after_the_due_day_or_on_a_closed_day_is_possible_and_said(planned_on, codes):
    turn = make_turn(due_on=date(2026, 11, 30))

    planned = plan_day(turn.pk, planned_on, on=TODAY)

    assert planned.turn.planned_on == planned_on
    assert [problem.code for problem in planned.warnings] == codes


def test_a_day_in_the_past_is_refused():
    turn = make_turn()

    with pytest.raises(CannotPlanDay, match="きょうから後の日にしてください"):
        plan_day(turn.pk, date(2026, 11, 15), on=TODAY)

    turn.refresh_from_db()
    assert turn.planned_on is None


def test_a_day_farther_ahead_than_fifty_years_is_refused():
    turn = make_turn()

    with pytest.raises(CannotPlanDay, match="50年先までの日にしてください"):
        plan_day(turn.pk, date.max, on=TODAY)

    assert plan_day(turn.pk, TODAY.replace(year=2076), on=TODAY).turn.planned_on == date(2076, 11, 16)


def test_a_day_can_be_taken_back():
    turn = make_turn()
    plan_day(turn.pk, TODAY, on=TODAY)

    assert plan_day(turn.pk, None, on=TODAY).turn.planned_on is None


def test_a_turn_that_was_done_has_no_day_to_plan():
    with pytest.raises(TurnThrough, match="令和8年11月20日に実施済みです"):
        plan_day(make_done_turn().pk, date(2026, 11, 27), on=TODAY)

"""Problems, scope, who acts, and the clock."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
import time_machine

from common.acting import Acting, acting, current
from common.certainty import Certainty, needs_check
from common.clock import now, today
from common.problems import Problem, Refused, refuse_if_blocked
from common.scope import Scope

NO_VOTE = Problem("no-vote", "議決がありません。", field="voted_on")
LATE = Problem("late", "告示が遅れています。", blocks=False)


class CannotDesignate(Refused):
    """An act's own refusal."""


def test_an_act_is_refused_with_every_problem_when_one_blocks():
    with pytest.raises(CannotDesignate) as refused:
        refuse_if_blocked([LATE, NO_VOTE], CannotDesignate)

    assert refused.value.problems == (LATE, NO_VOTE)
    assert str(refused.value) == "告示が遅れています。\n議決がありません。"


def test_warnings_alone_do_not_stop_an_act():
    refuse_if_blocked([LATE])


def test_no_problem_stops_nothing():
    refuse_if_blocked(())


def test_a_refusal_takes_its_problems_from_a_generator_once():
    refused = Refused(problem for problem in (NO_VOTE,))

    assert (refused.problems, str(refused)) == ((NO_VOTE,), "議決がありません。")


def test_whoever_sees_everything_sees_every_centre_from_inside():
    scope = Scope.everything()

    assert (scope.sees_centre(1), scope.internal) == (True, True)


def test_whoever_sees_nothing_sees_no_centre_from_outside():
    scope = Scope.nothing()

    assert (scope.sees_centre(1), scope.internal) == (False, False)


def test_a_scope_names_its_centres():
    scope = Scope(
        every_centre=False, centre_ids=frozenset({1, 3}), organisation_ids=frozenset(), internal=True
    )

    assert [scope.sees_centre(i) for i in (1, 2, 3)] == [True, False, True]


@pytest.mark.parametrize(
    ("scope", "acts"),
    [
        (Scope.everything(), True),
        (Scope.nothing(), False),
        (Scope(False, frozenset({1}), frozenset(), internal=True), True),
        (Scope(False, frozenset({2}), frozenset(), internal=True), False),
        (Scope(False, frozenset({1}), frozenset({9}), internal=False), False),
        (Scope(False, frozenset({1}), frozenset({9}), False, managed_centre_ids=frozenset({1})), True),
        (Scope(False, frozenset({1, 2}), frozenset({9}), False, managed_centre_ids=frozenset({2})), False),
    ],
)
def test_the_city_acts_where_it_sees_and_a_group_where_it_manages(scope, acts):
    assert scope.may_act_at(1) is acts


def test_nobody_acts_by_a_command_until_somebody_is_named():
    assert current() == Acting(user_id=None, door="command", reason="")


def test_who_acts_is_known_inside_the_block_and_forgotten_after_it():
    with acting(door="web", user_id=7, reason="訂正") as outer:
        with acting(door="task"):
            inner = current()
        back = current()

    assert (outer, inner, back) == (Acting(7, "web", "訂正"), Acting(None, "task", ""), outer)
    assert current() == Acting()


def test_who_acts_is_forgotten_after_an_error():
    with pytest.raises(ZeroDivisionError), acting(door="web", user_id=7):
        _ = 1 / 0

    assert current() == Acting()


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        (datetime(2026, 11, 22, 14, 59, tzinfo=UTC), date(2026, 11, 22)),
        (datetime(2026, 11, 22, 15, 0, tzinfo=UTC), date(2026, 11, 23)),
        (datetime(2026, 11, 23, 14, 59, tzinfo=UTC), date(2026, 11, 23)),
    ],
)
def test_the_day_begins_at_midnight_in_japan(instant, day):
    with time_machine.travel(instant, tick=False):
        seen = (today(), now())

    assert seen == (day, instant)


@pytest.mark.parametrize(
    ("certainty", "expected"),
    [
        (Certainty.VERIFIED, False),
        (Certainty.SECOND_HAND, True),
        (Certainty.DERIVED, True),
        (Certainty.UNVERIFIED, True),
        (Certainty.SAMPLE, False),
    ],
)
def test_everything_but_the_verified_and_the_invented_needs_a_check(certainty, expected):
    assert needs_check(certainty) is needs_check(str(certainty)) is expected

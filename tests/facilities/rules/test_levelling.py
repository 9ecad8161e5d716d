"""Levelling: the smallest peak, proven on small questions by trying every plan, and what it never does."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from facilities.rules.levelling import Movable, Question
from facilities.rules.levelling_run import level

MILLION = 1_000_000


def project(key: str, payments, planned: int, *, earliest=None, latest=None, urgency=1) -> Movable:
    window = (planned if earliest is None else earliest, planned if latest is None else latest)
    return Movable(key, tuple(yen * MILLION for yen in payments), planned, *window, urgency)


def test_projects_of_one_year_are_drawn_apart_and_the_urgent_one_stays():
    question = Question(
        2027,
        (10 * MILLION,) * 4,
        (
            project("a", [100], 2027, latest=2029, urgency=1),
            project("b", [100], 2027, latest=2029, urgency=5),
            project("c", [60, 60], 2028),
        ),
    )

    found = level(question, seconds=3)

    # b stays; a cannot go where c is paid without costing more, and waits for neither: 2027 holds one of them.
    assert question.peak(question.planned) == 210 * MILLION
    assert (found.starts, found.peak) == ((2028, 2027, 2028), 170 * MILLION)
    assert (found.is_proven, found.delay, found.peak_gap) == (True, 1, 0)


def test_a_plan_that_cannot_be_bettered_is_kept_as_it_is():
    question = Question(2027, (0,) * 3, (project("a", [9], 2027), project("b", [9], 2028)))

    found = level(question, seconds=3)

    assert (found.starts, found.is_proven) == (question.planned, True)


@pytest.mark.parametrize("window", [(2026, 2027), (2028, 2029), (2027, 2030)])
def test_a_window_outside_the_years_or_beside_the_plan_is_refused(window):
    with pytest.raises(ValueError, match="window"):
        Question(2027, (0,) * 4, (project("a", [1, 1], 2027, earliest=window[0], latest=window[1]),))


YEARS = 6
movables = st.builds(
    lambda payments, at, before, after, urgency: Movable(
        "p",
        tuple(payments),
        min(at, YEARS - len(payments)),
        max(0, min(at, YEARS - len(payments)) - before),
        min(min(at, YEARS - len(payments)) + after, YEARS - len(payments)),
        urgency,
    ),
    st.lists(st.integers(0, 900_000_000), min_size=1, max_size=3).filter(any),
    st.integers(0, YEARS - 1),
    st.integers(0, 2),
    st.integers(0, 3),
    st.integers(1, 4),
)
questions = st.builds(
    lambda standing, projects: Question(0, tuple(standing), tuple(projects)),
    st.lists(st.integers(0, 500_000_000), min_size=YEARS, max_size=YEARS),
    st.lists(movables, min_size=1, max_size=4),
)


@settings(max_examples=40, deadline=None, phases=[Phase.generate])
@given(questions)
def test_levelling_never_moves_what_is_fixed_never_leaves_a_window_never_raises_the_peak_and_finds_the_least(
    question,
):
    found = level(question, seconds=3)

    assert question.keeps_windows(found.starts)
    fixed = [
        (one.planned, start)
        for one, start in zip(question.projects, found.starts, strict=True)
        if one.is_fixed
    ]
    assert all(planned == start for planned, start in fixed)
    assert found.peak == question.peak(found.starts) <= question.peak(question.planned)
    windows = [range(one.earliest, one.latest + 1) for one in question.projects]
    least = min(map(question.peak, product(*windows)))
    assert found.peak_bound <= least <= found.peak
    assert found.peak_is_proven
    of_this_peak = [plan for plan in product(*windows) if question.peak(plan) <= found.peak]
    assert found.delay_bound <= min(map(question.delay, of_this_peak)) <= found.delay
    assert found.is_proven


@settings(max_examples=10, deadline=None, phases=[Phase.generate])
@given(questions)
def test_a_levelling_out_of_time_still_gives_a_plan_that_keeps_every_promise(question):
    found = level(question, seconds=0.001)

    assert question.keeps_windows(found.starts)
    assert found.peak <= question.peak(question.planned)
    assert found.peak_bound <= found.peak
    assert found.delay_bound <= found.delay

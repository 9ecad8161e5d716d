from __future__ import annotations

from datetime import date
from itertools import product

import pytest

from maintenance.choices import OVER, UNMENDED, RepairMove, RepairState
from maintenance.rules.repair_moves import (
    MOVES,
    ROAD,
    Need,
    Stand,
    moves_from,
    problems_with_move,
    spent_at,
    state_after,
)

TODAY = date(2026, 11, 23)

ALLOWED = {
    RepairState.REQUESTED: {"triage": "triaged", "decline": "declined"},
    RepairState.TRIAGED: {
        "triage": "triaged",
        "estimate": "estimated",
        "decide": "decided",
        "decline": "declined",
    },
    RepairState.ESTIMATED: {"estimate": "estimated", "decide": "decided", "decline": "declined"},
    RepairState.DECIDED: {"order": "ordered", "decline": "declined"},
    RepairState.ORDERED: {"done": "done"},
    RepairState.DONE: {"accept": "accepted", "redo": "ordered"},
    RepairState.ACCEPTED: {"pay": "paid", "redo": "ordered", "reopen": "requested"},
    RepairState.PAID: {"redo": "ordered", "reopen": "requested"},
    RepairState.DECLINED: {"reopen": "requested"},
}
"""What may follow each state, and where it leads, as the office works."""

NEEDS = {
    "request": set(),
    "triage": {"urgency", "payer"},
    "estimate": {"contractor", "amount"},
    "decide": {"no_estimate_reason", "payer", "fiscal_year"},
    "order": {"contractor", "amount", "promised_on"},
    "done": set(),
    "accept": {"no_photo_reason"},
    "pay": {"amount"},
    "decline": {"note"},
    "redo": {"note", "promised_on"},
    "reopen": {"note"},
}


def _problems(move, state, *, held=tuple(Need), moved_on=TODAY, before=date(2026, 11, 20), on=TODAY):
    stand = Stand(state, before, 3)
    return [
        (problem.code, problem.field)
        for problem in problems_with_move(move, stand, held=held, moved_on=moved_on, on=on)
    ]


@pytest.mark.parametrize(("state", "move"), list(product(RepairState, RepairMove)))
def test_each_move_is_allowed_from_some_states_and_refused_from_all_others(state, move):
    expected = [] if move in ALLOWED[state] else [("move-refused", "")]

    assert _problems(move, state) == expected


@pytest.mark.parametrize("state", list(RepairState))
def test_what_may_follow_a_state_is_told_with_where_it_leads(state):
    assert {move.value: MOVES[move].leads_to.value for move in moves_from(state)} == ALLOWED[state]


@pytest.mark.parametrize("move", list(RepairMove))
def test_each_move_needs_what_the_office_says(move):
    assert {need.field for need in MOVES[move].needs} == NEEDS[move]


@pytest.mark.parametrize(
    ("move", "need"),
    [(move, need) for move in RepairMove for need in sorted(MOVES[move].needs, key=lambda need: need.name)],
)
def test_each_need_that_is_missing_is_told_at_its_field(move, need):
    state = next(iter(MOVES[move].begins))
    held = [one for one in Need if one is not need]

    assert _problems(move, state, held=held) == [(f"{need.field.replace('_', '-')}-missing", need.field)]


M = RepairMove


@pytest.mark.parametrize(
    ("moves", "estimate", "photo"),
    [
        ([], 0, 0),
        ([M.REQUEST, M.TRIAGE, M.ESTIMATE, M.DECIDE, M.ORDER, M.DONE, M.ACCEPT, M.PAY], 0, 0),
        ([M.REQUEST, M.DECLINE], 0, 0),
        ([M.REQUEST, M.DECLINE, M.REOPEN], 3, 3),
        ([M.REQUEST, M.DECLINE, M.REOPEN, M.TRIAGE, M.ESTIMATE], 3, 3),
        ([M.REQUEST, M.TRIAGE, M.DECIDE, M.ORDER, M.DONE, M.REDO], 0, 6),
        ([M.REQUEST, M.TRIAGE, M.DECIDE, M.ORDER, M.DONE, M.REDO, M.DONE, M.REDO, M.DONE], 0, 8),
        ([M.REQUEST, M.DECLINE, M.REOPEN, M.TRIAGE, M.DECIDE, M.ORDER, M.DONE, M.REDO], 3, 8),
        ([M.REQUEST, M.TRIAGE, M.DECIDE, M.ORDER, M.DONE, M.REDO, M.DONE, M.ACCEPT, M.REOPEN], 9, 9),
        ([M.REQUEST, M.DECLINE, M.REOPEN, M.DECLINE, M.REOPEN], 5, 5),
    ],
)
def test_reopening_spends_the_estimates_and_sending_back_the_photographs_too(moves, estimate, photo):
    assert (spent_at(Need.ESTIMATE, moves), spent_at(Need.AFTER_PHOTO, moves)) == (estimate, photo)


def test_everything_that_stands_in_the_way_is_told_at_once():
    assert _problems(RepairMove.ORDER, RepairState.REQUESTED, held=(), moved_on=date(2026, 11, 24)) == [
        ("move-refused", ""),
        ("contractor-missing", "contractor"),
        ("amount-missing", "amount"),
        ("promised-on-missing", "promised_on"),
        ("move-to-come", "moved_on"),
    ]


@pytest.mark.parametrize(
    ("moved_on", "expected"),
    [
        (date(2026, 11, 19), [("move-before-last", "moved_on")]),
        (date(2026, 11, 20), []),
        (date(2026, 11, 21), []),
        (date(2026, 11, 23), []),
        (date(2026, 11, 24), [("move-to-come", "moved_on")]),
    ],
    ids=["before the last", "its day", "after it", "today", "tomorrow"],
)
def test_a_move_lies_between_the_last_one_and_today(moved_on, expected):
    assert _problems(RepairMove.DONE, RepairState.ORDERED, moved_on=moved_on) == expected


def test_the_state_is_where_the_last_move_led():
    walked = [state_after(list(RepairMove)[:number]) for number in range(10)]

    assert walked == [
        None,
        RepairState.REQUESTED,
        RepairState.TRIAGED,
        RepairState.ESTIMATED,
        RepairState.DECIDED,
        RepairState.ORDERED,
        RepairState.DONE,
        RepairState.ACCEPTED,
        RepairState.PAID,
        RepairState.DECLINED,
    ]


def test_every_state_is_reached_and_only_what_is_over_may_have_no_next_move_but_going_back():
    reached = {rule.leads_to for rule in MOVES.values()}

    assert reached == set(RepairState)
    assert set(ROAD) == set(RepairState) - {RepairState.DECLINED}
    assert all(moves_from(state) for state in RepairState)
    assert set() == OVER & UNMENDED

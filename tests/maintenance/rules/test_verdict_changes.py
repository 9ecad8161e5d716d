"""What a changed catalogue changes, place by place."""

from __future__ import annotations

from dataclasses import replace

import pytest

from maintenance.choices import Answer, Counting
from maintenance.rules.verdict_changes import (
    ChangeKind,
    Standing,
    Timing,
    VerdictChange,
    counts_by_kind,
    verdict_changes,
)

YEARLY = Timing(Counting.FROM_LAST, 12)
APPLIES, NOT, UNTOLD = (Standing(answer, YEARLY) for answer in (Answer.APPLIES, Answer.NOT, Answer.UNTOLD))


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        (NOT, APPLIES, ChangeKind.GAINED),
        (UNTOLD, APPLIES, ChangeKind.GAINED),
        (None, APPLIES, ChangeKind.GAINED),
        (APPLIES, NOT, ChangeKind.LOST),
        (APPLIES, None, ChangeKind.LOST),
        (APPLIES, UNTOLD, ChangeKind.UNTOLD),
        (NOT, UNTOLD, ChangeKind.UNTOLD),
        (None, UNTOLD, ChangeKind.UNTOLD),
        (UNTOLD, NOT, None),
        (UNTOLD, None, None),
        (NOT, None, None),
        (None, NOT, None),
        (APPLIES, APPLIES, None),
        (NOT, NOT, None),
        (UNTOLD, UNTOLD, None),
    ],
)
def test_a_place_gains_loses_or_can_no_longer_tell_by_its_two_answers(before, after, kind):
    old = {} if before is None else {"本館": before}
    new = {} if after is None else {"本館": after}

    changes = verdict_changes(old, new)

    assert changes == (() if kind is None else (VerdictChange("本館", kind, before, after),))


@pytest.mark.parametrize(
    "later",
    [
        {"cycle_months": 6},
        {"counting": Counting.FISCAL_YEAR},
        {"first_months": 72},
        {"first_from": "certified_on"},
        {"report_months": 36},
    ],
)
def test_what_applies_before_and_after_is_retimed_by_any_part_of_its_timing(later):
    retimed = Standing(Answer.APPLIES, replace(YEARLY, **later))

    changes = verdict_changes({"本館": APPLIES}, {"本館": retimed})

    assert [change.kind for change in changes] == [ChangeKind.RETIMED]


def test_the_timing_of_what_does_not_apply_is_nobodys_change():
    seldom = Timing(Counting.FROM_LAST, 36)

    assert (
        verdict_changes(
            {"a": NOT, "b": UNTOLD}, {"a": replace(NOT, timing=seldom), "b": replace(UNTOLD, timing=seldom)}
        )
        == ()
    )


def test_changes_come_in_the_order_of_the_places_with_what_is_new_at_the_end():
    changes = verdict_changes({"b": APPLIES, "a": APPLIES}, {"c": APPLIES, "a": NOT})

    assert [(change.key, change.kind) for change in changes] == [
        ("b", ChangeKind.LOST),
        ("a", ChangeKind.LOST),
        ("c", ChangeKind.GAINED),
    ]


def test_every_kind_is_counted_also_where_there_is_none():
    changes = verdict_changes({"a": NOT, "b": NOT, "c": APPLIES}, {"a": APPLIES, "b": APPLIES, "c": UNTOLD})

    assert counts_by_kind(changes) == {
        ChangeKind.GAINED: 2,
        ChangeKind.LOST: 0,
        ChangeKind.RETIMED: 0,
        ChangeKind.UNTOLD: 1,
    }

"""What follows a designation: the next one, its rivals, or the return to the city."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from designated_managers.actions import (
    CannotDesignate,
    CannotReturn,
    change_designation,
    decide_direct_return,
)
from designated_managers.models import Designation
from designated_managers.queries.designations import deadlines
from designated_managers.queries.designations import settled as settled_ends
from tests.answers import said
from tests.designated_managers.designating import NEXT_TERM, TODAY
from tests.factories.designated_managers import make_designation, make_organisation

pytestmark = pytest.mark.django_db


def test_the_one_before_belongs_to_the_same_centre():
    elsewhere = make_designation(first_on=date(2019, 4, 1), last_on=date(2024, 3, 31))

    with pytest.raises(CannotDesignate) as refusal:
        make_designation(previous=elsewhere)

    assert said(refusal) == [("previous", "前の指定は、同じ施設の指定から選んでください。")]


def test_the_one_before_begins_before():
    later = make_designation(**NEXT_TERM)

    with pytest.raises(CannotDesignate) as refusal:
        make_designation(centre=later.centre, previous=later)

    assert said(refusal) == [("previous", "前の指定は、この指定より先に始まるものを選んでください。")]


def test_a_designation_does_not_follow_itself():
    there = make_designation()

    with pytest.raises(CannotDesignate) as refusal:
        change_designation(there.pk, on=TODAY, previous=there)

    assert said(refusal) == [("previous", "前の指定は、この指定より先に始まるものを選んでください。")]


def test_one_designation_is_followed_by_one():
    there = make_designation()
    make_designation(centre=there.centre, previous=there, **NEXT_TERM)

    with pytest.raises(CannotDesignate) as refusal:
        make_designation(
            centre=there.centre, previous=there, first_on=date(2034, 4, 1), last_on=date(2039, 3, 31)
        )

    assert [field for field, _ in said(refusal)] == ["previous"]


def rivals_for_the_term_after(there) -> list[Designation]:
    """Two candidates for what follows, neither of them made; the second is further."""
    voted: dict[str, Any] = {"voted_on": None, "vote_result": "", "designated_on": None, "announced_on": None}
    both: dict[str, Any] = {"centre": there.centre, "previous": there, **voted, **NEXT_TERM}
    return [make_designation(**both), make_designation(**both, candidate_decided_on=date(2026, 11, 5))]


def test_rivals_may_follow_the_same_and_one_of_them_is_made(settled):
    there = make_designation()
    first, second = rivals_for_the_term_after(there)
    made: dict[str, Any] = {
        "voted_on": date(2028, 12, 15),
        "vote_result": "passed",
        "designated_on": date(2028, 12, 20),
    }

    change_designation(first.pk, on=TODAY, **made)
    with pytest.raises(CannotDesignate) as refusal:
        change_designation(second.pk, on=TODAY, **made)

    problems = [(problem.code, problem.field) for problem in refusal.value.problems]
    assert problems == [("previous-unique", "previous"), ("designation-overlaps", "first_on")]
    assert settled == [("designation_end", [there.pk], "answered", TODAY)]
    assert (there.is_answered, first.is_answered) == (True, False)
    later = {"first_on": date(2040, 4, 1), "last_on": date(2045, 3, 31)}
    with pytest.raises(IntegrityError), transaction.atomic():
        Designation.objects.filter(pk=second.pk).update(**later, **made)


def test_an_end_is_answered_once_however_many_rivals_there_are():
    there = make_designation(last_on=date(2029, 3, 31))
    first, second = rivals_for_the_term_after(there)
    waiting = Counter(row[2] for row in deadlines(until=date(2030, 1, 1)))
    change_designation(second.pk, on=TODAY, voted_on=date(2028, 12, 15), vote_result="rejected")

    change_designation(
        first.pk,
        on=TODAY,
        voted_on=date(2028, 12, 15),
        vote_result="passed",
        designated_on=date(2028, 12, 20),
    )

    assert waiting == {there.pk: 1}
    assert list(deadlines(until=date(2030, 1, 1))) == []
    assert [row[1] for row in settled_ends()] == [there.pk]


def test_the_act_says_that_the_end_of_the_one_before_is_answered(settled):
    there = make_designation()
    assert settled == []

    make_designation(centre=there.centre, previous=there, **NEXT_TERM)

    assert settled == [("designation_end", [there.pk], "answered", TODAY)]


def test_a_next_designation_that_is_not_made_yet_answers_nothing(settled):
    there = make_designation()

    make_designation(centre=there.centre, previous=there, designated_on=None, announced_on=None, **NEXT_TERM)

    assert settled == []


@pytest.fixture
def settled(monkeypatch) -> list:
    """What acts say is settled."""
    heard: list = []

    def listen(kind, subject_ids, reason, *, on):
        heard.append((kind, list(subject_ids), reason, on))

    monkeypatch.setattr("common.deadlines._listeners", [listen])
    return heard


def test_the_return_is_decided_with_its_day_and_reason(settled):
    there = make_designation()

    decide_direct_return(there.pk, decided_on=date(2026, 11, 20), reason="引き受ける団体がないため", on=TODAY)

    there.refresh_from_db()
    assert (there.direct_return_decided_on, there.direct_return_reason) == (
        date(2026, 11, 20),
        "引き受ける団体がないため",
    )
    assert settled == [("designation_end", [there.pk], "answered", TODAY)]


@pytest.mark.parametrize(
    ("decided_on", "refused"),
    [(date(2026, 11, 22), False), (TODAY, False), (date(2026, 11, 24), True)],
)
def test_the_return_is_not_decided_in_the_future(decided_on, refused):
    there = make_designation()

    if refused:
        with pytest.raises(CannotReturn) as refusal:
            decide_direct_return(there.pk, decided_on=decided_on, reason="見本", on=TODAY)
        assert said(refusal) == [
            ("direct_return_decided_on", "決めた日は、きょうまでの日を入力してください。")
        ]
    else:
        decide_direct_return(there.pk, decided_on=decided_on, reason="見本", on=TODAY)

    there.refresh_from_db()
    assert (there.direct_return_decided_on is None) is refused


def test_the_return_needs_a_reason_and_a_designation_that_was_made():
    proposed = make_designation(voted_on=None, vote_result="", designated_on=None, announced_on=None)

    with pytest.raises(CannotReturn) as refusal:
        decide_direct_return(proposed.pk, decided_on=TODAY, reason="", on=TODAY)

    assert [message for _, message in said(refusal)] == [
        "直営に戻すと決めた日を入力したときは、理由も入力してください。",
        "まだ指定されていないので、直営に戻すことは決められません。",
    ]


def test_the_return_is_not_decided_once_the_next_designation_is_made():
    there = make_designation()
    make_designation(
        centre=there.centre, organisation=make_organisation("次の協議会"), previous=there, **NEXT_TERM
    )

    with pytest.raises(CannotReturn) as refusal:
        decide_direct_return(there.pk, decided_on=TODAY, reason="見本", on=TODAY)

    assert said(refusal) == [("", "次の指定（次の協議会）がすでに登録されています。")]
    there.refresh_from_db()
    assert there.direct_return_decided_on is None

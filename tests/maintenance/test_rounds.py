from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from common.clock import TOKYO
from maintenance.actions import (
    CannotAnswer,
    CannotCloseRound,
    CannotOpenRound,
    RoundOver,
    answer_round,
    close_round,
    open_round,
)
from maintenance.choices import RoundKind, RoundState
from maintenance.models import EmergencyRound, RoundAnswer
from maintenance.queries.rounds import ago, round_deadlines, settled_rounds
from tests.factories.centres import make_centre
from tests.factories.rounds import OPENED_AT, make_round

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 23)
AT = OPENED_AT + timedelta(hours=1)


def _places(found):
    return list(found.centres.order_by("pk"))


def _state(place):
    return type(place).objects.with_state().get(pk=place.pk).state


def test_one_act_opens_a_round_over_many_centres():
    one, other = make_centre(), make_centre("見本東市民センター")

    found = make_round([one, other])

    assert {place.centre for place in _places(found)} == {one, other}
    assert [_state(place) for place in _places(found)] == [RoundState.UNANSWERED] * 2


def test_everything_wrong_with_opening_is_told_at_once():
    with pytest.raises(CannotOpenRound) as refusal:
        open_round(
            [],
            at=OPENED_AT,
            kind=RoundKind.STORM,
            name="台風",
            happened_at=OPENED_AT + timedelta(minutes=1),
            answer_by_on=TODAY - timedelta(days=1),
        )

    assert [problem.code for problem in refusal.value.problems] == [
        "__all__-invalid",
        "no-centre",
        "answer-by-past",
    ]
    assert EmergencyRound.objects.count() == 0


def test_the_same_round_is_not_opened_twice():
    centre = make_centre()
    found = make_round([centre])

    with pytest.raises(CannotOpenRound, match="同じ名前の臨時点検が、すでに開いています。"):
        make_round([centre])

    close_round(found.pk, reason="見本", on=TODAY)
    assert make_round([centre]).pk != found.pk


def test_the_latest_answer_counts_and_the_earlier_ones_stay():
    (place,) = _places(make_round())

    answer_round(place.pk, state=RoundState.TROUBLE, text="玄関のガラスが割れている", at=AT)
    answer_round(place.pk, state=RoundState.SOUND, at=AT)

    assert _state(place) == RoundState.SOUND
    assert RoundAnswer.objects.count() == 2


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"state": RoundState.TROUBLE, "text": "  "}, "「異常あり」のときは、どこがどうなっているかを"),
        ({"state": RoundState.UNANSWERED.value}, "は有効な選択肢ではありません。"),
    ],
)
def test_an_answer_that_says_nothing_is_refused(said, sentence):
    (place,) = _places(make_round())

    with pytest.raises(CannotAnswer, match=sentence):
        answer_round(place.pk, at=AT, **said)

    assert RoundAnswer.objects.count() == 0


def test_a_round_is_closed_over_silent_centres_only_with_a_reason_and_they_are_named():
    one, other = make_centre("一市民センター"), make_centre("二市民センター")
    found = make_round([one, other])
    answer_round(_places(found)[0].pk, state=RoundState.SOUND, at=AT)

    with pytest.raises(CannotCloseRound, match="まだ答えていない施設があります（二市民センター）。"):
        close_round(found.pk, on=TODAY)
    closed = close_round(found.pk, reason="電話で確かめた", on=TODAY)

    assert (closed.closed_on, closed.closed_reason) == (TODAY, "電話で確かめた")


def test_a_round_that_all_have_answered_is_closed_without_a_reason():
    found = make_round()
    answer_round(_places(found)[0].pk, state=RoundState.SOUND, at=AT)

    assert close_round(found.pk, on=TODAY).closed_reason == ""


def test_who_answers_or_closes_after_the_end_is_told():
    found = make_round()
    close_round(found.pk, reason="見本", on=TODAY)

    for act in (
        lambda: answer_round(_places(found)[0].pk, state=RoundState.SOUND, at=AT),
        lambda: close_round(found.pk, reason="見本", on=TODAY),
    ):
        with pytest.raises(RoundOver, match="この臨時点検は、すでに閉じられています。"):
            act()


def test_a_centre_without_an_answer_is_a_deadline_until_it_answers_or_the_round_is_over():
    found = make_round([make_centre("一市民センター"), make_centre("二市民センター")])
    first, second = _places(found)

    def pending():
        return [(row[2], row[4]) for row in round_deadlines(until=date.max)]

    assert sorted(pending()) == [(first.pk, TODAY), (second.pk, TODAY)]
    answer_round(first.pk, state=RoundState.SOUND, at=AT)
    assert pending() == [(second.pk, TODAY)]
    assert list(settled_rounds()) == [("round_answer", first.pk, "answered")]
    close_round(found.pk, reason="見本", on=TODAY)
    assert pending() == []


@pytest.mark.parametrize(
    ("then", "words"),
    [
        (datetime(2026, 11, 23, 9, 0, tzinfo=TOKYO), "0分前"),
        (datetime(2026, 11, 23, 8, 1, tzinfo=TOKYO), "59分前"),
        (datetime(2026, 11, 23, 8, 0, tzinfo=TOKYO), "1時間前"),
        (datetime(2026, 11, 21, 9, 1, tzinfo=TOKYO), "47時間前"),
        (datetime(2026, 11, 21, 9, 0, tzinfo=TOKYO), "2日前"),
    ],
)
def test_how_long_ago_it_was_is_said_in_the_nearest_unit(then, words):
    assert ago(then, at=datetime(2026, 11, 23, 9, 0, tzinfo=TOKYO)) == words

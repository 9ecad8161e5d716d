"""What the page 動作の状況 is told."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from common.scope import Scope
from reminders.actions import write_pulse
from reminders.queries.status import (
    Comparison,
    Health,
    MessagesOfDay,
    Night,
    OpenMessage,
    Unreachable,
    health,
    status,
)
from reminders.rules.health import Level
from tests.factories.accounts import make_user
from tests.factories.watched import (
    MONDAY,
    at,
    make_message,
    make_night,
    make_notice,
    make_reconciliation,
    make_try,
)

pytestmark = pytest.mark.django_db

EVERYTHING = Scope.everything()
FRIDAY, SATURDAY, SUNDAY = date(2026, 11, 27), date(2026, 11, 28), date(2026, 11, 29)
NOON = at(12)


def codes(found: Health) -> list[str]:
    return [finding.code for finding in found.findings if finding.level is not Level.GOOD]


def test_an_empty_database_says_that_nothing_ever_ran():
    found = health(at=NOON)

    assert codes(found) == ["sweep-never", "beat-never", "worker-never", "reconciliation-never"]
    assert found.ages == dict.fromkeys(["sweep", "beat", "worker", "reconciliation"])
    assert found.level is Level.BAD


def test_what_is_well_is_well_and_says_how_old_it_is():
    make_night()
    make_reconciliation()
    write_pulse("beat", at=at(11, 59))
    write_pulse("worker", at=at(11, 58))

    found = health(at=NOON)

    assert (found.level, codes(found)) == (Level.GOOD, [])
    assert found.ages == {
        "sweep": timedelta(hours=6, minutes=30),
        "beat": timedelta(minutes=1),
        "worker": timedelta(minutes=2),
        "reconciliation": timedelta(hours=6),
    }


def test_the_last_night_is_that_of_the_last_day_and_of_it_the_last_run():
    make_night(SUNDAY, finished_at=at(8))
    make_night(MONDAY, finished_at=at(5, 30))
    make_night(MONDAY, finished_at=at(6, 30))

    assert health(at=NOON).ages["sweep"] == timedelta(hours=5, minutes=30)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"made_at": at(11, 59, on=FRIDAY)}, ["messages-late"]),
        ({"made_at": at(12, 0, on=FRIDAY)}, []),
        ({"made_at": at(11, 59, on=FRIDAY), "sent_at": at(9)}, []),
        ({"made_at": at(11, 59, on=FRIDAY), "folded_at": at(9)}, []),
        ({"given_up_at": at(9)}, ["messages-given-up"]),
        ({"given_up_at": at(9), "on": MONDAY - timedelta(days=13)}, ["messages-given-up"]),
        ({"given_up_at": at(9), "on": MONDAY - timedelta(days=14)}, []),
    ],
)
def test_a_message_that_waits_too_long_or_was_given_up_is_found(officer, facts, expected):
    make_message(officer, **facts)

    assert [code for code in codes(health(at=NOON)) if code.startswith("messages")] == expected


@pytest.mark.parametrize(
    ("sent_at", "expected"),
    [(at(8, 59), ["messages-given-up"]), (at(9, 1), [])],
)
def test_a_message_given_up_is_forgotten_once_a_later_one_has_reached_the_person(officer, sent_at, expected):
    make_message(officer, on=SUNDAY, given_up_at=at(9))
    make_message(officer, sent_at=sent_at)
    make_message(make_user("another"), sent_at=at(10))
    make_message(sent_at=at(10))

    assert [code for code in codes(health(at=NOON)) if code.startswith("messages")] == expected


@pytest.mark.parametrize(
    ("address", "expected"),
    [("kanri@example.jp", []), ("other@example.jp", ["messages-given-up"])],
)
def test_a_heartbeat_given_up_is_forgotten_once_a_later_one_reached_the_address(officer, address, expected):
    make_message(on=SUNDAY, given_up_at=at(9))
    make_message(address=address, sent_at=at(10))
    make_message(officer, sent_at=at(10))

    assert [code for code in codes(health(at=NOON)) if code.startswith("messages")] == expected


def test_people_whom_no_mail_reaches_are_counted_once_each(officer, chief):
    make_notice(officer, 1)
    make_notice(officer, 2)
    make_notice(chief, 1, via=officer)
    make_notice(chief, 2, dropped_on=MONDAY, dropped_why="settled")

    found = health(at=NOON)

    assert [finding.message for finding in found.findings if finding.code == "people-unreachable"] == [
        "メールでは知らせられない人が1人います。下の表の人にメールアドレスを登録するか、電話で知らせてください。"
    ]
    assert status(EVERYTHING, at=NOON).unreachable == (Unreachable("見本 officer", 2),)


def test_the_nights_of_two_weeks_are_told_with_those_that_did_not_run():
    make_night(MONDAY - timedelta(days=14))
    make_night(FRIDAY)
    make_night(FRIDAY, finished_at=at(9, on=FRIDAY), opened=1, rung=0, closed=0)
    make_night(SUNDAY)

    nights = [night for night, _ in status(EVERYTHING, at=at(5)).days]

    assert [(night.on, bool(night.finished_at), night.made_up) for night in nights] == [
        (SUNDAY, True, False),
        (SATURDAY, False, True),
        (FRIDAY, True, False),
        *((FRIDAY - timedelta(days=back), False, True) for back in range(1, 11)),
    ]
    assert nights[2] == Night(FRIDAY, at(9, on=FRIDAY), opened=6, rung=7, closed=2)


@pytest.mark.parametrize(("hour", "shown"), [(5, [SUNDAY]), (12, [SUNDAY])])
def test_a_night_that_did_not_run_is_told_the_day_after(hour, shown):
    make_night(SATURDAY)

    nights = [night for night, _ in status(EVERYTHING, at=at(hour)).days]

    assert nights == [Night(SUNDAY), Night(SATURDAY, at(5, 30, on=SATURDAY), opened=5, rung=7, closed=2)]


def test_nights_before_the_first_one_ever_are_not_missed():
    make_night(SUNDAY)
    make_night(MONDAY)

    assert [night.on for night, _ in status(EVERYTHING, at=NOON).days] == [MONDAY, SUNDAY]


def test_the_messages_of_a_day_are_counted_by_what_became_of_them(officer, chief):
    for back in range(14):
        make_night(MONDAY - timedelta(days=back))
    make_message(officer, sent_at=at(6))
    make_message(chief)
    make_message()
    make_message(officer, on=FRIDAY, given_up_at=at(6, on=FRIDAY))
    make_message(chief, on=FRIDAY, folded_at=at(6))
    make_message(officer, on=MONDAY - timedelta(days=13), sent_at=at(6))
    make_message(officer, on=MONDAY - timedelta(days=14), sent_at=at(6))

    days = [messages for _, messages in status(EVERYTHING, at=NOON).days]

    assert [messages for messages in days if messages.in_words] == [
        MessagesOfDay(MONDAY, sent=1, waiting=2),
        MessagesOfDay(FRIDAY, given_up=1, folded=1),
        MessagesOfDay(MONDAY - timedelta(days=13), sent=1),
    ]
    assert [messages.in_words for messages in days[:4]] == [
        "送った1通・送る途中2通",
        "",
        "",
        "あきらめた1通・まとめた1通",
    ]


def test_what_waits_or_was_given_up_is_told_with_the_last_answer_of_the_server(chief):
    somebody = make_user("somebody", email="now@example.jp")
    given_up = make_message(somebody, on=FRIDAY, tries=2, given_up_at=at(9, on=FRIDAY))
    make_try(given_up, 1)
    make_try(given_up, 2)
    waiting = make_message(chief)
    heartbeat = make_message(tries=1)
    make_message(chief, on=FRIDAY, sent_at=at(9))
    make_message(chief, on=SUNDAY, folded_at=at(9))

    found = status(EVERYTHING, at=NOON)

    assert found.more_messages is False
    assert found.messages == (
        OpenMessage(
            pk=given_up.pk,
            on=FRIDAY,
            kind="きょうのお知らせ",
            person="見本 somebody",
            address="somebody@example.jp",
            tries=2,
            last_said="550 no such user (2)",
            next_try_at=given_up.next_try_at,
            given_up_at=at(9, on=FRIDAY),
            has_moved=True,
            needs_address=False,
        ),
        OpenMessage(
            pk=waiting.pk,
            on=MONDAY,
            kind="きょうのお知らせ",
            person="見本 chief",
            address="",
            tries=0,
            last_said="",
            next_try_at=at(5, 30),
            given_up_at=None,
            has_moved=False,
            needs_address=True,
        ),
        OpenMessage(
            pk=heartbeat.pk,
            on=MONDAY,
            kind="動作の報告",
            person="",
            address="kanri@example.jp",
            tries=1,
            last_said="",
            next_try_at=at(5, 30),
            given_up_at=None,
            has_moved=False,
            needs_address=False,
        ),
    )


def test_of_very_many_messages_the_first_fifty_are_shown():
    for number in range(51):
        make_message(address=f"a{number}@example.jp")

    found = status(EVERYTHING, at=NOON)

    assert (len(found.messages), found.more_messages) == (50, True)


def test_the_last_reconciliations_are_told_with_their_examples():
    make_reconciliation(SUNDAY)
    make_reconciliation(missing=2, surplus=1, late=3, examples=["見本：消防用設備等 機器点検"])
    for back in range(2, 7):
        make_reconciliation(MONDAY - timedelta(days=back))

    found = status(EVERYTHING, at=NOON).comparisons

    assert [line.on.day for line in found] == [30, 29, 28, 27, 26]
    assert found[0] == Comparison(
        on=MONDAY,
        finished_at=at(6),
        expected=120,
        missing=2,
        surplus=1,
        late=3,
        examples=("見本：消防用設備等 機器点検",),
    )
    assert [line.in_words for line in found[:2]] == [
        "台帳にない通知2件・余分な通知1件・1日より長く待っている便3通",
        "合っています",
    ]


def test_the_answers_cost_the_same_for_one_row_and_for_three(officer, django_assert_num_queries):
    def grow(number: int) -> None:
        person = make_user(f"person-{number}")
        make_night(MONDAY - timedelta(days=number))
        make_try(make_message(person, given_up_at=at(9)))
        make_notice(person)
        make_reconciliation(missing=1, examples=["見本"])

    grow(1)
    with django_assert_num_queries(6):
        health(at=NOON)
    with django_assert_num_queries(11):
        status(EVERYTHING, at=NOON)
    grow(2)
    grow(3)
    with django_assert_num_queries(6):
        health(at=NOON)
    with django_assert_num_queries(11):
        status(EVERYTHING, at=NOON)

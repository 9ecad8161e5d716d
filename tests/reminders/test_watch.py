"""The signs of life in the database, and the sending of a message once more."""

from __future__ import annotations

from datetime import datetime

import pytest
import time_machine
from django.conf import settings
from django.db.models import F

from reminders.actions import CannotSendAgain, send_again, write_pulse
from reminders.models import Message, Pulse
from reminders.tasks import pulse, send
from tests.factories.watched import at, make_message, make_notice

pytestmark = pytest.mark.django_db


def pulses() -> list[tuple[str, datetime]]:
    return list(Pulse.objects.order_by("name").values_list("name", "at"))


def test_a_process_has_one_pulse_that_is_overwritten():
    write_pulse("worker", at=at(9, 0))
    write_pulse("beat", at=at(9, 0))
    write_pulse("worker", at=at(9, 1))

    assert pulses() == [("beat", at(9, 0)), ("worker", at(9, 1))]


def test_a_pulse_costs_one_query(django_assert_num_queries):
    with django_assert_num_queries(1):
        write_pulse("worker", at=at(9, 0))


def test_whoever_executes_the_task_writes_the_pulse_of_the_worker():
    with time_machine.travel(at(9, 2), tick=False):
        pulse()

    assert pulses() == [("worker", at(9, 2))]


def test_whoever_sends_shows_that_the_worker_lives():
    with time_machine.travel(at(9, 2), tick=False):
        send()

    assert pulses() == [("worker", at(9, 2))]
    assert settings.CELERY_BEAT_SCHEDULE["mails"]["options"] == {"expires": 60}


def test_the_beat_asks_for_the_workers_pulse_every_minute_and_a_late_one_is_thrown_away():
    entry = settings.CELERY_BEAT_SCHEDULE["sign of life"]

    assert (entry["task"], len(entry["schedule"].minute), entry["options"]) == (
        "reminders.pulse",
        60,
        {"expires": 60},
    )


@pytest.fixture
def officer(person):
    return person("officer", "市民センター担当", email="officer@example.jp")


def test_a_message_that_was_given_up_is_tried_again_from_the_first_time_on(officer):
    message = make_message(officer, tries=5, given_up_at=at(8))
    make_notice(officer, via=officer, message=message)
    other = make_message(officer, on=at(9).replace(day=29).date(), tries=5, given_up_at=at(8))

    send_again(message.pk, at=at(9, 30))

    columns = "given_up_at", "next_try_at", "tries"
    assert Message.objects.values_list(*columns).get(pk=message.pk) == (None, at(9, 30), 0)
    assert Message.objects.values_list(*columns).get(pk=other.pk) == (at(8), other.next_try_at, 5)
    assert list(Message.objects.to_be_tried(at(9, 30))) == [message]


@pytest.mark.parametrize("end", [{}, {"sent_at": at(6)}, {"folded_at": at(6)}])
def test_only_a_message_that_was_given_up_is_sent_again(officer, end):
    message = make_message(officer, tries=1, **end)

    with pytest.raises(CannotSendAgain) as refusal:
        send_again(message.pk, at=at(9))

    assert [problem.code for problem in refusal.value.problems] == ["not-given-up"]
    assert Message.objects.filter(pk=message.pk, tries=1, next_try_at=F("made_at")).exists()


def test_a_message_to_somebody_without_an_address_is_not_sent_again(chief):
    message = make_message(chief, tries=5, given_up_at=at(8))

    with pytest.raises(CannotSendAgain) as refusal:
        send_again(message.pk, at=at(9))

    assert [problem.code for problem in refusal.value.problems] == ["no-address"]
    assert Message.objects.filter(pk=message.pk, tries=5, given_up_at=at(8)).exists()


def test_a_heartbeat_that_was_given_up_is_sent_again_to_its_address():
    message = make_message(tries=5, given_up_at=at(8))

    send_again(message.pk, at=at(9))

    assert list(Message.objects.to_be_tried(at(9))) == [message]

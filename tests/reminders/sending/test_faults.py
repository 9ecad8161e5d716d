"""The sender, when the mail server or the sender itself fails: what was not taken is tried again, and what nobody
can know goes out again and says so."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial

import pytest

from accounts.models import User
from bench.mail_sink import words_of
from common.office_days import load_office_days
from maintenance.models import DueInspection
from reminders.actions import forget_nights_ahead, sending
from reminders.choices import Kind, Outcome
from reminders.models import Flag, Message, Notice, SweepRun, Try
from reminders.rules.retries import MOST_TRIES
from tests.factories.maintenance import make_turn
from tests.reminders.office import at, night, send
from tests.reminders.sending.outbox import DUE, notice_in, outcomes, states, urgent_in_hand

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogues", "roles")]

NEXT, THURSDAY, FRIDAY = (date(2026, 11, day) for day in (25, 26, 27))
LEASE = timedelta(minutes=10)
DAYS = load_office_days()


def _still(moment):
    """A clock that stands still."""
    return moment


@pytest.mark.parametrize("hours", [1, 24, 72])
def test_after_a_mail_server_was_away_for_hours_everything_goes_out_once(told, sink, settings, hours):
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 9
    moment = at(DUE, 7)
    while moment < at(DUE, 7) + timedelta(hours=hours):
        night(moment.date())
        sending.send_waiting(on=moment.date(), days=DAYS, clock=partial(_still, moment))
        moment += timedelta(hours=6)
    away, settings.EMAIL_PORT = set(outcomes()), port
    moment = max(moment, at(moment.date(), 8))

    night(moment.date())
    sending.send_waiting(on=moment.date(), days=DAYS, clock=lambda: moment + timedelta(hours=4))

    assert away == {Outcome.FAILED}
    assert sorted(mail["to"] for mail in sink.taken) == ["deputy@example.jp", "officer@example.jp"]
    assert Notice.objects.filter(sent_at=None, dropped_on=None).count() == 0
    assert not any("再送" in mail["subject"] for mail in sink.taken)


def test_a_server_that_hangs_may_have_taken_the_mail_so_it_goes_out_again_and_says_so(told, sink):
    sink.hang_seconds = 1.5
    send(DUE)
    sink.hang_seconds = 0

    send(DUE, 9)

    by_address: dict = {}
    for mail in sink.taken:
        by_address.setdefault(mail["to"], []).append(mail)
    for mails in by_address.values():
        assert len(mails) == 2
        assert len({mail["message-id"] for mail in mails}) == 1
        assert ["再送かもしれません" in mail["subject"] for mail in mails] == [False, True]
        assert "前に同じものが届いているかもしれません" in words_of(mails[1])
    assert outcomes() == [Outcome.UNKNOWN] * 2 + [Outcome.SENT] * 2


def test_a_server_that_hangs_does_not_hold_the_sender_for_every_mail(office, sink, monkeypatch):
    for number in range(6):
        user = office.post.holdings.model.objects.create(
            post=office.post,
            user=User.objects.create_user(
                f"more{number}", email=f"more{number}@example.jp", display_name="見本"
            ),
            first_on=date(2020, 4, 1),
        ).user
        user.groups.set(office.officer.groups.all())
    make_turn(office.building, due_on=DUE)
    night(DUE)
    sink.hang_seconds = 1.2

    report = send(DUE)

    assert report.not_sent == sending.MOST_UNKNOWN
    assert Message.objects.filter(claim="").count() == Message.objects.count() == 8


def test_one_address_that_is_refused_holds_nobody_else_up_and_is_told_by_telephone(told, sink, office):
    sink.refused = {"deputy@example.jp": "550 no such person"}
    for hour in (8, 9, 10):
        send(DUE, hour)
    given_up = states()

    night(NEXT)
    send(NEXT)

    assert given_up == [("deputy", "given up", 3), ("officer", "sent", 1)]
    assert Try.objects.filter(outcome=Outcome.REFUSED).earliest("pk").said == "550 no such person"
    passed_on = [mail for mail in sink.taken if mail["to"] == "officer@example.jp"][-1]
    assert "電話でお知らせください" in words_of(passed_on)
    assert "見本 deputyさん" in words_of(passed_on)
    assert Notice.objects.get(recipient=office.deputy).sent_at == at(NEXT, 8, 0)


def test_a_refused_person_is_written_to_again_with_the_next_reminder(told, sink, office):
    sink.refused = {"deputy@example.jp": "550 no such person"}
    for hour in (8, 9, 10):
        send(DUE, hour)
    sink.refused = {}

    for on in (NEXT, date(2026, 12, 1)):
        night(on)
        send(on)

    assert [mail["to"] for mail in sink.taken].count("deputy@example.jp") == 1


TRIES = ((7, 0), (7, 5), (7, 15), (7, 35), (8, 15))


def _heartbeat(on, hour: int) -> None:
    facts = {"made_at": at(on, 7), "next_try_at": at(on, hour), "sent_at": at(on, hour)}
    Message.objects.create(kind=Kind.HEARTBEAT, on=on, address="a@example.jp", **facts)


def _a_day_of_tries(on) -> None:
    for hour, minute in TRIES:
        send(on, hour, minute)


def test_an_address_that_takes_no_mail_for_two_days_is_given_up_and_told_by_telephone(told, sink, office):
    sink.refused = {"deputy@example.jp": "452 mailbox full"}
    _a_day_of_tries(DUE)
    night(NEXT)
    after_one_day = states()
    _heartbeat(NEXT, 7)
    _a_day_of_tries(NEXT)

    night(THURSDAY)
    send(THURSDAY)

    assert [state for _, state, _ in after_one_day] == ["closed", "waits", "sent"]
    assert ("deputy", "given up", 5) in states()
    passed_on = [mail for mail in sink.taken if mail["to"] == "officer@example.jp"][-1]
    assert "電話でお知らせください" in words_of(passed_on)
    assert Notice.objects.get(recipient=office.deputy).via == office.officer


@pytest.mark.parametrize("back_at", [None, 22])
def test_a_server_that_was_away_for_days_is_no_fault_of_the_addresses(told, sink, office, back_at):
    """Also where it took one mail before, and others in the evenings, too late for the mails of the day."""
    _heartbeat(DUE, 7)
    sink.answer = "451 try again later"
    _a_day_of_tries(DUE)
    night(NEXT)
    _a_day_of_tries(NEXT)
    if back_at:
        _heartbeat(NEXT, back_at)
    sink.answer = "250 OK"

    night(THURSDAY)
    send(THURSDAY)

    assert not [state for _, state, _ in states() if state == "given up"]
    assert sorted(mail["to"] for mail in sink.taken) == ["deputy@example.jp", "officer@example.jp"]


def test_a_server_that_answers_too_late_gets_each_mail_twice_and_never_again(told, sink):
    sink.hang_seconds = 1.5
    for hour in (8, 9, 10, 11):
        send(DUE, hour)
    for on in (NEXT, THURSDAY, FRIDAY, date(2026, 11, 30)):
        night(on)
        send(on, 8)
        send(on, 9)

    # What one has to pass on to the other by telephone is another mail.
    arrived = [mail["to"] for mail in sink.taken if "電話でお知らせください" not in words_of(mail)]
    assert (arrived.count("officer@example.jp"), arrived.count("deputy@example.jp")) == (2, 2)
    assert {state for _, state, _ in states()} <= {"given up", "closed"}


def test_a_report_which_nobody_passes_on_is_tried_until_it_leaves(sink):
    Message.objects.create(
        kind=Kind.HEARTBEAT, on=DUE, address="kanri@example.jp", made_at=at(DUE), next_try_at=at(DUE)
    )
    sink.hang_seconds = 1.5
    for hour in (6, 7, 8):
        send(DUE, hour)
    sink.hang_seconds = 0

    send(DUE, 9)

    assert states() == [("kanri@example.jp", "sent", 4)]


def test_a_server_that_takes_its_time_over_a_mail_is_waited_for(told, sink, settings):
    settings.MAIL_ANSWER_SECONDS = 5
    sink.hang_seconds = 1.5

    send(DUE)

    assert outcomes() == [Outcome.SENT] * 2


def test_a_turn_ends_before_it_keeps_the_worker_from_all_else(told, sink):
    moments = [at(DUE, 8) + sending.LONGEST_TURN * number / 2 for number in (0, 0, 0, 0, 3, 3, 3)]
    ticking = iter(moments)

    report = sending.send_waiting(on=DUE, days=DAYS, clock=lambda: next(ticking, moments[-1]))

    assert report.sent == 1
    assert [state for _, state, _ in states()] in (["sent", "waits"], ["waits", "sent"])
    assert send(DUE, 9).sent == 1


def test_a_mail_that_is_never_taken_is_given_up_and_stays_to_be_seen(office, sink):
    urgent_in_hand(office)
    notice_in(Message.objects.get(), office)
    sink.answer = "451 try again"
    moment = at(DUE)
    for _ in range(MOST_TRIES + 3):
        sending.send_waiting(on=DUE, days=DAYS, clock=partial(_still, moment))
        moment += timedelta(hours=5)

    assert states() == [("officer", "given up", MOST_TRIES)]
    assert sink.taken == []


def _killed_while_it_spoke(message: Message) -> None:
    """As a sender leaves a message that dies after the server has taken the mail."""
    Message.objects.filter(pk=message.pk).update(
        claim="dead", lease_until=at(DUE, 8, 0) + LEASE, begun_at=at(DUE, 8, 0)
    )


def test_what_another_sender_has_in_hand_is_left_to_it_until_its_lease_runs_out(told, sink, office):
    mine = Message.objects.get(recipient=office.officer)
    _killed_while_it_spoke(mine)

    send(DUE, 8, 9)
    meanwhile = [mail["to"] for mail in sink.taken]
    send(DUE, 8, 10)

    assert meanwhile == ["deputy@example.jp"]
    assert [mail["to"] for mail in sink.taken] == ["deputy@example.jp", "officer@example.jp"]
    assert "再送かもしれません" in sink.taken[-1]["subject"]


def test_a_sender_that_died_before_it_spoke_repeats_nothing(told, sink, office):
    Message.objects.update(claim="dead", lease_until=at(DUE, 8, 0) + LEASE)

    send(DUE, 8, 30)

    assert len(sink.taken) == 2
    assert not any("再送" in mail["subject"] for mail in sink.taken)


def test_what_may_have_arrived_is_marked_also_where_it_is_folded_into_the_next_morning(told, sink, office):
    _killed_while_it_spoke(Message.objects.get(recipient=office.officer))

    night(NEXT)
    send(NEXT)

    marked = {mail["to"]: "再送" in mail["subject"] for mail in sink.taken}
    assert marked == {"officer@example.jp": True, "deputy@example.jp": False}


def test_a_mail_that_was_taken_counts_though_the_lease_had_run_out_meanwhile(told, sink, monkeypatch):
    """The clock jumps while the server is spoken to, and the night folds the message."""
    record = sending._record

    def fold_first(mail, claim, answer, *, at):
        Message.objects.filter(pk=mail.message.pk).update(folded_at=at, claim="", lease_until=None)
        return record(mail, claim, answer, at=at)

    monkeypatch.setattr(sending, "_record", fold_first)
    send(DUE)

    assert states() == [("deputy", "sent", 1), ("officer", "sent", 1)]
    assert Notice.objects.filter(sent_at=None).count() == 0


def test_what_was_put_into_a_message_just_as_it_left_goes_out_the_next_open_day(told, sink, office):
    """The night had read the message as waiting; before it ended, the sender took it."""
    send(DUE)
    late = make_turn(office.building, "FIR-2", due_on=DUE)
    night(DUE)
    for message in Message.objects.all():
        Notice.objects.waiting().filter(via=message.recipient).update(message=message)

    night(NEXT)
    send(NEXT)

    assert set(Notice.objects.filter(subject_id=late.pk).values_list("sent_at", flat=True)) == {
        at(NEXT, 8, 0)
    }


def test_what_may_have_arrived_stays_marked_though_a_later_try_failed(told, sink, office):
    message = Message.objects.get(recipient=office.officer)
    _killed_while_it_spoke(message)
    sink.refused = {"officer@example.jp": "451 later"}
    send(DUE, 9)
    sink.refused = {}

    night(NEXT)
    send(NEXT)

    marked = {mail["to"]: "再送" in mail["subject"] for mail in sink.taken}
    assert marked == {"officer@example.jp": True, "deputy@example.jp": False}


def test_of_a_digest_only_the_lines_that_may_have_arrived_say_so(told, sink, office):
    _killed_while_it_spoke(Message.objects.get(recipient=office.officer))
    make_turn(office.building, "FIR-2", due_on=DUE)

    night(NEXT)
    send(NEXT)

    words = words_of(next(mail for mail in sink.taken if mail["to"] == "officer@example.jp"))
    assert words.count("（前に届いたかもしれません）") == 1
    assert "これは読まなくてかまいません" not in words
    assert "ほかは、はじめてのお知らせです" in words


def test_a_mail_that_cannot_be_written_holds_up_no_other(told, sink, office):
    User.objects.filter(pk=office.deputy.pk).update(email="deputy@example.jp\nBcc: all@example.jp")
    for hour in (8, 9):
        send(DUE, hour)

    assert [mail["to"] for mail in sink.taken] == ["officer@example.jp"]
    assert states() == [("deputy", "waits", 2), ("officer", "sent", 1)]


def test_a_sender_that_fails_lets_go_of_what_it_had_not_tried(told, sink, monkeypatch):
    def fail(*_arguments, **_more):
        raise RuntimeError

    monkeypatch.setattr(sending, "digest_letter", fail)
    with pytest.raises(RuntimeError):
        send(DUE)
    monkeypatch.undo()

    assert set(Message.objects.values_list("claim", flat=True)) == {""}


def test_a_clock_that_was_set_back_only_delays(told, sink):
    send(DUE, 6)
    send(DUE, 8)
    late = len(sink.taken)
    night(DUE)
    send(DUE, 5)

    assert (late, len(sink.taken)) == (2, 2)


def test_a_disk_that_is_full_loses_nothing(told, settings, monkeypatch):
    def full(*_arguments):
        raise OSError(28, "No space left on device")

    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    monkeypatch.setattr("django.core.mail.backends.filebased.EmailBackend.write_message", full)
    send(DUE)
    monkeypatch.undo()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    send(DUE, 12)

    assert states() == [("deputy", "sent", 2), ("officer", "sent", 2)]


def test_a_clock_that_ran_ahead_is_set_right_and_nobody_is_told_twice(told, sink, office):
    ahead = date(2026, 12, 22)
    other = make_turn(office.building, "FIR-2", due_on=date(2027, 1, 20))
    send(DUE)
    night(ahead)
    send(ahead)
    DueInspection.objects.filter(pk=other.pk).update(withdrawn_on=NEXT, withdrawn_reason="見本")
    early = len(sink.taken)

    forgotten = forget_nights_ahead(on=NEXT, at=at(NEXT))
    night(NEXT)
    send(NEXT)

    assert (forgotten, len(sink.taken)) == (1, early)
    assert set(SweepRun.objects.values_list("on", flat=True)) == {DUE, NEXT}
    closed = Flag.objects.get(subject_id=other.pk)
    assert (closed.opened_on, closed.closed_on) == (ahead, ahead)


def test_the_day_a_clock_ran_ahead_to_has_its_mails_when_it_is_there(told, sink):
    ahead = date(2026, 12, 22)
    night(ahead)
    forget_nights_ahead(on=NEXT, at=at(NEXT))
    night(NEXT)
    send(NEXT)
    sink.taken.clear()

    night(ahead)
    send(ahead)

    assert "officer@example.jp" in {mail["to"] for mail in sink.taken}
    assert Message.objects.filter(on=ahead, sent_at__isnull=True).count() == 0

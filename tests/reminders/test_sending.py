"""The sender, against a real mail server: what it takes is recorded once, what it does not is tried again, and
what nobody can know goes out again and says so."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from bench.mail_sink import MailSink, words_of
from common.office_days import load_office_days
from maintenance.models import DueInspection
from reminders.actions import sending
from reminders.choices import Dropped, Kind, Outcome
from reminders.models import Flag, Message, Notice, Response, Try
from reminders.queries.letters import contents_of
from reminders.rules.retries import MOST_TRIES
from tests.factories.facilities import make_building
from tests.factories.maintenance import make_turn
from tests.factories.submissions import make_monthly
from tests.reminders.office import at, make_office, night, send

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogues", "roles")]

DUE = date(2026, 11, 24)
NEXT = date(2026, 11, 25)
LEASE = timedelta(minutes=10)
DAYS = load_office_days()


@pytest.fixture
def office():
    return make_office()


@pytest.fixture
def sink(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_TIMEOUT = "127.0.0.1", 1
    with MailSink() as sink:
        settings.EMAIL_PORT = sink.port
        yield sink


@pytest.fixture
def told(office):
    """The officer and the deputy are to be told of one inspection."""
    turn = make_turn(office.building, due_on=DUE)
    night(DUE)
    return turn


def _still(moment):
    """A clock that stands still."""
    return moment


def states() -> list[tuple]:
    rows = Message.objects.order_by("recipient__login_name", "on").select_related("recipient")
    return [
        (
            row.recipient.login_name if row.recipient else row.address,
            "sent"
            if row.sent_at
            else "given up"
            if row.given_up_at
            else "closed"
            if row.folded_at
            else "waits",
            row.tries,
        )
        for row in rows
    ]


def outcomes() -> list[str]:
    return list(Try.objects.order_by("pk").values_list("outcome", flat=True))


def test_everybody_gets_one_mail_with_what_is_theirs_and_its_answer_is_recorded(told, sink):
    report = send(DUE)

    assert (report.sent, report.not_sent) == (2, 0)
    assert sorted(mail["to"] for mail in sink.taken) == ["deputy@example.jp", "officer@example.jp"]
    assert states() == [("deputy", "sent", 1), ("officer", "sent", 1)]
    assert outcomes() == [Outcome.SENT] * 2
    assert set(Notice.objects.values_list("sent_at", flat=True)) == {at(DUE, 8, 0)}


def test_a_second_turn_sends_nothing_again(told, sink):
    send(DUE)

    report = send(DUE)

    assert report.sent == 0
    assert len(sink.taken) == 2


def test_no_mail_goes_out_before_seven(told, sink):
    send(DUE, 6, 59)
    before = len(sink.taken)
    send(DUE, 7, 0)

    assert (before, len(sink.taken)) == (0, 2)


def test_what_is_left_over_the_weekend_goes_out_with_what_is_new_on_the_next_open_day(office, sink):
    friday, monday = date(2026, 11, 13), date(2026, 11, 16)
    make_turn(office.building, due_on=date(2026, 11, 20))
    make_turn(office.building, "FIR-2", due_on=date(2026, 11, 23))
    sink.refused = {"officer@example.jp": "451 later", "deputy@example.jp": "451 later"}
    night(friday)
    send(friday)
    sink.refused = {}
    send(date(2026, 11, 14), 12)
    night(date(2026, 11, 14))
    on_saturday = len(sink.taken)

    night(monday)
    send(monday)

    assert on_saturday == 0
    assert sorted(mail["to"] for mail in sink.taken) == ["deputy@example.jp", "officer@example.jp"]
    assert states() == [
        ("deputy", "closed", 1),
        ("deputy", "sent", 1),
        ("officer", "closed", 1),
        ("officer", "sent", 1),
    ]
    assert Notice.objects.waiting().count() == 0


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


def test_a_mail_that_is_never_taken_is_given_up_and_stays_to_be_seen(office, sink):
    Message.objects.create(
        kind=Kind.URGENT,
        on=DUE,
        recipient=office.officer,
        made_at=at(DUE),
        next_try_at=at(DUE),
        response=_urged(office),
    )
    _notice_in(Message.objects.get(), office)
    sink.answer = "451 try again"
    moment = at(DUE)
    for _ in range(MOST_TRIES + 3):
        sending.send_waiting(on=DUE, days=DAYS, clock=partial(_still, moment))
        moment += timedelta(hours=5)

    assert states() == [("officer", "given up", MOST_TRIES)]
    assert sink.taken == []


def _urged(office) -> Response:
    turn = make_turn(office.building, due_on=DUE)
    flag = Flag.objects.create(
        kind="inspection",
        subject_id=turn.pk,
        due_on=DUE,
        centre=office.centre,
        post=office.post,
        side="city",
        stage="0d",
        stage_rank=0,
        opened_on=DUE,
    )
    return Response.objects.create(
        flag=flag, act="urged", by=office.chief, at=at(DUE), reason="業者が来ます。立ち会ってください。"
    )


def _notice_in(message: Message, office) -> Notice:
    flag = Flag.objects.get(responses__messages=message)
    return Notice.objects.create(
        kind=flag.kind,
        subject_id=flag.subject_id,
        due_on=flag.due_on,
        stage=f"!{message.response_id}",
        stage_rank=0,
        recipient=office.officer,
        why="holder",
        centre=flag.centre,
        post=flag.post,
        side=flag.side,
        rung_on=DUE,
        via=office.officer,
        message=message,
    )


def test_what_somebody_marked_urgent_goes_out_at_once_also_on_a_closed_day(office, sink):
    sunday = date(2026, 11, 22)
    message = Message.objects.create(
        kind=Kind.URGENT,
        on=sunday,
        recipient=office.officer,
        made_at=at(sunday),
        next_try_at=at(sunday),
        response=_urged(office),
    )
    _notice_in(message, office)

    send(sunday, 6)

    (mail,) = sink.taken
    assert "至急" in mail["subject"]
    assert "業者が来ます。立ち会ってください。" in words_of(mail)
    assert "見本 chiefさんから" in words_of(mail)


def test_a_deadline_that_was_moved_between_the_night_and_the_mail_is_not_told(told, sink, office):
    make_turn(office.building, "FIR-2", due_on=DUE)
    night(DUE)
    DueInspection.objects.filter(pk=told.pk).update(due_on=date(2027, 6, 1))

    send(DUE)

    assert len(sink.taken) == 2
    assert all(words_of(mail).count("・") == 1 for mail in sink.taken)
    moved = Notice.objects.filter(subject_id=told.pk).values_list("sent_at", "dropped_why")
    assert set(moved) == {(None, Dropped.DAY_CHANGED)}


def test_a_mail_with_nothing_left_to_say_is_not_sent(told, sink):
    DueInspection.objects.filter(pk=told.pk).update(done_on=DUE, outcome="sound")

    report = send(DUE)

    assert (report.sent, report.closed) == (0, 2)
    assert sink.taken == []
    assert set(Notice.objects.values_list("dropped_why", flat=True)) == {Dropped.SETTLED}


def test_who_may_not_enter_any_more_gets_no_mail(told, sink, office):
    User.objects.filter(pk=office.deputy.pk).update(active_until=date(2026, 11, 23))

    send(DUE)

    assert [mail["to"] for mail in sink.taken] == ["officer@example.jp"]


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


def test_whoever_passes_on_by_telephone_and_leaves_is_followed_by_another(office, sink):
    duty = make_monthly(office.designation)
    night(duty.due_on)
    before = Notice.objects.get(recipient=office.silent_member).via
    User.objects.filter(pk=office.officer.pk).update(active_until=duty.due_on)

    night(duty.due_on + timedelta(days=1))

    assert before == office.officer
    assert Notice.objects.get(recipient=office.silent_member).via == office.deputy


def test_the_words_of_what_was_told_at_once_are_in_the_digest_it_was_folded_into(office, sink):
    message = Message.objects.create(
        kind=Kind.URGENT,
        on=DUE,
        recipient=office.officer,
        made_at=at(DUE),
        next_try_at=at(DUE),
        response=_urged(office),
    )
    _notice_in(message, office)

    night(NEXT)
    send(NEXT)

    words = words_of(next(mail for mail in sink.taken if mail["to"] == "officer@example.jp"))
    assert "見本 chiefさんから至急：「業者が来ます。立ち会ってください。」" in words


def test_a_clock_that_was_set_back_only_delays(told, sink):
    send(DUE, 6)
    send(DUE, 8)
    late = len(sink.taken)
    night(DUE)
    send(DUE, 5)

    assert (late, len(sink.taken)) == (2, 2)


def test_with_files_in_place_of_a_server_the_mails_are_written_to_the_folder(told, settings, tmp_path):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"

    send(DUE)

    assert len(list(settings.EMAIL_FILE_PATH.iterdir())) >= 1
    assert states() == [("deputy", "sent", 1), ("officer", "sent", 1)]


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


def test_the_words_of_a_batch_are_read_in_the_same_number_of_queries_for_1_and_for_3(office, sink):
    counted = []
    for number in (1, 2):
        for more in range(number):
            make_turn(make_building(f"棟{number}{more}", centre=office.centre), due_on=DUE)
        night(DUE + timedelta(days=number - 1))
        messages = list(Message.objects.unfinished().select_related("recipient"))
        with CaptureQueriesContext(connection) as queries:
            contents_of(messages, on=DUE)
        counted.append(len(queries))

    assert counted == [4, 4]


def test_the_group_reads_plain_words_and_nothing_of_the_city(office, sink):
    duty = make_monthly(office.designation)
    make_turn(office.building, due_on=duty.due_on)
    night(duty.due_on)
    send(duty.due_on)

    mail = next(mail for mail in sink.taken if mail["to"] == "member@example.jp")
    words = words_of(mail)
    assert "あなたの団体がすることです" in words
    assert "月次報告" in words
    assert "消防" not in words
    assert "担当" not in words
    officers = words_of(next(mail for mail in sink.taken if mail["to"] == "officer@example.jp"))
    assert "見本 silentさん" in officers

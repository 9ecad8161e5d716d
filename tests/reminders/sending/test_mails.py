"""The sender, against a real mail server: who gets which mail, and that what it takes is recorded once."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from bench.mail_sink import words_of
from common.deadlines import SettledReason
from maintenance.models import DueInspection
from reminders.actions import close_settled
from reminders.choices import Dropped, Kind, Outcome
from reminders.models import Message, Notice
from reminders.queries.letters import contents_of
from tests.factories.facilities import make_building
from tests.factories.maintenance import make_turn
from tests.factories.submissions import make_monthly
from tests.reminders.office import at, night, send
from tests.reminders.sending.outbox import DUE, notice_in, outcomes, states, urged, urgent_in_hand

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogues", "roles")]

NEXT = date(2026, 11, 25)


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


def test_what_somebody_marked_urgent_goes_out_at_once_also_on_a_closed_day(office, sink):
    sunday = date(2026, 11, 22)
    message = Message.objects.create(
        kind=Kind.URGENT,
        on=sunday,
        recipient=office.officer,
        made_at=at(sunday),
        next_try_at=at(sunday),
        response=urged(office),
    )
    notice_in(message, office)

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


def test_whoever_passes_on_by_telephone_and_leaves_is_followed_by_another(office, sink):
    duty = make_monthly(office.designation)
    night(duty.due_on)
    before = Notice.objects.get(recipient=office.silent_member).via
    User.objects.filter(pk=office.officer.pk).update(active_until=duty.due_on)

    night(duty.due_on + timedelta(days=1))

    assert before == office.officer
    assert Notice.objects.get(recipient=office.silent_member).via == office.deputy


def test_the_words_of_what_was_told_at_once_are_in_the_digest_it_was_folded_into(office, sink):
    message = urgent_in_hand(office)
    notice_in(message, office)

    night(NEXT)
    send(NEXT)

    words = words_of(next(mail for mail in sink.taken if mail["to"] == "officer@example.jp"))
    assert "見本 chiefさんから至急：「業者が来ます。立ち会ってください。」" in words


def test_what_is_to_be_said_on_the_telephone_is_there_to_be_read_out(office, sink):
    message = urgent_in_hand(office)
    notice_in(message, office)
    User.objects.filter(pk=office.officer.pk).update(email=None)

    night(NEXT)
    send(NEXT)

    words = words_of(next(mail for mail in sink.taken if mail["to"] == "deputy@example.jp"))
    _, passed_on = words.split("■ 電話でお知らせください")
    assert "見本 officerさん" in passed_on
    assert "見本 chiefさんから至急：「業者が来ます。立ち会ってください。」" in passed_on
    assert "/desk/flags/" in passed_on


def test_a_group_is_led_to_its_own_notices_and_staff_to_the_desk(office, sink):
    duty = make_monthly(office.designation)
    night(duty.due_on)
    send(duty.due_on)

    texts = {mail["to"]: words_of(mail).splitlines() for mail in sink.taken}
    assert "すべてのお知らせ：http://127.0.0.1:8000/notices/" in texts["member@example.jp"]
    assert "すべてのお知らせ：http://127.0.0.1:8000/" in texts["officer@example.jp"]


def test_with_files_in_place_of_a_server_the_mails_are_written_to_the_folder(told, settings, tmp_path):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"

    send(DUE)

    assert len(list(settings.EMAIL_FILE_PATH.iterdir())) >= 1
    assert states() == [("deputy", "sent", 1), ("officer", "sent", 1)]


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


@pytest.mark.parametrize("through_a_night", [False, True])
def test_somebodys_words_are_heard_though_the_day_was_moved_meanwhile(office, sink, through_a_night):
    notice = notice_in(urgent_in_hand(office), office)
    moved = date(2026, 12, 24)
    DueInspection.objects.filter(pk=notice.subject_id).update(due_on=moved)
    close_settled("inspection", [notice.subject_id], SettledReason.DAY_CHANGED, on=DUE)

    if through_a_night:
        night(NEXT)
    send(NEXT if through_a_night else DUE)

    (mail,) = (mail for mail in sink.taken if mail["to"] == "officer@example.jp")
    assert "業者が来ます。立ち会ってください。" in words_of(mail)
    assert "期限 令和8年12月24日" in words_of(mail)
    assert Notice.objects.get(pk=notice.pk).sent_at is not None


def test_what_was_to_be_told_to_a_group_at_once_is_not_told_to_whoever_has_left_it(office, sink):
    report = make_monthly(office.designation)
    night(report.due_on)
    theirs = Notice.objects.filter(recipient=office.member).get()
    Notice.objects.filter(pk=theirs.pk).update(stage=f"!{urged(office).pk}")
    office.member.memberships.update(last_on=report.due_on)

    night(report.due_on + timedelta(days=1))

    assert Notice.objects.get(pk=theirs.pk).dropped_why == Dropped.NOT_THEIRS

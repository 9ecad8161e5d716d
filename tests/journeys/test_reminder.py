"""From the link in the mail of a morning to the record that ends what it told of."""

from __future__ import annotations

import re
from datetime import date, datetime

import pytest
from playwright.sync_api import expect

from accounts.models import User
from bench.mail_sink import MailSink, words_of
from common.clock import TOKYO
from common.office_days import load_office_days
from maintenance.models import DueInspection
from reminders.actions import flag_due, send_waiting
from reminders.models import Flag, Message, Notice, SweepRun
from tests.journeys.conftest import DESK, PHONE

pytestmark = pytest.mark.browser

FRIDAY = date(2026, 11, 20)
"""The last open day before the Monday of the journeys, which is a holiday."""


@pytest.fixture
def mails(logins, settings):
    """The mails of the Friday before, as the mail server took them."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    User.objects.filter(login_name="tanto1").update(email="tanto1@example.jp")
    seven = datetime(2026, 11, 20, 7, 0, tzinfo=TOKYO)
    with MailSink() as sink:
        settings.EMAIL_PORT = sink.port
        SweepRun.objects.all().delete()
        flag_due(on=FRIDAY, finished_at=seven)
        send_waiting(on=FRIDAY, days=load_office_days(), clock=lambda: seven)
        yield {mail["to"]: mail for mail in sink.taken}


@pytest.mark.parametrize("way", [DESK, PHONE], ids=str)
def test_a_link_in_a_mail_is_acknowledged_put_off_and_ended_by_the_record(visitor, logins, mails, way):
    officer = User.objects.get(login_name="tanto1")
    flag = _flag_of_an_inspection(officer)
    words = words_of(mails["tanto1@example.jp"])
    assert f"/desk/flags/{flag.pk}/" in words
    assert logins["tanto1"] not in words
    somebody = visitor(way)

    somebody.open(f"/desk/flags/{flag.pk}/")
    somebody.arrives_at("ログイン")
    somebody.sign_in("tanto1", logins["tanto1"])

    told = somebody.page.get_by_role("region", name="だれに、いつ知らせたか")
    expect(told).to_contain_text("メール")
    somebody.looks_around("お知らせの経過")
    somebody.press("承知する")
    somebody.is_told(re.compile("承知しました"))
    expect(somebody.page.get_by_role("region", name="対応", exact=True)).to_contain_text("承知しました")

    somebody.follow("後で知らせる")
    somebody.arrives_at("後で知らせる")
    somebody.press("後で知らせる")
    expect(somebody.page.get_by_role("alert")).to_contain_text("理由")
    somebody.write_day("また知らせる日", flag.due_on)
    somebody.write("理由", "業者の返事を待っています。")
    somebody.press("後で知らせる")
    expect(somebody.page.get_by_role("region", name="対応", exact=True)).to_contain_text("業者の返事")

    somebody.follow("記録を開く")
    somebody.arrives_at("点検を記録する")
    somebody.page.get_by_role("radio").first.check()
    somebody.press("記録する")
    somebody.open(f"/desk/flags/{flag.pk}/")
    somebody.looks_around("済んだお知らせの経過")
    expect(somebody.page.locator(".facts")).to_contain_text("実施済み")

    flag.refresh_from_db()
    assert flag.close_reason == "done"
    assert Notice.objects.to(officer).get(kind="inspection", subject_id=flag.subject_id).acknowledged_at
    assert Message.objects.get(recipient=officer).sent_at


def _flag_of_an_inspection(officer: User) -> Flag:
    """One that the officer was told of, and that is not overdue yet."""
    told = Notice.objects.to(officer).filter(kind="inspection", due_on__gt=date(2026, 11, 24))
    turns = DueInspection.objects.filter(pk__in=told.values("subject_id"), done_on=None)
    return Flag.objects.filter(kind="inspection", subject_id__in=turns.values("pk")).order_by("due_on", "pk")[
        0
    ]

"""The page 動作の状況, and もう一度送る."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine

from accounts.models import User
from reminders.actions import write_pulse
from reminders.models import Message
from tests.factories.accounts import make_user
from tests.factories.watched import at, make_message, make_night, make_notice, make_reconciliation, make_try
from tests.pages import links_of, words_of

pytestmark = pytest.mark.django_db

ADDRESS = "/reminders/status/"
FRIDAY = date(2026, 11, 27)


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel(at(12), tick=False):
        yield


@pytest.fixture
def well():
    make_night()
    make_reconciliation()
    write_pulse("beat", at=at(12))
    write_pulse("worker", at=at(12))


@pytest.fixture
def given_up(roles):
    somebody = make_user("somebody", display_name="見本 桜", email="now@example.jp")
    message = make_message(somebody, on=FRIDAY, tries=5, given_up_at=at(9, on=FRIDAY))
    make_try(message, 5)
    return message


@pytest.fixture
def given_up_today(roles):
    """It still carries what it was to tell."""
    somebody = make_user("somebody", display_name="見本 桜", email="now@example.jp")
    message = make_message(somebody, tries=5, given_up_at=at(9))
    make_notice(somebody, via=somebody, message=message)
    return message


def test_where_all_is_well_the_page_says_so_in_one_line_first(officer, client_of, well):
    page = words_of(client_of(officer).get(ADDRESS))

    assert "通知は動いています11月30日12:00の時点" in page
    assert "送れていない便はありません。" in page
    assert "異常" not in page


def test_what_is_bad_is_told_with_what_to_do(officer, client_of):
    page = words_of(client_of(officer).get(ADDRESS))

    assert "通知が正しく動いていません" in page
    assert (
        "異常夜間の点検が、まだ一度も動いていません。サーバーを管理する人に、処理を動かし直すよう頼んでください。"
        in page
    )


def test_what_only_deserves_a_look_does_not_sound_the_alarm(officer, client_of, well):
    make_notice(make_user("untold", display_name="見本 楓"))

    page = words_of(client_of(officer).get(ADDRESS))

    assert "通知は動いています。確かめることがあります" in page
    assert "見本楓1" in page
    assert "異常" not in page


def test_a_message_given_up_is_shown_with_the_answer_of_the_server(officer, client_of, given_up):
    page = words_of(client_of(officer).get(ADDRESS))

    assert (
        "見本桜somebody@example.jpきょうのお知らせ11月27日（金）あきらめた5回試しました550nosuchuser(5)"
        in page
    )


def test_what_is_bad_comes_before_what_is_well(officer, client_of, well, given_up):
    make_notice(make_user("untold"))

    page = words_of(client_of(officer).get(ADDRESS))

    found = ["異常送るのをあきらめた便が1通", "注意メールでは知らせられない人が1人", "正常夜間の点検は"]
    assert sorted(found, key=page.index) == found


def test_only_who_may_is_offered_to_send_it_again(officer, chief, administrator, client_of, given_up_today):
    offered = {
        person.login_name: links_of(client_of(person).get(ADDRESS)).get("もう一度送る：見本桜")
        for person in (officer, chief, administrator)
    }

    address = f"/reminders/messages/{given_up_today.pk}/again/"
    assert offered == {"officer": None, "chief": address, "administrator": address}


@pytest.mark.parametrize(
    ("lacks", "said"), [("day", "次の便などに移りました"), ("address", "アドレスを登録すると送れます")]
)
def test_what_would_be_refused_is_not_offered_but_said(chief, client_of, given_up_today, lacks, said):
    if lacks == "address":
        User.objects.filter(pk=given_up_today.recipient_id).update(email=None)
    else:
        Message.objects.update(on=FRIDAY)

    response = client_of(chief).get(ADDRESS)

    assert said in words_of(response)
    assert "もう一度送る" not in "".join(links_of(response))


def test_a_report_can_always_be_sent_again(chief, client_of):
    make_message(on=FRIDAY, tries=5, given_up_at=at(9, on=FRIDAY))

    assert "もう一度送る：kanri@example.jp" in links_of(client_of(chief).get(ADDRESS))


def test_sending_again_asks_first_and_names_where_it_goes_now(chief, client_of, given_up_today):
    page = words_of(client_of(chief).get(f"/reminders/messages/{given_up_today.pk}/again/"))

    assert "11月30日（月）のきょうのお知らせを、もう一度送りますか" in page
    assert "見本桜さん（now@example.jp）に、すぐに送り直します。" in page


def test_sending_again_puts_the_message_back_and_leads_back_to_the_page(chief, client_of, given_up_today):
    response = client_of(chief).post(f"/reminders/messages/{given_up_today.pk}/again/", follow=True)

    assert response.redirect_chain == [(ADDRESS, 302)]
    assert "見本桜さん（now@example.jp）への便を、もう一度送ることにしました" in words_of(response)
    assert Message.objects.values_list("given_up_at", "next_try_at", "tries").get() == (None, at(12), 0)


def test_a_message_somebody_else_has_sent_again_meanwhile_is_told(chief, client_of, given_up_today):
    browser = client_of(chief)
    browser.post(f"/reminders/messages/{given_up_today.pk}/again/")

    response = browser.post(f"/reminders/messages/{given_up_today.pk}/again/")

    assert response.status_code == 422
    assert "この便は、もう送り直されています" in words_of(response)


def test_what_has_moved_into_the_next_mail_is_not_sent_again(chief, client_of, given_up):
    response = client_of(chief).post(f"/reminders/messages/{given_up.pk}/again/")

    assert response.status_code == 422
    assert "この便の中身は、次の開庁日の便と「電話でお知らせ」に移りました" in words_of(response)


@pytest.mark.parametrize(
    ("who", "page", "again"),
    [
        ("officer", 200, 403),
        ("chief", 200, 200),
        ("auditor", 200, 403),
        ("administrator", 200, 200),
        ("group_member", 403, 403),
    ],
)
def test_who_may_look_and_who_may_send_again(request, client_of, given_up, who, page, again):
    browser = client_of(request.getfixturevalue(who))

    answers = (
        browser.get(ADDRESS).status_code,
        browser.get(f"/reminders/messages/{given_up.pk}/again/").status_code,
    )

    assert answers == (page, again)


def test_a_message_that_there_is_not_is_a_404(chief, client_of):
    assert client_of(chief).get("/reminders/messages/1/again/").status_code == 404

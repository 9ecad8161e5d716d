"""The page of one flag: who was told when, why and how, and what was done about it."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
import time_machine

from common.clock import TOKYO
from common.deadlines import SettledReason
from reminders.actions import acknowledge, close_settled, hand_over, snooze, urge
from reminders.models import Flag, Message, Notice, Try
from tests.factories.centres import make_post
from tests.portal.conftest import links, words
from tests.reminders.answering import NOON, SEVEN_BEFORE, WEDNESDAY, at, flag_of, make_office, make_report
from tests.reminders.conftest import night

pytestmark = pytest.mark.usefixtures("catalogues")


@pytest.fixture(autouse=True)
def _afternoon():
    with time_machine.travel(datetime(2026, 11, 25, 15, 0, tzinfo=TOKYO), tick=False):
        yield


@pytest.fixture
def office(catalogues):
    return make_office()


@pytest.fixture
def flag(office) -> Flag:
    report = make_report(office.designation)
    night(WEDNESDAY)
    return flag_of(report)


def story(client_of, who, flag) -> str:
    return words(client_of(who).get(f"/desk/flags/{flag.pk}/"))


def test_the_story_tells_what_is_due_and_who_was_told_when_and_how(office, flag, client_of):
    message = Message.objects.get(recipient=office.officer)
    Message.objects.filter(pk=message.pk).update(sent_at=at(WEDNESDAY, 6), tries=1)
    Notice.objects.filter(message=message).update(sent_at=at(WEDNESDAY, 6))
    acknowledge([flag.pk], by=office.officer, at=NOON)

    response = client_of(office.officer).get(f"/desk/flags/{flag.pk}/")

    assert (
        "お知らせの経過 月次報告 見本市民センター 11月分 承知する 期限 令和8年12月25日（金） 段階 30日前 "
        "担当 担当1（見本 tanto1） 状態 知らせています だれに、いつ知らせたか 知らせた人と知らせ方 "
        "通知の日 知らせた人 知らせ方 承知 "
    ) in words(response)
    assert "見本 tanto1 担当者 メールを送りました 令和8年11月25日 6:00 令和8年11月25日 12:00" in words(
        response
    )
    assert "見本 dantai1 団体の構成員 待っています ―" in words(response)
    assert "対応 令和8年11月25日（水） 12:00 承知しました 見本 tanto1 協定の義務の記録 済んだことは" in words(
        response
    )
    assert f"/obligations/{flag.subject_id}/" in links(response)


def test_every_way_in_which_a_notice_can_stand_is_told(office, flag, client_of):
    notice = Notice.objects.get(recipient=office.officer)
    message = Message.objects.get(notices=notice)
    states: list[tuple[dict[str, object], dict[str, object], str]] = [
        ({}, {}, "待っています"),
        ({}, {"tries": 2}, "まだ送れていません 2回試しました。もう一度送ります"),
        ({}, {"given_up_at": NOON, "tries": 5}, "送れませんでした"),
        ({"message": None}, {}, "待っています 次の開庁日の朝に送ります"),
        ({"message": None, "via": None}, {}, "画面だけ メールを送れる人がいません"),
        ({"via": office.chief}, {}, "待っています 電話で伝える人：見本 kakaricho"),
        (
            {"via": office.chief, "sent_at": NOON},
            {"sent_at": NOON},
            "電話でお知らせ 伝える人：見本 kakaricho（令和8年11月25日 12:00に送りました）",
        ),
        (
            {"sent_at": NOON, "may_repeat": True},
            {"sent_at": NOON},
            "メールを送りました 令和8年11月25日 12:00 2度届いたかもしれません",
        ),
        (
            {"message": None, "dropped_on": WEDNESDAY, "dropped_why": "snoozed"},
            {},
            "送りませんでした 令和8年11月25日 後で知らせることにした",
        ),
    ]  # fmt: skip
    plain: dict[str, object] = {
        "via": office.officer,
        "message": message,
        "sent_at": None,
        "may_repeat": False,
    }
    plain |= {"dropped_on": None, "dropped_why": ""}
    unsent: dict[str, object] = {"tries": 0, "sent_at": None, "given_up_at": None}

    found = []
    for of_notice, of_message, _ in states:
        Message.objects.filter(pk=message.pk).update(**(unsent | of_message))
        Notice.objects.filter(pk=notice.pk).update(**(plain | of_notice))
        found.append(story(client_of, office.officer, flag))

    assert [f"担当者 {state} ―" in text for (_, _, state), text in zip(states, found, strict=True)] == [
        True
    ] * len(states)


def test_what_the_mail_server_said_stands_beside_what_was_not_sent(office, flag, client_of):
    message = Message.objects.get(recipient=office.officer)
    Message.objects.filter(pk=message.pk).update(given_up_at=NOON, tries=1)
    Try.objects.create(
        message=message, number=1, at=NOON, address="x@example.jp", outcome="refused", said="550 no such user"
    )

    assert "送れませんでした 550 no such user ―" in story(client_of, office.officer, flag)


def test_the_answers_stand_in_their_order_with_their_reasons(office, flag, client_of):
    acknowledge([flag.pk], by=office.officer, at=NOON)
    snooze([flag.pk], until_on=date(2026, 12, 14), reason="総会の後に出る", by=office.officer, at=NOON)
    hand_over(
        [flag.pk], to_post=make_post("担当2"), reason="休みのため", by=office.chief, at=at(WEDNESDAY, 13)
    )
    urge([flag.pk], words="急いでください。", by=office.chief, at=at(WEDNESDAY, 14))

    text = story(client_of, office.officer, flag)

    assert (
        "対応 令和8年11月25日（水） 12:00 承知しました 見本 tanto1 "
        "令和8年11月25日（水） 12:00 令和8年12月14日に後で知らせることにしました 総会の後に出る 見本 tanto1 "
        "令和8年11月25日（水） 13:00 「担当2」に渡しました 休みのため 見本 kakaricho "
        "令和8年11月25日（水） 14:00 至急で知らせました 急いでください。 見本 kakaricho"
    ) in text
    assert "担当 担当2 状態 後で知らせる 令和8年12月14日（月） まで" in text
    assert "令和8年11月25日（水） 至急" in text
    assert "伝えた言葉：急いでください。" in text
    assert "ほかの担当に渡す 後で知らせる また知らせる 至急で知らせる" in text


def test_a_flag_that_is_closed_tells_its_story_and_takes_no_answer(office, flag, client_of):
    close_settled("obligation", [flag.subject_id], SettledReason.DONE, on=WEDNESDAY)

    text = story(client_of, office.officer, flag)

    assert "状態 実施済み 令和8年11月25日（水） に閉じました" in text
    assert "送りませんでした 令和8年11月25日 対応が済んだ" in text
    assert [word in text for word in ("承知する", "ほかの担当に渡す", "至急で知らせる")] == [False] * 3


def test_what_is_overdue_says_by_how_much(office, flag, client_of):
    on = flag.due_on + timedelta(days=1)
    with time_machine.travel(datetime(on.year, on.month, on.day, 9, tzinfo=TOKYO), tick=False):
        text = story(client_of, office.officer, flag)

    assert "段階 1日超過 担当 担当1（見本 tanto1） 状態 期限超過" in text


def test_a_flag_nobody_was_told_of_yet_says_so(office, flag, client_of):
    Notice.objects.all().delete()

    assert "まだ、だれにも知らせていません。次の開庁日の朝に知らせます。 対応 まだありません。" in story(
        client_of, office.officer, flag
    )


def test_a_group_reads_no_story(office, flag, client_of):
    client = client_of(office.member)

    assert [
        client.get(page).status_code
        for page in (f"/desk/flags/{flag.pk}/", f"/desk/flags/{flag.pk}/urge/", "/desk/hand-over/")
    ] == [403] * 3


@pytest.mark.parametrize("rings", [1, 3])
def test_a_story_costs_the_same_however_long_it_is(office, flag, client_of, rings, django_assert_num_queries):
    for number in range(rings):
        urge([flag.pk], words="急いでください。", by=office.chief, at=at(SEVEN_BEFORE, number))
    client = client_of(office.officer)

    with django_assert_num_queries(11):
        client.get(f"/desk/flags/{flag.pk}/")

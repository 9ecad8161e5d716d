"""What a person was told, as they read and acknowledge it: staff and groups."""

from __future__ import annotations

from datetime import date, datetime

import pytest
import time_machine

from common.clock import TOKYO
from common.deadlines import SettledReason
from reminders.actions import close_settled, snooze, urge
from reminders.models import Flag, Message, Notice, Response
from tests.factories.accounts import make_membership, make_user
from tests.factories.centres import make_centre
from tests.factories.designated_managers import make_organisation
from tests.factories.facilities import make_building
from tests.factories.maintenance import make_turn
from tests.portal.conftest import links, words
from tests.reminders.answering import NOON, SEVEN_BEFORE, WEDNESDAY, at, flag_of, make_office, make_report
from tests.reminders.conftest import make_designation, night

pytestmark = pytest.mark.usefixtures("catalogues")


@pytest.fixture(autouse=True)
def _afternoon():
    with time_machine.travel(datetime(2026, 12, 18, 15, 0, tzinfo=TOKYO), tick=False):
        yield


@pytest.fixture
def office(catalogues):
    return make_office()


@pytest.fixture
def report(office):
    """Told twice: thirty days before and seven."""
    report = make_report(office.designation)
    night(WEDNESDAY)
    Notice.objects.update(sent_at=None)
    night(SEVEN_BEFORE)
    return report


@pytest.fixture
def told(office, report):
    """Both stand in the ledger, as they do once they were sent."""
    Notice.objects.update(dropped_on=None, dropped_why="")
    return report


def test_ones_own_notices_stand_by_day_the_newest_first(office, told, client_of):
    response = client_of(office.officer).get("/notices/")

    assert words(response).endswith(
        "わたしへのお知らせ 見本 tanto1さんに知らせたことの一覧です。 まとめて承知する（2件） "
        "12月18日（金） 1件 月次報告 見本市民センター 11月分 12月25日（金） まで あと7日 7日前 担当者 承知する "
        "11月25日（水） 1件 月次報告 見本市民センター 11月分 12月25日（金） まで あと7日 30日前 担当者 承知する"
    )
    assert f"/obligations/{told.pk}/" in links(response)


def test_the_year_is_said_once_it_is_another(office, told, client_of):
    with time_machine.travel(at(date(2027, 4, 1), 9), tick=False):
        text = words(client_of(office.officer).get("/notices/"))

    assert "令和8年 12月25日（金） まで 97日超過 7日前" in text


def test_a_group_reads_its_own_in_plain_words_and_nothing_of_the_citys(office, told, client_of):
    flag = flag_of(told)
    urge([flag.pk], words="監査があります。早めに出してください。", by=office.chief, at=NOON)
    snooze([flag.pk], until_on=SEVEN_BEFORE, reason="内部の理由", by=office.officer, at=NOON)

    page = client_of(office.member).get("/notices/")

    text = words(page)
    assert "わたしへのお知らせ 市から見本 dantai1さんへのお知らせです。 3つとも見ました" in text
    assert "見本 kakarichoから：監査があります。早めに出してください。" in text
    assert [
        word in page.content.decode()
        for word in ("内部の理由", "tanto1", "承知", "担当者", "団体の構成員", "/desk/")
    ] == [False] * 6


def test_one_notice_is_acknowledged_or_all_that_are_shown(office, told, client_of):
    client = client_of(office.officer)
    make_report(office.designation, 10)
    night(SEVEN_BEFORE)
    Notice.objects.update(dropped_on=None, dropped_why="")
    other = Notice.objects.to(office.officer).exclude(subject_id=told.pk).get()
    mine = [notice.pk for notice in Notice.objects.to(office.officer)]
    theirs = Notice.objects.to(office.member).earliest("pk")

    one = client.post("/notices/", {"notice": other.pk, "shown": mine}, follow=True)
    rest = client.post("/notices/", {"shown": [*mine, theirs.pk, "x", "9" * 40]}, follow=True)
    again = client.post("/notices/", {"shown": mine}, follow=True)

    assert "1件を承知しました" in words(one)
    assert "まとめて承知する（2件）" in words(one)
    assert "2件を承知しました" in words(rest)
    assert words(rest).count("承知 12月18日（金）") == 3
    assert "件を承知しました" not in words(again)
    assert {notice.recipient for notice in Notice.objects.exclude(acknowledged_at=None)} == {office.officer}
    assert [response.by for response in Response.objects.all()] == [office.officer] * 2


def test_a_member_says_to_have_seen_and_the_city_sees_it(office, told, client_of):
    client = client_of(office.member)
    shown = list(Notice.objects.to(office.member).values_list("pk", flat=True))

    response = client.post("/notices/", {"shown": shown}, follow=True)
    story = client_of(office.officer).get(f"/desk/flags/{flag_of(told).pk}/")

    assert "2つのお知らせを見たことを、市に伝えました" in words(response)
    assert words(response).count("見ました 12月18日（金）") == 2
    assert "12月18日（金） 15:00 承知しました 見本 dantai1" in words(story)


def test_what_was_settled_since_says_so_and_what_was_dropped_is_gone(office, report, client_of):
    Notice.objects.to(office.officer).filter(stage="7d").update(message=None)
    client = client_of(office.officer)
    before = words(client.get("/notices/"))
    Notice.objects.filter(dropped_on=None).update(sent_at=at(SEVEN_BEFORE, 6), message=_some_message(office))
    close_settled("obligation", [report.pk], SettledReason.DONE, on=SEVEN_BEFORE)

    after = words(client.get("/notices/"))

    assert (before.count("月次報告"), "7日前" in before, "30日前" in before) == (1, True, False)
    assert "12月25日（金） まで 済みました 7日前" in after


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        (SettledReason.ANSWERED, "済みました"),
        (SettledReason.DAY_CHANGED, "日が変わりました"),
        (None, "いまは、することがありません"),
    ],
)
def test_only_what_a_record_ended_is_said_to_be_done(office, told, client_of, reason, said):
    if reason:
        close_settled("obligation", [told.pk], reason, on=SEVEN_BEFORE)
    else:
        Flag.objects.update(closed_on=SEVEN_BEFORE, close_reason="no_longer_applies")
    Notice.objects.update(dropped_on=None, dropped_why="")

    text = words(client_of(office.member).get("/notices/"))

    assert text.count(f"12月25日（金） まで {said}") == 2


def _some_message(office):
    return Message.objects.filter(recipient=office.officer).latest("pk")


def test_the_body_before_and_the_body_elsewhere_read_nothing_of_it(office, told, client_of):
    stranger = make_user("yoso", "地域団体")
    body = make_organisation()
    make_designation(make_centre("よその市民センター"), body)
    make_membership(stranger, body, first_on=WEDNESDAY)
    Notice.objects.to(office.member).update(recipient=stranger)

    page = client_of(stranger).get("/notices/")

    assert "お知らせはありません" in words(page)
    assert "月次報告" not in words(page)


def test_nobody_reads_of_a_record_they_may_not_see(office, client_of, centre_worker):
    worker = centre_worker(office.centre)
    make_report(office.designation)
    night(WEDNESDAY)
    Notice.objects.to(office.officer).update(recipient=worker)

    assert "お知らせはありません" in words(client_of(worker).get("/notices/"))


def test_an_empty_page_says_when_there_will_be_something(office, client_of):
    pages = [words(client_of(who).get("/notices/")) for who in (office.officer, office.member)]

    assert [page.split("見本 ", 2)[2] for page in pages] == [
        "tanto1さんに知らせたことの一覧です。 お知らせはありません "
        "担当している期限が近づくと、夜間の点検のあとにここに出ます。",
        "dantai1さんへのお知らせです。 お知らせはありません することの日が近くなると、ここに出ます。",
    ]


def test_the_home_of_a_group_says_how_much_it_has_not_seen(office, told, client_of):
    client = client_of(office.member)
    before = words(client.get("/home/"))

    client.post("/notices/", {"shown": list(Notice.objects.values_list("pk", flat=True))})

    assert "まだ見ていないお知らせが2つあります" in before
    assert "まだ見ていない" not in words(client.get("/home/"))


def test_who_has_no_role_has_no_such_page(client_of, person):
    assert client_of(person("nobody")).get("/notices/").status_code == 403


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_costs_the_same_however_much_one_was_told(
    office, client_of, number, django_assert_num_queries
):
    for index in range(number):
        centre = make_centre(f"見本{index}市民センター", post_in_charge=office.post)
        make_turn(make_building(centre=centre), due_on=WEDNESDAY)
    night(WEDNESDAY)
    client = client_of(office.officer)

    with django_assert_num_queries(6):
        client.get("/notices/")

"""The heartbeat of every open morning, the alarm of a reconciliation, and what their letters say."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine
from django.conf import settings

from reminders.actions import heartbeat_is_due, write_alarm, write_heartbeat
from reminders.choices import Kind
from reminders.letters.letter import Letter
from reminders.letters.reports import alarm_letter, letters_of_reports
from reminders.models import Message, SweepRun
from reminders.queries.administrators import addresses_of_administrators
from reminders.queries.reports import report_facts
from reminders.tasks import heartbeat
from tests.factories.accounts import make_user
from tests.factories.watched import MONDAY, at, make_message, make_night, make_notice, make_reconciliation
from tests.pages import links_of, words_of

pytestmark = pytest.mark.django_db

FRIDAY, SATURDAY, SUNDAY = date(2026, 11, 27), date(2026, 11, 28), date(2026, 11, 29)
LABOUR_DAY, DAY_AFTER = date(2026, 11, 23), date(2026, 11, 24)
NEW_YEAR = date(2026, 12, 31)


@pytest.fixture
def to_the_office(settings):
    settings.HEARTBEAT_TO = ("a@example.jp", "b@example.jp")


def written() -> list[tuple[str, date, str]]:
    return list(Message.objects.order_by("pk").values_list("kind", "on", "address"))


def test_every_address_of_the_office_gets_one_heartbeat_on_a_day_also_with_nothing_to_tell(to_the_office):
    numbers = [write_heartbeat(on=MONDAY, at=at(7)), write_heartbeat(on=MONDAY, at=at(8))]

    assert numbers == [2, 0]
    assert written() == [("heartbeat", MONDAY, "a@example.jp"), ("heartbeat", MONDAY, "b@example.jp")]
    assert set(Message.objects.values_list("made_at", "next_try_at")) == {(at(7), at(7))}


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (FRIDAY, 2),
        (SATURDAY, 0),
        (SUNDAY, 0),
        (MONDAY, 2),
        (LABOUR_DAY, 0),
        (DAY_AFTER, 2),
        (NEW_YEAR, 0),
    ],
)
def test_a_heartbeat_is_written_on_open_days_only(to_the_office, on, expected):
    assert write_heartbeat(on=on, at=at(7, on=on)) == expected


def test_an_address_named_later_the_same_day_gets_its_own_and_nobody_a_second(to_the_office, settings):
    write_heartbeat(on=MONDAY, at=at(7))
    settings.HEARTBEAT_TO = ("b@example.jp", "c@example.jp", "c@example.jp")

    assert write_heartbeat(on=MONDAY, at=at(8)) == 1
    assert [address for _, _, address in written()] == ["a@example.jp", "b@example.jp", "c@example.jp"]


def test_where_nobody_is_named_it_goes_to_whoever_keeps_accounts(roles, settings):
    settings.HEARTBEAT_TO = ()
    make_user("keeper", "システム管理者", email="keeper@example.jp")
    make_user("superuser", email="all@example.jp", is_superuser=True)
    make_user("officer", "市民センター担当", email="officer@example.jp")

    write_heartbeat(on=MONDAY, at=at(7))

    assert written() == [("heartbeat", MONDAY, "all@example.jp"), ("heartbeat", MONDAY, "keeper@example.jp")]


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, ["keeper@example.jp"]),
        ({"active_until": MONDAY}, ["keeper@example.jp"]),
        ({"active_until": SUNDAY}, []),
        ({"is_active": False}, []),
        ({"email": ""}, []),
    ],
)
def test_an_administrator_is_written_to_as_long_as_they_may_sign_in(roles, facts, expected):
    make_user("keeper", "システム管理者", **{"email": "keeper@example.jp", **facts})

    assert addresses_of_administrators(on=MONDAY) == expected


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (at(6, 59), 0),
        (at(7, 0), 2),
        (at(23, 45), 2),
        (at(7, 0, on=SUNDAY), 0),
    ],
)
def test_the_heartbeat_is_written_from_seven_on_of_an_open_day(to_the_office, now, expected):
    with time_machine.travel(now, tick=False):
        numbers = [heartbeat(), heartbeat()]

    assert numbers == [expected, 0]


def test_an_operator_writes_the_heartbeat_of_any_day(to_the_office):
    with time_machine.travel(at(6), tick=False):
        assert heartbeat(on="2026-11-27") == 2

    assert {on for _, on, _ in written()} == {FRIDAY}


def test_a_heartbeat_of_yesterday_does_not_do_for_today(to_the_office):
    write_heartbeat(on=FRIDAY, at=at(7, on=FRIDAY))

    assert [heartbeat_is_due(at(7, on=FRIDAY)), heartbeat_is_due(at(7))] == [False, True]


def test_the_beat_asks_from_seven_on_every_quarter_of_an_hour():
    entry = settings.CELERY_BEAT_SCHEDULE["heartbeat"]

    assert (entry["task"], min(entry["schedule"].hour), entry["schedule"].minute) == (
        "reminders.heartbeat",
        7,
        {0, 15, 30, 45},
    )


def test_a_reconciliation_that_differs_alarms_every_administrator_once_a_day(settings):
    settings.ALARM_TO = ("a@example.jp", "b@example.jp")
    differing = make_reconciliation(SUNDAY, missing=1)

    numbers = [write_alarm(differing, at=at(6, on=SUNDAY)), write_alarm(differing, at=at(7, on=SUNDAY))]

    assert numbers == [2, 0]
    assert written() == [("alarm", SUNDAY, "a@example.jp"), ("alarm", SUNDAY, "b@example.jp")]


def test_an_alarm_goes_to_whoever_keeps_accounts_where_nobody_is_named(roles, settings):
    settings.ALARM_TO = ()
    make_user("keeper", "システム管理者", email="keeper@example.jp")

    write_alarm(make_reconciliation(late=1), at=at(6))

    assert written() == [("alarm", MONDAY, "keeper@example.jp")]


def test_a_reconciliation_that_agrees_alarms_nobody(settings):
    settings.ALARM_TO = ("a@example.jp",)

    assert write_alarm(make_reconciliation(), at=at(6)) == 0
    assert written() == []


@pytest.fixture
def good_morning(roles, settings):
    """Two people were told of something new this morning; on Friday one message was put into today's."""
    settings.PUBLIC_URL = "https://kyoten.example.jp"
    settings.OFFICE_NAME, settings.OFFICE_CONTACT = "見本課", "内線 1234"
    one, two = make_user("one"), make_user("two")
    make_night()
    make_reconciliation()
    make_notice(one, 1, via=one)
    make_notice(one, 2, via=one)
    make_notice(two, 1, via=two)
    make_message(one, sent_at=at(6))
    make_message(two)
    make_message(one, on=FRIDAY, folded_at=at(5, 30))
    return one


def letter_of(message: Message) -> Letter:
    return letters_of_reports([message])[message.pk]


def test_the_heartbeat_tells_the_night_the_messages_and_the_reconciliation(good_morning):
    letter = letter_of(make_message())

    assert letter.subject == "［拠点］動いています：11月30日（月）"
    assert letter.text == (
        "拠点の通知は動いています。11月30日（月）の報告です。\n"
        "\n"
        "■ 夜間の点検\n"
        "5:30に終わりました。新しいお知らせ 5件、閉じたもの 2件。\n"
        "\n"
        "■ 知らせた人\n"
        "2人\n"
        "\n"
        "■ きょうの便\n"
        "送った 1通、これから送る 1通、あきらめた 0通\n"
        "\n"
        "■ 前の開庁日（11月27日（金））の便\n"
        "送った 0通、まだ送れない 0通、あきらめた 0通、次の便にまとめた 1通\n"
        "\n"
        "■ 通知の照合\n"
        "合っています（あるべき通知 120件）\n"
        "\n"
        "くわしくは「動作の状況」で見られます。\n"
        "https://kyoten.example.jp/reminders/status/\n"
        "\n"
        "この報告は、知らせるものがない日も、開庁日の朝にかならず届きます。\n"
        "朝8時までに届かないときは、通知が止まっています。「動作の状況」を見てください。\n"
        "\n"
        "――――\n"
        "見本課\n"
        "内線 1234\n"
        "このメールは「拠点」から自動で送っています。\n"
    )


def test_the_html_of_a_heartbeat_says_the_same(good_morning):
    html = letter_of(make_message()).html

    assert "<title>［拠点］動いています：11月30日（月）</title>" in html
    assert words_of(html[html.index("<body>") :]) == (
        "拠点の通知は動いています11月30日（月）の報告です。"
        "夜間の点検5:30に終わりました。新しいお知らせ5件閉じたもの2件"
        "知らせた人2人"
        "きょうの便送った1通これから送る1通あきらめた0通"
        "前の開庁日の便11月27日（金）送った0通まだ送れない0通あきらめた0通次の便にまとめた1通"
        "通知の照合合っていますあるべき通知120件"
        "動作の状況を見る"
        "この報告は、知らせるものがない日も、開庁日の朝にかならず届きます。"
        "朝8時までに届かないときは、通知が止まっています。「動作の状況」を見てください。"
        "見本課内線1234このメールは「拠点」から自動で送っています。"
    )
    assert links_of(html) == {"動作の状況を見る": "https://kyoten.example.jp/reminders/status/"}


def _night_missing(_person):
    SweepRun.objects.all().delete()


def _differing(_person):
    make_reconciliation(missing=3, finished_at=at(6, 30))


def _given_up_today(_person):
    make_message(make_user("three"), given_up_at=at(6))


def _given_up_before(_person):
    make_message(make_user("three"), on=FRIDAY, given_up_at=at(9, on=FRIDAY))


@pytest.mark.parametrize(
    ("happens", "sentence"),
    [
        (_night_missing, "夜間の点検が、きょうはまだ終わっていません。"),
        (_differing, "照合でくいちがいがありました：台帳にない通知3件。"),
        (_given_up_today, "送るのをあきらめた便が1通あります。"),
        (_given_up_before, "送るのをあきらめた便が1通あります。"),
    ],
)
def test_a_heartbeat_on_a_bad_morning_says_what_has_to_be_looked_at(good_morning, happens, sentence):
    happens(good_morning)

    letter = letter_of(make_message())

    assert letter.subject == "［拠点］確かめてください：11月30日（月）"
    assert letter.text.startswith(
        f"拠点の通知を確かめてください。11月30日（月）の報告です。\n\n・{sentence}\n\n■ 夜間の点検\n"
    )
    assert f'<li class="bad">{sentence}</li>' in "".join(line.strip() for line in letter.html.splitlines())


def test_a_day_without_anything_has_a_heartbeat_that_says_so(settings):
    make_night(opened=0, rung=0, closed=0)
    make_reconciliation(expected=0)

    letter = letter_of(make_message())

    assert letter.subject == "［拠点］動いています：11月30日（月）"
    assert "■ 知らせた人\n0人\n" in letter.text


def test_a_morning_whose_ledger_was_not_compared_is_not_called_good(settings):
    make_night()

    letter = letter_of(make_message())

    assert letter.subject == "［拠点］確かめてください：11月30日（月）"
    assert "\n・照合が、きょうはまだ終わっていません。\n" in letter.text
    assert "照合が、きょうはまだ終わっていません。" in letter.html


def test_the_alarm_tells_what_differs_with_examples_and_what_to_do(settings):
    settings.PUBLIC_URL = "https://kyoten.example.jp"
    make_reconciliation(
        expected=1243, missing=3, surplus=1, late=2, examples=["見本市民センター <機器点検> 30日前"]
    )
    make_reconciliation(finished_at=at(9))

    letter = letter_of(make_message(kind=Kind.ALARM))

    assert (
        letter.subject == "［拠点］照合の警報：台帳にない通知3件・余分な通知1件・1日より長く待っている便2通"
    )
    assert letter.text == (
        "通知台帳が、あるべき通知と合いません。11月30日（月）の照合の結果です。\n"
        "\n"
        "台帳にない通知3件・余分な通知1件・1日より長く待っている便2通\n"
        "（あるべき通知 1,243件、照合した時刻 6:00）\n"
        "\n"
        "■ くいちがいの例\n"
        "・見本市民センター <機器点検> 30日前\n"
        "\n"
        "■ すること\n"
        "1. 要対応の一覧を見て、例のものが出ているか確かめます。一覧が正しければ、期限を見落とすことはありません。\n"
        "2. 例のものの担当に、電話などで知らせます。\n"
        "3. サーバーを管理する人に、夜間の点検をやり直すよう頼みます。\n"
        "\n"
        "くわしくは「動作の状況」で見られます。\n"
        "https://kyoten.example.jp/reminders/status/\n"
        "\n"
        "――――\n"
        "市民センター管理「拠点」\n"
        "このメールは「拠点」から自動で送っています。\n"
    )
    assert "<li>見本市民センター &lt;機器点検&gt; 30日前</li>" in letter.html


def test_there_is_no_alarm_of_a_day_whose_reconciliation_agreed():
    make_reconciliation()
    message = make_message(kind=Kind.ALARM)

    assert letters_of_reports([message]) == {}
    with pytest.raises(ValueError, match="2026-11-30"):
        alarm_letter(message, report_facts(MONDAY))


def test_letters_cost_four_queries_however_many_they_are(django_assert_num_queries):
    days = [MONDAY, FRIDAY, date(2026, 11, 26)]
    messages = []
    for on in days:
        make_night(on)
        make_reconciliation(on, missing=1)
        messages += [make_message(on=on), make_message(on=on, kind=Kind.ALARM)]

    with django_assert_num_queries(4):
        one = letters_of_reports(messages[:1])
    with django_assert_num_queries(4):
        all_of_them = letters_of_reports(messages)

    assert (list(one), list(all_of_them)) == ([messages[0].pk], [message.pk for message in messages])

"""Whether reminders work, at the edges of each rule."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from common.business_days import OpenDays
from reminders.rules.health import (
    Finding,
    HealthFacts,
    LastComparison,
    LastNight,
    Level,
    findings,
    last_day_that_should_be_told,
    should_be_sent_before,
    worst,
)

TOKYO = ZoneInfo("Asia/Tokyo")
AT = datetime(2026, 11, 30, 9, 0, tzinfo=TOKYO)
ASK = "サーバーを管理する人に、処理を動かし直すよう頼んでください。"
CLOCK = "サーバーの時計が合っているか、サーバーを管理する人に確かめてください。"
WELL = HealthFacts(
    at=AT,
    night=LastNight(date(2026, 11, 30), datetime(2026, 11, 29, 20, 30, tzinfo=UTC)),
    beat_at=AT,
    worker_at=AT,
    comparison=LastComparison(datetime(2026, 11, 30, 6, 0, tzinfo=TOKYO), differences=0),
)


def ago(hours: int = 0, minutes: int = 0, seconds: int = 0) -> datetime:
    return AT - timedelta(hours=hours, minutes=minutes, seconds=seconds)


def not_well(**changed) -> list[tuple[str, Level]]:
    """The codes and levels of what is not good once these facts have changed."""
    return [
        (found.code, found.level)
        for found in findings(replace(WELL, **changed))
        if found.level is not Level.GOOD
    ]


def test_where_everything_is_well_each_thing_says_so():
    assert findings(WELL) == (
        Finding("sweep-good", Level.GOOD, "夜間の点検は、11月30日（月）5時30分に終わりました。"),
        Finding("beat-good", Level.GOOD, "時計役の処理（beat）は動いています。"),
        Finding("worker-good", Level.GOOD, "作業役の処理（worker）は動いています。"),
        Finding("messages-good", Level.GOOD, "送るはずの便は、どれも送ったか、送っている途中です。"),
        Finding("people-good", Level.GOOD, "通知のある人には、本人か、伝える人にメールが届きます。"),
        Finding("reconciliation-good", Level.GOOD, "通知の照合は、11月30日（月）6時00分に合いました。"),
    )
    assert worst(findings(WELL)) is Level.GOOD


def test_where_nothing_ever_happened_each_thing_says_not_even_once():
    found = findings(HealthFacts(at=AT, night=None, beat_at=None, worker_at=None, comparison=None))

    assert [finding for finding in found if finding.level is not Level.GOOD] == [
        Finding("sweep-never", Level.BAD, f"夜間の点検が、まだ一度も動いていません。{ASK}"),
        Finding("beat-never", Level.BAD, f"時計役の処理（beat）が、まだ一度も動いていません。{ASK}"),
        Finding("worker-never", Level.BAD, f"作業役の処理（worker）が、まだ一度も動いていません。{ASK}"),
        Finding("reconciliation-never", Level.BAD, f"通知の照合が、まだ一度も動いていません。{ASK}"),
    ]


@pytest.mark.parametrize(
    ("ended", "expected"),
    [
        (ago(25, 59), []),
        (ago(26), []),
        (ago(26, 0, 1), [("sweep-late", Level.BAD)]),
        (ago(26, 1), [("sweep-late", Level.BAD)]),
        (ago(), []),
        (ago(seconds=-1), [("sweep-ahead", Level.BAD)]),
    ],
)
def test_a_night_is_missing_after_26_hours_and_never_lies_ahead(ended, expected):
    assert not_well(night=LastNight(ended.date(), ended)) == expected


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2026, 11, 29), []),
        (date(2026, 11, 30), []),
        (date(2026, 12, 1), [("sweep-ahead", Level.BAD)]),
    ],
)
def test_a_night_of_a_day_to_come_is_told_for_it_holds_back_all_before_it(on, expected):
    assert not_well(night=LastNight(on, ago(1))) == expected


@pytest.mark.parametrize("name", ["beat", "worker"])
@pytest.mark.parametrize(
    ("seen", "code"),
    [
        (ago(minutes=4, seconds=59), None),
        (ago(minutes=5), None),
        (ago(minutes=5, seconds=1), "silent"),
        (ago(minutes=-5), None),
        (ago(minutes=-5, seconds=-1), "ahead"),
    ],
)
def test_a_process_is_silent_after_five_minutes(name, seen, code):
    expected = [(f"{name}-{code}", Level.BAD)] if code else []

    assert not_well(**{f"{name}_at": seen}) == expected


@pytest.mark.parametrize(
    ("ended", "differences", "expected"),
    [
        (ago(25, 59), 0, []),
        (ago(26), 0, []),
        (ago(26, 1), 0, ["reconciliation-late"]),
        (ago(26), 1, ["reconciliation-differs"]),
        (ago(26, 1), 1, ["reconciliation-late", "reconciliation-differs"]),
        (ago(minutes=-1), 0, ["reconciliation-ahead"]),
        (ago(minutes=-1), 1, ["reconciliation-ahead", "reconciliation-differs"]),
    ],
)
def test_a_reconciliation_is_missing_after_26_hours_and_differences_are_told(ended, differences, expected):
    found = not_well(comparison=LastComparison(ended, differences))

    assert found == [(code, Level.BAD) for code in expected]


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ({"given_up": 1}, [("messages-given-up", Level.BAD)]),
        ({"late": 1}, [("messages-late", Level.BAD)]),
        ({"given_up": 1, "late": 2}, [("messages-given-up", Level.BAD), ("messages-late", Level.BAD)]),
        ({"unheard": 1}, [("people-unheard", Level.BAD)]),
        ({"unreachable": 1}, [("people-unreachable", Level.WARN)]),
    ],
)
def test_messages_and_people_that_nothing_reaches_are_told(counts, expected):
    assert not_well(**counts) == expected


def test_what_is_not_well_says_since_when_how_many_and_what_to_do():
    found = findings(
        HealthFacts(
            at=AT,
            night=LastNight(date(2026, 11, 28), datetime(2026, 11, 28, 5, 31, tzinfo=TOKYO)),
            beat_at=datetime(2026, 11, 30, 8, 4, tzinfo=TOKYO),
            worker_at=datetime(2026, 12, 1, 8, 4, tzinfo=TOKYO),
            comparison=LastComparison(datetime(2026, 11, 30, 6, 0, tzinfo=TOKYO), differences=3),
            given_up=1,
            late=2,
            unheard=5,
            unreachable=4,
        )
    )

    assert [finding.message for finding in found] == [
        f"夜間の点検が、11月28日（土）5時31分のあと動いていません。{ASK}",
        f"時計役の処理（beat）が、11月30日（月）8時04分から止まっています。{ASK}",
        f"作業役の処理（worker）のしるしが、先の日時（12月1日（火）8時04分）になっています。{CLOCK}",
        "送るのをあきらめた便が1通あります。下の表で相手の返事を読み、アドレスを直してから、もう一度送ってください。",
        "開庁日で1日より長く送れていない便が2通あります。"
        "メールのサーバーが動いているか、サーバーを管理する人に確かめてください。",
        "開庁日で1日より長く、通知がメールで届いていない人が5人います。下の表で相手の返事を読み、それまでは電話で知らせてください。",
        "メールでは知らせられない人が4人います。下の表の人にメールアドレスを登録するか、電話で知らせてください。",
        "最後の照合（11月30日（月）6時00分）で、くいちがいが3件ありました。"
        "下の「照合」の例を読み、要対応の一覧を確かめてください。",
    ]


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        ([], Level.GOOD),
        ([Level.GOOD], Level.GOOD),
        ([Level.GOOD, Level.WARN], Level.WARN),
        ([Level.WARN, Level.BAD, Level.GOOD], Level.BAD),
    ],
)
def test_the_worst_level_counts(levels, expected):
    assert worst(Finding("x", level, "") for level in levels) is expected


DAYS = OpenDays(closed={date(2026, 11, 23): "勤労感謝の日"}, covers_until=date(2027, 12, 31))


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        # Thursday noon: since Wednesday noon.
        ((26, 12, 0), (25, 12, 0)),
        ((26, 0, 0), (25, 0, 0)),
        # Over the weekend nothing counts: since Friday's beginning, then since Friday noon.
        ((28, 0, 0), (27, 0, 0)),
        ((29, 23, 59), (27, 0, 0)),
        ((30, 0, 0), (27, 0, 0)),
        ((30, 12, 0), (27, 12, 0)),
        # After a weekend and a holiday on the Monday.
        ((24, 5, 30), (20, 5, 30)),
        ((25, 0, 0), (24, 0, 0)),
    ],
)
def test_a_message_may_wait_for_24_hours_of_open_days(at, expected):
    assert should_be_sent_before(_in_november(*at), DAYS) == _in_november(*expected)


def _in_november(day: int, hour: int, minute: int) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=TOKYO)


@pytest.mark.parametrize(
    ("at", "last"),
    [
        (datetime(2026, 11, 27, 11, 59, tzinfo=TOKYO), date(2026, 11, 25)),
        (datetime(2026, 11, 27, 12, 0, tzinfo=TOKYO), date(2026, 11, 26)),
        # Over the weekend nothing is due.
        (datetime(2026, 11, 29, 12, 0, tzinfo=TOKYO), date(2026, 11, 26)),
        (datetime(2026, 11, 30, 12, 0, tzinfo=TOKYO), date(2026, 11, 27)),
    ],
)
def test_a_notice_should_be_told_by_noon_of_the_next_open_day(at, last):
    assert last_day_that_should_be_told(at, DAYS) == last

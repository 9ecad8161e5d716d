"""Whether reminders work (動作の状況): from the signs of life to findings, each with what to do about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from common.eras import weekday_kanji

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from common.business_days import Calendar

NIGHT_WITHIN = timedelta(hours=26)
"""One night and some room: after it, a night is missing."""

SILENT_AFTER = timedelta(minutes=5)

SENT_WITHIN = timedelta(hours=24)
"""Counted on open days: what is made on a Friday may wait over the weekend."""

HALF_A_DAY = timedelta(hours=12)

ASK_THE_SERVER = "サーバーを管理する人に、処理を動かし直すよう頼んでください。"


class Level(StrEnum):
    """How serious a finding is: all is well, somebody should look, or reminders do not work."""

    GOOD = "good"
    WARN = "warn"
    BAD = "bad"


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at (点検した事項): ``code`` for programs, ``message`` for people: what is so,
    and what to do where it is not well."""

    code: str
    level: Level
    message: str


@dataclass(frozen=True)
class LastNight:
    """The last good sweep: of which day, and when it ended."""

    on: date
    finished_at: datetime


@dataclass(frozen=True)
class LastComparison:
    """The last reconciliation (照合): when it ended, and how many differences it found."""

    finished_at: datetime
    differences: int


@dataclass(frozen=True)
class HealthFacts:
    """All that is known at an instant. None: it never happened.

    ``given_up`` and ``late`` count messages, ``unheard`` people whose notices wait for longer than a mail
    may, ``unreachable`` people with notices that no mail can carry.
    """

    at: datetime
    night: LastNight | None
    beat_at: datetime | None
    worker_at: datetime | None
    comparison: LastComparison | None
    given_up: int = 0
    late: int = 0
    unheard: int = 0
    unreachable: int = 0


def findings(facts: HealthFacts) -> tuple[Finding, ...]:
    """Everything that was looked at, the good as well as the bad, always in the same order."""
    return (
        _night(facts),
        _process("beat", "時計役の処理（beat）", facts.beat_at, facts.at),
        _process("worker", "作業役の処理（worker）", facts.worker_at, facts.at),
        *_messages(facts),
        _people(facts),
        *_comparison(facts),
    )


def worst(found: Iterable[Finding]) -> Level:
    """The most serious level among them."""
    levels = {finding.level for finding in found}
    return next((level for level in (Level.BAD, Level.WARN) if level in levels), Level.GOOD)


def should_be_sent_before(at: datetime, days: Calendar) -> datetime:
    """What was made before this instant has waited for more than 24 hours of open days (開庁日)."""
    left, until = SENT_WITHIN, at
    while True:
        midnight = _midnight_before(until)
        if days.is_open(midnight.date()):
            if until - midnight >= left:
                return until - left
            left -= until - midnight
        until = midnight


def last_day_that_should_be_told(at: datetime, days: Calendar) -> date:
    """The notices of this day and of those before should have left by mail: by noon of the next open day, as
    should those that just missed the mail of their own morning."""
    return (should_be_sent_before(at, days) - HALF_A_DAY).date()


def _midnight_before(at: datetime) -> datetime:
    midnight = at.replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight if midnight < at else midnight - timedelta(days=1)


def _night(facts: HealthFacts) -> Finding:
    night = facts.night
    if night is None:
        return Finding("sweep-never", Level.BAD, f"夜間の点検が、まだ一度も動いていません。{ASK_THE_SERVER}")
    told = _told(night.finished_at, facts.at)
    if night.finished_at > facts.at or night.on > facts.at.date():
        return Finding(
            "sweep-ahead",
            Level.BAD,
            f"最後の夜間の点検が、先の日時（{told}）になっています。"
            "サーバーの時計が合っているか、サーバーを管理する人に確かめてください。",
        )
    if facts.at - night.finished_at > NIGHT_WITHIN:
        return Finding(
            "sweep-late",
            Level.BAD,
            f"夜間の点検が、{told}のあと動いていません。{ASK_THE_SERVER}",
        )
    return Finding("sweep-good", Level.GOOD, f"夜間の点検は、{told}に終わりました。")


def _process(code: str, name: str, seen_at: datetime | None, at: datetime) -> Finding:
    if seen_at is None:
        return Finding(f"{code}-never", Level.BAD, f"{name}が、まだ一度も動いていません。{ASK_THE_SERVER}")
    told = _told(seen_at, at)
    # Machines never agree to the second.
    if seen_at - at > SILENT_AFTER:
        return Finding(
            f"{code}-ahead",
            Level.BAD,
            f"{name}のしるしが、先の日時（{told}）になっています。"
            "サーバーの時計が合っているか、サーバーを管理する人に確かめてください。",
        )
    if at - seen_at > SILENT_AFTER:
        return Finding(
            f"{code}-silent",
            Level.BAD,
            f"{name}が、{told}から止まっています。{ASK_THE_SERVER}",
        )
    return Finding(f"{code}-good", Level.GOOD, f"{name}は動いています。")


def _messages(facts: HealthFacts) -> Iterator[Finding]:
    if facts.given_up:
        yield Finding(
            "messages-given-up",
            Level.BAD,
            f"送るのをあきらめた便が{facts.given_up}通あります。"
            "下の表で相手の返事を読み、アドレスを直してから、もう一度送ってください。",
        )
    if facts.late:
        yield Finding(
            "messages-late",
            Level.BAD,
            f"開庁日で1日より長く送れていない便が{facts.late}通あります。"
            "メールのサーバーが動いているか、サーバーを管理する人に確かめてください。",
        )
    if facts.unheard:
        yield Finding(
            "people-unheard",
            Level.BAD,
            f"開庁日で1日より長く、通知がメールで届いていない人が{facts.unheard}人います。"
            "下の表で相手の返事を読み、それまでは電話で知らせてください。",
        )
    if not facts.given_up and not facts.late and not facts.unheard:
        yield Finding("messages-good", Level.GOOD, "送るはずの便は、どれも送ったか、送っている途中です。")


def _people(facts: HealthFacts) -> Finding:
    if facts.unreachable:
        return Finding(
            "people-unreachable",
            Level.WARN,
            f"メールでは知らせられない人が{facts.unreachable}人います。"
            "下の表の人にメールアドレスを登録するか、電話で知らせてください。",
        )
    return Finding("people-good", Level.GOOD, "通知のある人には、本人か、伝える人にメールが届きます。")


def _comparison(facts: HealthFacts) -> Iterator[Finding]:
    last = facts.comparison
    if last is None:
        yield Finding(
            "reconciliation-never", Level.BAD, f"通知の照合が、まだ一度も動いていません。{ASK_THE_SERVER}"
        )
        return
    told = _told(last.finished_at, facts.at)
    if last.finished_at > facts.at:
        yield Finding(
            "reconciliation-ahead",
            Level.BAD,
            f"最後の照合が、先の日時（{told}）になっています。"
            "サーバーの時計が合っているか、サーバーを管理する人に確かめてください。",
        )
    elif facts.at - last.finished_at > NIGHT_WITHIN:
        yield Finding(
            "reconciliation-late",
            Level.BAD,
            f"通知の照合が、{told}のあと動いていません。{ASK_THE_SERVER}",
        )
    elif not last.differences:
        yield Finding("reconciliation-good", Level.GOOD, f"通知の照合は、{told}に合いました。")
    if last.differences:
        yield Finding(
            "reconciliation-differs",
            Level.BAD,
            f"最後の照合（{told}）で、くいちがいが{last.differences}件ありました。"
            "下の「照合」の例を読み、要対応の一覧を確かめてください。",
        )


def _told(instant: datetime, at: datetime) -> str:
    """11月28日（土）5時30分, in the time zone of whoever asks."""
    there = instant.astimezone(at.tzinfo)
    day = f"{there.month}月{there.day}日（{weekday_kanji(there)}）"
    return f"{day}{there.hour}時{there.minute:02}分"

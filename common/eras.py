"""Japanese eras (和暦・元号): days shown in them and read from them.

Days are kept in the Western calendar and turned into an era on the way out and in. An era begins on the day
itself: 7 January 1989 is 昭和64年1月7日, 8 January is 平成元年1月8日.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta

WEEKDAYS = "月火水木金土日"


class NotADay(ValueError):
    """A text is no day; the message says in one plain sentence why, or how to write it."""


@dataclass(frozen=True)
class Era:
    """One era (元号): its name, its letter, its first day, and its last (None: still running)."""

    name: str
    letter: str
    first: date
    last: date | None

    def contains(self, day: date) -> bool:
        """Whether the day lies in the era; its first and its last day do."""
        return self.first <= day and (self.last is None or day <= self.last)

    def year_of(self, western: int) -> int:
        """The year of the era that lies in this Western year; 1 is written 元年."""
        return western - self.first.year + 1

    def western_year(self, year: int) -> int:
        """The Western year in which this year of the era lies."""
        return self.first.year + year - 1

    def label(self, western: int) -> str:
        """The year as it is written: 令和元年, 令和8年."""
        year = self.year_of(western)
        return f"{self.name}{'元' if year == 1 else year}年"


_BEGINNINGS = (
    ("大正", "T", date(1912, 7, 30)),
    ("昭和", "S", date(1926, 12, 25)),
    ("平成", "H", date(1989, 1, 8)),
    ("令和", "R", date(2019, 5, 1)),
)
_LAST_DAYS = (*(first - timedelta(days=1) for _, _, first in _BEGINNINGS[1:]), None)
ERAS: tuple[Era, ...] = tuple(
    Era(name, letter, first, last)
    for (name, letter, first), last in zip(_BEGINNINGS, _LAST_DAYS, strict=True)
)

_ERA_NAMES = "|".join(era.name for era in ERAS)
_ERA_LETTERS = "".join(era.letter for era in ERAS)
ERA_YEAR_PATTERN = rf"(?P<era>{_ERA_NAMES}|[{_ERA_LETTERS}])(?P<year>元|[0-9]{{1,3}})"
_MONTH_AND_DAY = (
    r"(?:年(?P<m>[0-9]{1,2})月(?P<d>[0-9]{1,2})日"
    r"|(?P<s>[./-])(?P<m2>[0-9]{1,2})(?P=s)(?P<d2>[0-9]{1,2}))"
)
_ERA_DAY = re.compile(ERA_YEAR_PATTERN + _MONTH_AND_DAY)
_WESTERN_DAY = re.compile(r"(?P<year>[0-9]{4})" + _MONTH_AND_DAY)


def era_of(day: date) -> Era | None:
    """The era in which the day lies; None before 30 July 1912."""
    return next((era for era in ERAS if era.contains(day)), None)


def era_named(text: str) -> Era:
    """The era with this name (令和) or letter (R)."""
    return next(era for era in ERAS if text in {era.name, era.letter})


def era_year(day: date) -> str:
    """The year of the day: 令和8年, 令和元年; before the eras known here the Western year, 1900年."""
    era = era_of(day)
    return era.label(day.year) if era else f"{day.year}年"


def era_month(day: date) -> str:
    """The month of the day: 令和8年11月."""
    return f"{era_year(day)}{day.month}月"


def era_day(day: date) -> str:
    """The day: 令和8年11月23日."""
    return f"{era_month(day)}{day.day}日"


def weekday_kanji(day: date) -> str:
    """The day of the week in one letter: 月 to 日."""
    return WEEKDAYS[day.weekday()]


def era_day_with_weekday(day: date, *, holiday: bool = False) -> str:
    """The day with its weekday: 令和8年11月24日（火）, and for a public holiday 令和8年11月23日（月・祝）."""
    return f"{era_day(day)}（{weekday_kanji(day)}{'・祝' if holiday else ''}）"


_DASHES = str.maketrans({"ー": "-", "‐": "-", "‑": "-", "–": "-", "−": "-", "―": "-", "。": "."})


def plain_text(text: str) -> str:
    """The text as the readers here want it: narrow digits, ㋿ in full, no spaces, large letters."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).translate(_DASHES).upper()


def western_year(match: re.Match[str], text: str) -> int:
    """The Western year of a match of ``ERA_YEAR_PATTERN``. Raises ``NotADay`` for a year 0."""
    year = 1 if match["year"] == "元" else int(match["year"])
    if year == 0:
        message = f"「{text}」は読めません。0年という年はありません。"
        raise NotADay(message)
    return era_named(match["era"]).western_year(year)


def make_day(year: int, month: int, day: int, text: str) -> date:
    """The day, or ``NotADay`` naming the text when the calendar has no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        message = f"「{text}」という日は暦にありません。"
        raise NotADay(message) from None


def parse_era_day(text: str) -> date:
    """The day written in Japanese eras or in the Western calendar.

    Reads 令和8年11月23日, R8.11.23, 令和元年5月1日, 2026-11-23, 2026/11/23, 2026年11月23日, with full-width
    digits and spaces as well. Raises ``NotADay`` when it cannot be read, when the calendar has no such day,
    and when the day lies outside the era it is given in; then the message names the right era.
    """
    plain = plain_text(text)
    if match := _WESTERN_DAY.fullmatch(plain):
        return make_day(
            int(match["year"]), int(match["m"] or match["m2"]), int(match["d"] or match["d2"]), text
        )
    match = _ERA_DAY.fullmatch(plain)
    if match is None:
        message = (
            f"「{text}」は日付として読めません。「令和8年11月23日」か「2026-11-23」のように書いてください。"
        )
        raise NotADay(message)
    year = western_year(match, text)
    day = make_day(year, int(match["m"] or match["m2"]), int(match["d"] or match["d2"]), text)
    if not era_named(match["era"]).contains(day):
        message = f"「{text}」は元号が違います。正しくは{era_day(day)}です。"
        raise NotADay(message)
    return day

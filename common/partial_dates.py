"""Days known only in part (日付のわかる範囲): 令和3年2月, 1970年度."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from common.eras import (
    ERA_YEAR_PATTERN,
    ERAS,
    Era,
    NotADay,
    era_month,
    era_named,
    era_of,
    era_year,
    parse_era_day,
    plain_text,
    western_year,
)
from common.fiscal_year import FiscalYear

REIWA = ERAS[-1]


class Precision(StrEnum):
    """How exactly a day is known (わかる範囲)."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    FISCAL_YEAR = "fiscal_year"

    @property
    def label(self) -> str:
        """In the office's words."""
        return {"day": "日まで", "month": "月まで", "year": "年まで", "fiscal_year": "年度まで"}[self.value]


@dataclass(frozen=True, order=True)
class PartialDate:
    """A day known to lie between its first and its last possible day, both included.

    The span is a day, a month, a year or a fiscal year; a month or a year given in an era counts only the
    days that lie in that era (令和元年 begins on 1 May 2019). Sorts by the first possible day, then by the
    last. Raises ``ValueError`` when the span is none of these.
    """

    first: date
    last: date
    precision: Precision

    def __post_init__(self) -> None:
        whole = _whole(self.first, Precision(self.precision))
        spans = [whole, *(_cut(whole, era) for era in ERAS)]
        if (self.first, self.last) not in spans:
            span = f"{self.first.isoformat()}から{self.last.isoformat()}まで"
            message = f"{span}は、わかる範囲（{self.precision}）に合いません。"
            raise ValueError(message)

    @classmethod
    def of_day(cls, day: date) -> PartialDate:
        """A day known exactly."""
        return cls(day, day, Precision.DAY)

    @classmethod
    def of_month(cls, year: int, month: int) -> PartialDate:
        """Some day of this month of this Western year."""
        return cls(*_whole(date(year, month, 1), Precision.MONTH), Precision.MONTH)

    @classmethod
    def of_year(cls, year: int) -> PartialDate:
        """Some day of this Western year."""
        return cls(*_whole(date(year, 1, 1), Precision.YEAR), Precision.YEAR)

    @classmethod
    def of_fiscal_year(cls, year: int) -> PartialDate:
        """Some day of the fiscal year that begins in this Western year."""
        return cls(*_whole(date(year, 4, 1), Precision.FISCAL_YEAR), Precision.FISCAL_YEAR)

    def certainly_by(self, day: date) -> bool:
        """Whether it has certainly come by this day (that day included)."""
        return self.last <= day

    def possibly_by(self, day: date) -> bool:
        """Whether it may have come by this day; a status says 日は要確認 while it is not certain."""
        return self.first <= day

    @property
    def label(self) -> str:
        """As it is known: 令和3年2月; before 令和 with the Western year, 昭和56年（1981年）3月."""
        if self.precision is Precision.FISCAL_YEAR:
            year = FiscalYear.of(self.first)
            era = era_of(date(year.year, 12, 31))
            return year.label if era in {None, REIWA} else f"{year.label}（{year.year}年度）"
        era = era_of(self.first)
        if era is None or era is not era_of(self.last):
            return f"{self.first.year}年{self._below_the_year}"
        western = "" if era is REIWA else f"（{self.first.year}年）"
        return f"{era.label(self.first.year)}{western}{self._below_the_year}"

    @property
    def input_text(self) -> str:
        """As it is typed into a form: ``parse(date.input_text) == date``."""
        if self.precision is Precision.FISCAL_YEAR:
            return f"{self.first.year}年度"
        if self.precision is Precision.DAY:
            return self.first.isoformat()
        if (self.first, self.last) != _whole(self.first, self.precision):
            return f"{era_year(self.first)}{self._below_the_year}"
        return f"{self.first:%Y}" if self.precision is Precision.YEAR else f"{self.first:%Y-%m}"

    def __str__(self) -> str:
        return self.label

    @property
    def _below_the_year(self) -> str:
        if self.precision is Precision.YEAR:
            return ""
        month = f"{self.first.month}月"
        return month if self.precision is Precision.MONTH else f"{month}{self.first.day}日"


def _whole(day: date, precision: Precision) -> tuple[date, date]:
    """The whole day, month, year or fiscal year around a day."""
    if precision is Precision.DAY:
        return day, day
    if precision is Precision.MONTH:
        return day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1])
    if precision is Precision.YEAR:
        return date(day.year, 1, 1), date(day.year, 12, 31)
    return FiscalYear.of(day).first_day, FiscalYear.of(day).last_day


def _cut(span: tuple[date, date], era: Era) -> tuple[date, date] | None:
    """The days of the span that lie in the era; None when none does."""
    first = max(span[0], era.first)
    last = span[1] if era.last is None else min(span[1], era.last)
    return (first, last) if first <= last else None


_YEAR = rf"(?:{ERA_YEAR_PATTERN}|(?P<western>[0-9]{{4}}))"
_FISCAL_YEAR = re.compile(_YEAR + "年度")
_JUST_YEAR = re.compile(_YEAR + "年?")
_MONTH = re.compile(_YEAR + r"(?:年(?P<m>[0-9]{1,2})月|[./-](?P<m2>[0-9]{1,2}))")


def parse(text: str) -> PartialDate:
    """The day as far as the text tells it.

    Reads a full day as ``parse_era_day`` does, and 令和3年2月, 2021-02, R3.2, 令和3年, 2021, 昭和45年度,
    1970年度. Raises ``NotADay`` with a plain sentence when it cannot be read or lies outside the era it is
    given in.
    """
    plain = plain_text(text)
    if match := _FISCAL_YEAR.fullmatch(plain):
        return _in_era(PartialDate.of_fiscal_year(_western(match, text)), match, text)
    if match := _JUST_YEAR.fullmatch(plain):
        return _in_era(PartialDate.of_year(_western(match, text)), match, text)
    if match := _MONTH.fullmatch(plain):
        month = int(match["m"] or match["m2"])
        if not 1 <= month <= 12:
            message = f"「{text}」は読めません。月は1から12までです。"
            raise NotADay(message)
        return _in_era(PartialDate.of_month(_western(match, text), month), match, text)
    try:
        return PartialDate.of_day(parse_era_day(text))
    except NotADay as error:
        if "日付として読めません" not in str(error):
            raise
        message = (
            f"「{text}」は日付として読めません。"
            "「令和3年2月1日」「令和3年2月」「令和3年」「昭和45年度」のように、わかる範囲で書いてください。"
        )
        raise NotADay(message) from None


def _western(match: re.Match[str], text: str) -> int:
    if match["western"] is None:
        return western_year(match, text)
    if match["western"] == "0000":
        message = f"「{text}」は読めません。0年という年はありません。"
        raise NotADay(message)
    return int(match["western"])


def _in_its_own_era(whole: PartialDate) -> str:
    if whole.precision is Precision.FISCAL_YEAR:
        return whole.label
    return era_month(whole.last) if whole.precision is Precision.MONTH else era_year(whole.last)


def _in_era(whole: PartialDate, match: re.Match[str], text: str) -> PartialDate:
    """What of the month or year lies in the era it was given in; a fiscal year stays whole."""
    if match["era"] is None:
        return whole
    span = _cut((whole.first, whole.last), era_named(match["era"]))
    if span is None:
        right = _in_its_own_era(whole)
        message = f"「{text}」は元号が違います。正しくは{right}です。"
        raise NotADay(message)
    if whole.precision is Precision.FISCAL_YEAR:
        return whole
    return PartialDate(*span, whole.precision)

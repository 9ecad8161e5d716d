"""The office's open days (開庁日) from the table that comes with the programme."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from common.business_days import YEAR_END, OpenDays
from common.eras import weekday_kanji

if TYPE_CHECKING:
    from collections.abc import Mapping

SHIPPED = Path(__file__).parent / "catalogues" / "closed_days.yaml"


class ClosedDaysError(ValueError):
    """The table of closed days cannot be read; the message names the file and what is wrong."""


def load_office_days(path: Path = SHIPPED, extra: Mapping[date, str] | None = None) -> OpenDays:
    """The office's open days as the table says, less its own closed days (``extra``: day and name)."""
    shipped = _shipped() if path == SHIPPED else _read(path)
    if not extra:
        return shipped
    return OpenDays(
        closed={**shipped.closed, **extra}, covers_from=shipped.covers_from, covers_until=shipped.covers_until
    )


def is_public_holiday(day: date) -> bool:
    """Whether it is a public holiday (祝日・休日), as far as the table reaches; past it, nobody knows yet."""
    return load_office_days().closed.get(day, YEAR_END) != YEAR_END


def short_day(day: date) -> str:
    """11月24日（火）, and on a public holiday 11月23日（月・祝）: for days of the fiscal year at hand."""
    return f"{day.month}月{day.day}日{weekday(day)}"


def weekday(day: date) -> str:
    """The day of the week in brackets: （火）, and on a public holiday （月・祝）."""
    return f"（{weekday_kanji(day)}{'・祝' if is_public_holiday(day) else ''}）"


@cache
def _shipped() -> OpenDays:
    return _read(SHIPPED)


def _read(path: Path) -> OpenDays:
    try:
        table = yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        message = f"{path.name}：YAMLとして読めません（{error}）。"
        raise ClosedDaysError(message) from None
    days = table.get("days") if isinstance(table, dict) else None
    if not isinstance(days, dict) or not all(
        isinstance(day, date) and isinstance(name, str) for day, name in days.items()
    ):
        message = f"{path.name}：days に「日付: 名称」の一覧がありません。"
        raise ClosedDaysError(message)
    return OpenDays(
        closed=days,
        covers_from=_day(path, table, "covers_from"),
        covers_until=_day(path, table, "covers_until"),
    )


def _day(path: Path, table: dict[str, Any], name: str) -> date:
    day = table.get(name)
    if not isinstance(day, date):
        message = f"{path.name}：{name} に日付がありません。"
        raise ClosedDaysError(message)
    return day

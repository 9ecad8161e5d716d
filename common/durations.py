"""How long something lasts, in words: 1年4か月, 20日."""

from __future__ import annotations

from datetime import date, timedelta

from common.months import add_months

MONTHS_OF_A_YEAR = 12


def time_left(last: date | None, *, on: date) -> str:
    """How long it lasts, today and the last day included: 1年4か月, 20日, きょうまで.

    Whole months only; below one month the days to the last day. Empty once it is over, and while the last day
    is not known.
    """
    if last is None or last < on:
        return ""
    if last == on:
        return "きょうまで"
    return span_in_words(on, last + timedelta(days=1)) or f"{(last - on).days}日"


def span_in_words(begin: date, end: date) -> str:
    """The whole months from a day to a later one: 2年7か月; empty below one month."""
    years, months = divmod(_whole_months(begin, end), MONTHS_OF_A_YEAR)
    return (f"{years}年" if years else "") + (f"{months}か月" if months else "")


def _whole_months(begin: date, end: date) -> int:
    months = (end.year - begin.year) * MONTHS_OF_A_YEAR + end.month - begin.month
    return months if add_months(begin, months) <= end else months - 1

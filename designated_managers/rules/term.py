"""The term of a designation in words, and how long it still lasts (指定期間・残り)."""

from __future__ import annotations

from datetime import date, timedelta

from common.eras import era_day
from common.months import add_months

MONTHS_OF_A_YEAR = 12


def term_in_words(first: date | None, last: date | None) -> str:
    """令和6年4月1日から令和11年3月31日まで; an end that is not known is said to be unknown."""
    begins = era_day(first) if first else "初日不明"
    ends = era_day(last) if last else "末日不明"
    return f"{begins}から{ends}まで"


def remaining(last: date | None, *, on: date) -> str:
    """How long it still lasts, today included: 1年4か月, 20日, きょうまで.

    Whole months only, days below one month. Empty once it is over, and while the last day is not known.
    """
    if last is None or last < on:
        return ""
    if last == on:
        return "きょうまで"
    months = _whole_months(on, day_after(last))
    if months < 1:
        return f"{(last - on).days}日"
    years, months = divmod(months, MONTHS_OF_A_YEAR)
    return (f"{years}年" if years else "") + (f"{months}か月" if months else "")


def day_after(last: date) -> date:
    """The first day on which the term no longer runs: the first day of whatever follows."""
    return last + timedelta(days=1)


def _whole_months(begin: date, end: date) -> int:
    months = (end.year - begin.year) * MONTHS_OF_A_YEAR + end.month - begin.month
    return months if add_months(begin, months) <= end else months - 1

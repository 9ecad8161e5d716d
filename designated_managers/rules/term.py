"""The term of a designation (指定期間) in words, and the day after it."""

from __future__ import annotations

from datetime import date, timedelta

from common.eras import era_day


def term_in_words(first: date | None, last: date | None) -> str:
    """令和6年4月1日から令和11年3月31日まで; an end that is not known is said to be unknown."""
    begins = era_day(first) if first else "初日不明"
    ends = era_day(last) if last else "末日不明"
    return f"{begins}から{ends}まで"


def day_after(last: date) -> date:
    """The first day on which the term no longer runs: the first day of whatever follows."""
    return last + timedelta(days=1)

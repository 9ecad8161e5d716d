"""The term of a designation (指定期間) in words, and the day after it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from common.eras import era_day
from common.periods import Period

if TYPE_CHECKING:
    from designated_managers.rules.stage import DesignationDays


def term_in_words(first: date | None, last: date | None) -> str:
    """令和6年4月1日から令和11年3月31日まで; an end that is not known is said to be unknown."""
    begins = era_day(first) if first else "初日不明"
    ends = era_day(last) if last else "末日不明"
    return f"{begins}から{ends}まで"


def day_after(last: date) -> date:
    """The first day on which the term no longer runs: the first day of whatever follows."""
    return last + timedelta(days=1)


def reading_days(days: DesignationDays, *, before: int, after: int) -> Period | None:
    """The days on which the organisation reads its centre (閲覧できる期間): so many before the first day with
    effect to so many after the last, both included; None where the designation never has effect.

    An end that is not known reaches as far as days go. Nobody reads before the designation is made; that is
    asked on the day itself.
    """
    first, last = days.effect
    return None if first > last else Period(first, last).widened(before=before, after=after)

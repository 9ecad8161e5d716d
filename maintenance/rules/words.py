"""Cycles in the words of the office (周期の言い方)."""

from __future__ import annotations

from maintenance.choices import Counting

YEAR = 12


def span_words(months: int) -> str:
    """So many months: 6か月, 1年, 3年, 1年6か月."""
    years, rest = divmod(months, YEAR)
    return (f"{years}年" if years else "") + (f"{rest}か月" if rest else "")


def cycle_words(counting: str, months: int | None) -> str:
    """How often, as one says it: 6か月ごと, 毎年度, 毎月, そのつど."""
    if counting == Counting.STANDING:
        return "常に（年に1回確かめる）"
    if counting == Counting.ONCE:
        return "一度だけ"
    if months is None:
        return "そのつど"
    if counting == Counting.FISCAL_YEAR:
        return _by_fiscal_year(months)
    if counting == Counting.CALENDAR_MONTH and months == 1:
        return "毎月"
    return f"{span_words(months)}ごと"


def report_words(months: int | None) -> str:
    """How often it is reported: 1年に1回; empty where it is not."""
    return f"{span_words(months)}に1回" if months else ""


def _by_fiscal_year(months: int) -> str:
    if months == YEAR:
        return "毎年度1回"
    if months < YEAR and YEAR % months == 0:
        return f"毎年度{YEAR // months}回"
    if months % YEAR == 0:
        return f"{months // YEAR}年度に1回"
    return f"{span_words(months)}ごと（年度で数える）"

"""The term of the contract that follows (次の契約の期間) and its notice day, as the form proposes them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from common.fiscal_year import FiscalYear
from common.months import add_months, last_of_month
from common.periods import Period
from common.problems import Problem
from maintenance.choices import ContractKind

if TYPE_CHECKING:
    from collections.abc import Iterator

ONE_DAY = timedelta(days=1)

EARLIEST_DAY, LATEST_DAY = date(1950, 4, 1), date(2200, 3, 31)
"""The term of a contract lies between these days: in fiscal years for which amounts can be entered."""


def problems_with_term_days(first_on: date | None, last_on: date | None) -> Iterator[Problem]:
    """That a term begins or ends on a day that no contract has."""
    reach = f"{_in_words(EARLIEST_DAY)}から{_in_words(LATEST_DAY)}まで"
    for field, name, day in (("first_on", "初日", first_on), ("last_on", "末日", last_on)):
        if day is not None and not EARLIEST_DAY <= day <= LATEST_DAY:
            yield Problem("day-out-of-reach", f"{name}は、{reach}の日にしてください。", field=field)


def _in_words(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def following_term(term: Period, contract_kind: str) -> Period | None:
    """The term that most likely follows this one without a gap.

    A contract of a single fiscal year (単年度契約) is followed by the rest of the fiscal year in which the
    next day lies; any other by as many whole months as this one has, or as many days where its months are
    not whole. None after a term that ends out of reach: nothing can follow it.
    """
    if term.last >= LATEST_DAY:
        return None
    first = term.last + ONE_DAY
    if contract_kind == ContractKind.SINGLE_YEAR:
        return Period(first, FiscalYear.of(first).last_day)
    months = (first.year - term.first.year) * 12 + first.month - term.first.month
    if months and add_months(term.first, months) == first:
        return Period(first, add_months(first, months) - ONE_DAY)
    return Period(first, term.last + timedelta(days=term.days))


def following_notice(notice_on: date, term: Period, following: Period) -> date:
    """The notice day of the contract that follows: as long before its end as this one's was before its own.

    In whole months where this one lay so many before its end, or on a last day of a month before a last day
    of a month; else in days. Never before the term that follows begins.
    """
    months = (term.last.year - notice_on.year) * 12 + term.last.month - notice_on.month
    ends_of_months = notice_on == last_of_month(notice_on) and term.last == last_of_month(term.last)
    if ends_of_months:
        day = last_of_month(add_months(following.last, -months))
    elif add_months(term.last, -months) == notice_on:
        day = add_months(following.last, -months)
    else:
        day = following.last - (term.last - notice_on)
    return max(day, following.first)

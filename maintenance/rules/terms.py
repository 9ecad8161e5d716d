"""The term of the contract that follows (次の契約の期間) and its notice day, as the form proposes them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from common.fiscal_year import FiscalYear
from common.months import add_months, last_of_month
from common.periods import Period
from maintenance.choices import ContractKind

if TYPE_CHECKING:
    from datetime import date

ONE_DAY = timedelta(days=1)


def following_term(term: Period, contract_kind: str) -> Period:
    """The term that most likely follows this one without a gap.

    A contract of a single fiscal year (単年度契約) is followed by the rest of the fiscal year in which the
    next day lies; any other by as many whole months as this one has, or as many days where its months are
    not whole.
    """
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

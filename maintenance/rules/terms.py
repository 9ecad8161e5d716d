"""The term of the contract that follows (次の契約の期間), as the form proposes it."""

from __future__ import annotations

from datetime import timedelta

from common.fiscal_year import FiscalYear
from common.months import add_months
from common.periods import Period
from maintenance.choices import ContractKind

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

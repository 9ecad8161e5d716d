"""What is to be expected of a coming fiscal year (来年度の見込み): due days and shares of amounts."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from common.months import last_of_month
from common.periods import Period
from maintenance.rules.cycles import next_due

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

ONE_DAY = timedelta(days=1)


def turns_expected(due_on: date, cycle_months: int, within: Period) -> tuple[date, ...]:
    """The due days of a series that fall into the term, if every turn is done on its due day.

    The first one is due on ``due_on``; an overdue one counts as done before the term begins.
    """
    return tuple(day for day in _due_days(due_on, cycle_months, until=within.last) if day >= within.first)


def _due_days(due_on: date, cycle_months: int, *, until: date) -> Iterator[date]:
    while due_on <= until:
        yield due_on
        due_on = next_due(due_on, cycle_months)


def share_of_amount(amount: int, term: Period, within: Period) -> int:
    """What of an amount for a whole term falls on the days it shares with another, in yen.

    By months where both consist of whole ones, else by days; rounded down, and the term's end takes the
    remainder, so that the shares of years that follow one another add up to the amount.
    """
    if not term.overlaps(within):
        return 0
    length = _ruler(term, within)
    shared = length(Period(max(term.first, within.first), min(term.last, within.last)))
    before = length(Period(term.first, within.first - ONE_DAY)) if term.first < within.first else 0
    return amount * (before + shared) // length(term) - amount * before // length(term)


def going_on_at(amount: int, term: Period, after: Period) -> int:
    """What another term costs at the price of one that ended, in yen, rounded down."""
    length = _ruler(term, after)
    return amount * length(after) // length(term)


def _ruler(*terms: Period) -> Callable[[Period], int]:
    """How terms are measured against each other: in months if all of them are whole months, else in days."""
    whole = all(term.first.day == 1 and term.last == last_of_month(term.last) for term in terms)
    return _months if whole else _days


def _months(term: Period) -> int:
    return 12 * (term.last.year - term.first.year) + term.last.month - term.first.month + 1


def _days(term: Period) -> int:
    return term.days

"""How a centre was used, month by month, as the monthly reports tell it (利用の状況)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from common.fiscal_year import FiscalYear
from common.months import MONTHS_OF_YEAR, add_months
from designated_managers.models import MonthlyFigures

if TYPE_CHECKING:
    from datetime import date

    from common.scope import Scope


@dataclass(frozen=True)
class YearOfPeople:
    """A fiscal year by its months, April first: how many people came; None where no report tells it."""

    year: FiscalYear
    people: tuple[int | None, ...]

    @property
    def is_known(self) -> bool:
        """Whether any month is known."""
        return any(count is not None for count in self.people)


def people_by_month(centre_id: int, *, scope: Scope, on: date) -> tuple[YearOfPeople, YearOfPeople]:
    """利用人数 of this fiscal year and of the last, from the versions handed in last; one query.

    Where two designations meet within a month its people are those of both.
    """
    this_year = FiscalYear.of(on)
    last_year = this_year - 1
    rows = (
        MonthlyFigures.objects.within(scope)
        .filter(
            submission__obligation__designation__centre=centre_id,
            submission__obligation__period_first__range=(last_year.first_day, this_year.last_day),
            submission__submitted_on__lte=on,
            people__isnull=False,
        )
        .of_latest_versions()
        .values_list("submission__obligation__period_first", "people")
    )
    found: dict[date, int] = {}
    for first, people in rows:
        month = first.replace(day=1)
        found[month] = found.get(month, 0) + (people or 0)
    return _year(this_year, found), _year(last_year, found)


def _year(year: FiscalYear, found: dict[date, int]) -> YearOfPeople:
    months = [add_months(year.first_day, number) for number in range(MONTHS_OF_YEAR)]
    return YearOfPeople(year, tuple(found.get(month) for month in months))

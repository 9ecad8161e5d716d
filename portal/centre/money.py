"""What a centre was used and what it cost, by fiscal year (利用と費用)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from common.fiscal_year import FiscalYear
from facilities.models import YearOfUse
from facilities.queries.years import YearLine, year_line
from ui.plans import MoneyRow

if TYPE_CHECKING:
    from datetime import date

    from portal.viewer import Viewer

YEARS_SHOWN = 6
PARTS = "維持管理費", "修繕料"


@dataclass(frozen=True)
class Money:
    """The years of a centre, the oldest first.

    ``costs`` are bars of upkeep and repairs in yen, for those who read them; ``in_part`` names the years of
    which some parts are not known and left out of the bars.
    """

    years: tuple[YearLine, ...]
    costs: tuple[MoneyRow, ...]
    in_part: tuple[str, ...]
    parts: tuple[str, ...] = PARTS


def money_of(centre_id: int, *, viewer: Viewer, on: date) -> Money:
    """The latest years that are kept of a centre; one query."""
    if not viewer.may("facilities.view_yearofuse"):
        return Money((), (), ())
    rows = YearOfUse.objects.within(viewer.scope).filter(centre=centre_id).order_by("-fiscal_year")
    years = tuple(year_line(row, viewer.scope) for row in reversed(rows[:YEARS_SHOWN]))
    return Money(
        years=years,
        costs=tuple(_bars(year, now=year.year == FiscalYear.of(on)) for year in years if year.upkeep),
        in_part=tuple(year.year.label for year in years if year.upkeep_in_part),
    )


def _bars(year: YearLine, *, now: bool) -> MoneyRow:
    """The year that runs is a forecast still."""
    repairs = year.repairs or 0
    return MoneyRow(year.year.label, ((year.upkeep or 0) - repairs, repairs), now=now, forecast=now)

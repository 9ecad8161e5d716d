"""What a centre was used and what it cost, by fiscal year (利用と費用)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from common.db.scoped import without_hidden
from common.fiscal_year import FiscalYear
from facilities.models import YearOfUse
from ui.plans import MoneyRow

if TYPE_CHECKING:
    from datetime import date

    from portal.viewer import Viewer

YEARS_SHOWN = 6
PARTS = "維持管理費", "修繕料"
UPKEEP = "utilities", "services", "other_upkeep"


@dataclass(frozen=True)
class YearLine:
    """One fiscal year: how many came, how often rooms were used, and what they paid; None: not known."""

    pk: int
    label: str
    users: int | None
    uses_count: int | None
    fees: int | None


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
    years = [without_hidden(row, viewer.scope) for row in reversed(rows[:YEARS_SHOWN])]
    known = [(FiscalYear(year.fiscal_year), year) for year in years]
    return Money(
        years=tuple(
            YearLine(year.pk, label.label, year.users, year.uses_count, year.fees) for label, year in known
        ),
        costs=tuple(
            MoneyRow(
                label.label, amounts, now=label == FiscalYear.of(on), forecast=label == FiscalYear.of(on)
            )
            for label, year in known
            if any(amounts := (_upkeep(year), year.repairs or 0))
        ),
        in_part=tuple(label.label for label, year in known if _known_in_part(year)),
    )


def _upkeep(year: YearOfUse) -> int:
    return sum(getattr(year, name) or 0 for name in UPKEEP)


def _known_in_part(year: YearOfUse) -> bool:
    parts = [getattr(year, name) is None for name in (*UPKEEP, "repairs")]
    return any(parts) and not all(parts)

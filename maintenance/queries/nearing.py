"""How near a day is, in the words of a list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from common.fiscal_year import FiscalYear
from ui.states import State

if TYPE_CHECKING:
    from datetime import date


def same_fiscal_year(day: date | None, on: date) -> bool:
    """Whether the day lies in the fiscal year at hand, so that a list need not say its year."""
    return day is not None and FiscalYear.of(day) == FiscalYear.of(on)


def nearing_state(days_left: int) -> State:
    """3日超過, きょうまで, あと3日."""
    if days_left < 0:
        return State("overdue", f"{-days_left:,}日超過")
    word = f"あと{days_left:,}日" if days_left else "きょうまで"
    return State("soon" if days_left <= 7 else "planned", word)

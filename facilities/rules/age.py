"""How old a building is (築年数)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from common.partial_dates import PartialDate


def age_on(built_on: PartialDate | None, on: date) -> str:
    """How many whole years old a building is: 築45年; 築45〜46年 while the day is not known well enough."""
    if built_on is None or not built_on.possibly_by(on):
        return ""
    most = _whole_years(built_on.first, on)
    least = _whole_years(min(built_on.last, on), on)
    return f"築{most}年" if least == most else f"築{least}〜{most}年"


def _whole_years(since: date, on: date) -> int:
    return on.year - since.year - ((on.month, on.day) < (since.month, since.day))

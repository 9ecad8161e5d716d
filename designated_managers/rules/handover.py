"""When an item of the hand-over is due (引継ぎの期限): counted from the first day of the new management."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from common.months import add_months

_RULE = re.compile(r"(?P<count>[+-]?[0-9]{1,3})(?P<unit>[dm])")


@dataclass(frozen=True)
class DueFromFirstDay:
    """So many days or months before (negative) or after the first day."""

    count: int
    unit: str

    @property
    def is_by_first_day(self) -> bool:
        """Whether it belongs to the hand-over itself, and not to the first 90 days."""
        return self.count <= 0

    def counted_from(self, first_on: date) -> date:
        """The day on which it is due."""
        if self.unit == "m":
            return add_months(first_on, self.count)
        return first_on + timedelta(days=self.count)


def parse_due(text: str) -> DueFromFirstDay:
    """A due rule as a catalogue writes it: -30d, 0d, +90d, -2m. Raises ``ValueError``."""
    found = _RULE.fullmatch(text)
    if found is None:
        message = f"期限の決まり「{text}」は読めません。-30d、0d、+90d、-2m の形で書いてください。"
        raise ValueError(message)
    return DueFromFirstDay(int(found["count"]), found["unit"])

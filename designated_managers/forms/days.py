"""Days as they are typed in the time of designated managers."""

from __future__ import annotations

from typing import Any

from ui.forms import EraDateField

SINCE_THE_LAW = ("令和", "平成")
"""Designated managers exist since 2003 (平成15年)."""


class DayField(EraDateField):
    """A day in the time of designated managers."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(eras=SINCE_THE_LAW, **kwargs)

"""The signs of life that processes leave in the database (動作のしるし)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from reminders.models import Pulse

if TYPE_CHECKING:
    from datetime import datetime

Living = Literal["beat", "worker"]


def write_pulse(name: Living, *, at: datetime) -> None:
    """Write down that this process did its work at this instant: one row for each, overwritten."""
    Pulse.objects.bulk_create(
        [Pulse(name=name, at=at)], update_conflicts=True, unique_fields=["name"], update_fields=["at"]
    )

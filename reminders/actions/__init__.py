"""The acts on reminders: the night, and the closing of a flag by the act that answers it."""

from __future__ import annotations

from reminders.actions.night import (
    SWEEP_HOUR,
    NightReport,
    NoLeadTime,
    close_settled,
    flag_due,
    last_good_run,
    night_is_missed,
    run_night,
)

__all__ = [
    "SWEEP_HOUR",
    "NightReport",
    "NoLeadTime",
    "close_settled",
    "flag_due",
    "last_good_run",
    "night_is_missed",
    "run_night",
]

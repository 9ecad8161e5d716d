"""The acts on reminders: the night, the closing of a flag by the act that settles it, and the answers of
people."""

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
from reminders.actions.responses import (
    CannotAnswer,
    acknowledge,
    acknowledge_notices,
    hand_over,
    resume,
    snooze,
    urge,
)

__all__ = [
    "SWEEP_HOUR",
    "CannotAnswer",
    "NightReport",
    "NoLeadTime",
    "acknowledge",
    "acknowledge_notices",
    "close_settled",
    "flag_due",
    "hand_over",
    "last_good_run",
    "night_is_missed",
    "resume",
    "run_night",
    "snooze",
    "urge",
]

"""The acts on reminders: the night, the closing of a flag by the act that answers it, the sending, the
reconciliation."""

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
from reminders.actions.reconciling import compare, reconcile
from reminders.actions.sending import SendReport, send_waiting

__all__ = [
    "SWEEP_HOUR",
    "NightReport",
    "NoLeadTime",
    "SendReport",
    "close_settled",
    "compare",
    "flag_due",
    "last_good_run",
    "night_is_missed",
    "reconcile",
    "run_night",
    "send_waiting",
]

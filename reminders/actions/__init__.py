"""The acts on reminders: the night, the closing of a flag by the act that answers it, the sending, the
reconciliation."""

from __future__ import annotations

from reminders.actions.messages import CannotSendAgain, send_again
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
from reminders.actions.reports import heartbeat_is_due, write_alarm, write_heartbeat
from reminders.actions.sending import SendReport, send_waiting
from reminders.actions.watch import write_pulse

__all__ = [
    "SWEEP_HOUR",
    "CannotSendAgain",
    "NightReport",
    "NoLeadTime",
    "SendReport",
    "close_settled",
    "compare",
    "flag_due",
    "heartbeat_is_due",
    "last_good_run",
    "night_is_missed",
    "reconcile",
    "run_night",
    "send_again",
    "send_waiting",
    "write_alarm",
    "write_heartbeat",
    "write_pulse",
]

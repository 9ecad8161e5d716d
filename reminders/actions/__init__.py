"""The acts on reminders: the night, and the closing of a flag by the act that answers it."""

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
from reminders.actions.reports import heartbeat_is_due, write_alarm, write_heartbeat
from reminders.actions.watch import write_pulse

__all__ = [
    "SWEEP_HOUR",
    "CannotSendAgain",
    "NightReport",
    "NoLeadTime",
    "close_settled",
    "flag_due",
    "heartbeat_is_due",
    "last_good_run",
    "night_is_missed",
    "run_night",
    "send_again",
    "write_alarm",
    "write_heartbeat",
    "write_pulse",
]

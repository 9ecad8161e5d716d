"""The acts on reminders: the night, plans, what is answered, sending, reconciliation, reports, calendars."""

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
from reminders.actions.plans import (
    CannotChangePlan,
    change_centre_plan,
    change_plan,
    remove_centre_plan,
    return_to_shipped,
    set_centre_plan,
)
from reminders.actions.reconciling import compare, reconcile
from reminders.actions.reports import heartbeat_is_due, write_alarm, write_heartbeat
from reminders.actions.sending import SendReport, send_waiting
from reminders.actions.watch import write_pulse

__all__ = [
    "SWEEP_HOUR",
    "CannotChangePlan",
    "CannotSendAgain",
    "NightReport",
    "NoLeadTime",
    "SendReport",
    "change_centre_plan",
    "change_plan",
    "close_settled",
    "compare",
    "flag_due",
    "heartbeat_is_due",
    "last_good_run",
    "night_is_missed",
    "reconcile",
    "remove_centre_plan",
    "return_to_shipped",
    "run_night",
    "send_again",
    "send_waiting",
    "set_centre_plan",
    "write_alarm",
    "write_heartbeat",
    "write_pulse",
]

"""The acts on reminders: the night, plans, answers to flags, sending, reconciliation, reports, calendars."""

from __future__ import annotations

from reminders.actions.messages import CannotSendAgain, send_again
from reminders.actions.night import (
    SWEEP_HOUR,
    NightReport,
    NoLeadTime,
    TooLongAgo,
    close_settled,
    flag_due,
    forget_nights_ahead,
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
from reminders.actions.reconciling import compare, reconcile, reconciliation_is_missed
from reminders.actions.reports import heartbeat_is_due, write_alarm, write_heartbeat
from reminders.actions.responses import (
    CannotAnswer,
    acknowledge,
    acknowledge_notices,
    hand_over,
    resume,
    snooze,
    urge,
)
from reminders.actions.sending import SendReport, send_waiting
from reminders.actions.watch import write_pulse

__all__ = [
    "SWEEP_HOUR",
    "CannotAnswer",
    "CannotChangePlan",
    "CannotSendAgain",
    "NightReport",
    "NoLeadTime",
    "SendReport",
    "TooLongAgo",
    "acknowledge",
    "acknowledge_notices",
    "change_centre_plan",
    "change_plan",
    "close_settled",
    "compare",
    "flag_due",
    "forget_nights_ahead",
    "hand_over",
    "heartbeat_is_due",
    "last_good_run",
    "night_is_missed",
    "reconcile",
    "reconciliation_is_missed",
    "remove_centre_plan",
    "resume",
    "return_to_shipped",
    "run_night",
    "send_again",
    "send_waiting",
    "set_centre_plan",
    "snooze",
    "urge",
    "write_alarm",
    "write_heartbeat",
    "write_pulse",
]

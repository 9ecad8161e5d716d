"""The acts on reminders: the night, and the closing of a flag by the act that answers it; and on
their plans."""

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
from reminders.actions.plans import (
    CannotChangePlan,
    change_centre_plan,
    change_plan,
    remove_centre_plan,
    return_to_shipped,
    set_centre_plan,
)

__all__ = [
    "SWEEP_HOUR",
    "CannotChangePlan",
    "NightReport",
    "NoLeadTime",
    "change_centre_plan",
    "change_plan",
    "close_settled",
    "flag_due",
    "last_good_run",
    "night_is_missed",
    "remove_centre_plan",
    "return_to_shipped",
    "run_night",
    "set_centre_plan",
]

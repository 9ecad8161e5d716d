"""The records of what is due, who was told of it and how, and of the machinery that tells them."""

from __future__ import annotations

from reminders.models.feeds import CalendarFeed
from reminders.models.flags import Flag, SweepRun
from reminders.models.lead_times import CentreLeadTime, LeadTime
from reminders.models.messages import Message, Try
from reminders.models.notices import Notice
from reminders.models.responses import Response
from reminders.models.watch import Pulse, Reconciliation

__all__ = [
    "CalendarFeed",
    "CentreLeadTime",
    "Flag",
    "LeadTime",
    "Message",
    "Notice",
    "Pulse",
    "Reconciliation",
    "Response",
    "SweepRun",
    "Try",
]

"""What putting off a reminder (後で知らせる) does to it on a day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reminders.rules.bells import bell_on

if TYPE_CHECKING:
    from datetime import date

    from common.business_days import OpenDays
    from reminders.rules.plans import Plan

SILENT = ""
"""The city is told nothing until the day to which it was put off."""


def wake_code(until_on: date) -> str:
    """The stage of the reminder that was asked for on a day: ``@2026-12-01``."""
    return f"@{until_on.isoformat()}"


@dataclass(frozen=True)
class Snooze:
    """A flag put off to a day: its due day (None: not known), its plan, and the day."""

    due_on: date | None
    until_on: date
    plan: Plan


def wakes_on(until_on: date, due_on: date | None, on: date, days: OpenDays) -> date:
    """The open day on which it is told again that somebody puts off on a day (``on``) to ``until_on``.

    A day on which the office is closed waits for the next open one. Where that would be past the due day,
    which nobody has asked for, it is told on the open day before, if there is one left.
    """
    wake = days.on_or_after(until_on)
    if due_on is not None and until_on <= due_on < wake:
        before = days.on_or_before(until_on)
        return before if before > on else wake
    return wake


def code_while_put_off(snooze: Snooze, on: date, days: OpenDays) -> str | None:
    """What the city is told of a flag that was put off: nothing (``SILENT``) before the day, the reminder
    that was asked for on it; None where the plan's own stage has gone on since and counts again.

    A day on which the office has been closed since waits for the next open one.
    """
    if days.on_or_after(snooze.until_on) > on:
        return SILENT
    if snooze.due_on is not None:
        bell = bell_on(snooze.due_on, snooze.plan, on, days)
        if bell is not None and bell.since >= snooze.until_on:
            return None
    return wake_code(snooze.until_on)

"""The nightly job's door from Celery."""

from __future__ import annotations

from datetime import date
from typing import Any

from celery import shared_task

from common.acting import acting
from common.clock import now, today
from reminders import actions


@shared_task(name="reminders.flag_due", acks_late=True)
def flag_due(*, on: str | None = None, **_later: Any) -> int:
    """Run the night of ``on`` (ISO day; beat sends none: today): open roads, plan duties, flag what is due.
    Returns how many flags it opened or reopened."""
    day = date.fromisoformat(on) if on else today()
    with acting(door="task"):
        counts = actions.run_night(on=day, finished_at=now()).counts
    return counts.opened + counts.reopened


@shared_task(name="reminders.catch_up", acks_late=True)
def catch_up(**_later: Any) -> int:
    """Run tonight's sweep if it should have run by now and did not: its worker was killed, or the machine
    slept."""
    return flag_due() if actions.night_is_missed(now()) else 0

"""The doors from Celery: the nightly job, the sender, the reconciliation, signs of life and reports."""

from __future__ import annotations

from datetime import date
from typing import Any

from celery import shared_task

from common.acting import acting
from common.clock import now, today
from common.office_days import load_office_days
from reminders import actions


@shared_task(name="reminders.flag_due", acks_late=True)
def flag_due(*, on: str | None = None, **_later: Any) -> int:
    """Run the night of ``on`` (ISO day; beat sends none: today): open roads, plan duties, flag what is due.
    Returns how many flags it opened or reopened."""
    day = date.fromisoformat(on) if on else today()
    with acting(door="task"):
        counts = actions.run_night(on=day, finished_at=now(), attended=False).counts
    return counts.opened + counts.reopened


@shared_task(name="reminders.catch_up", acks_late=True)
def catch_up(**_later: Any) -> int:
    """Run tonight's sweep, and compare its ledger, if that should have been done by now and was not: the
    worker was killed, or the machine slept."""
    opened = flag_due() if actions.night_is_missed(now()) else 0
    if actions.reconciliation_is_missed(now()):
        reconcile()
    return opened


@shared_task(name="reminders.send", acks_late=True)
def send(*, on: str | None = None, **_later: Any) -> int:
    """Send every mail whose time has come; digests only on the day of ``on`` (ISO day; beat sends none:
    today). Returns how many were sent."""
    # A server that takes its time would make the worker that waits for it look dead.
    actions.write_pulse("worker", at=now())
    day = date.fromisoformat(on) if on else today()
    with acting(door="task"):
        return actions.send_waiting(on=day, days=load_office_days(), clock=now).sent


@shared_task(name="reminders.reconcile", acks_late=True)
def reconcile(*, on: str | None = None, **_later: Any) -> int:
    """Hold the ledger of ``on`` against what should have been told by then. Returns in how many places they
    differ."""
    day = date.fromisoformat(on) if on else today()
    with acting(door="task"):
        found = actions.reconcile(on=day, at=now())
    return found.missing + found.surplus + found.late


@shared_task(name="reminders.pulse", acks_late=True)
def pulse(**_later: Any) -> None:
    """Show that a worker does its work (動作のしるし): written by whichever executes it."""
    actions.write_pulse("worker", at=now())


@shared_task(name="reminders.heartbeat", acks_late=True)
def heartbeat(*, on: str | None = None, **_later: Any) -> int:
    """Write the heartbeat (動作の報告) of ``on``; beat sends no day: today's, if it is due by now and not
    written. Returns how many messages it wrote."""
    at = now()
    if on:
        return actions.write_heartbeat(on=date.fromisoformat(on), at=at)
    return actions.write_heartbeat(on=at.date(), at=at) if actions.heartbeat_is_due(at) else 0

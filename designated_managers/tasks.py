"""The door of designated managers from Celery."""

from __future__ import annotations

from datetime import date
from typing import Any

from celery import shared_task

from common.acting import acting
from common.clock import today
from designated_managers import actions


@shared_task(name="designated_managers.plan_obligations", acks_late=True)
def plan_obligations(*, on: str | None = None, **_later: Any) -> int:
    """Plan the obligations of the fiscal years at hand as of ``on`` (ISO day; beat sends none: today).
    Returns how many were made, dated anew or retired."""
    day = date.fromisoformat(on) if on else today()
    with acting(door="task"):
        report = actions.plan_obligations(on=day)
    return report.created + report.changed + report.retired

"""The door of maintenance from Celery: what the night plans."""

from __future__ import annotations

from datetime import date
from typing import Any

from celery import shared_task

from common.acting import acting
from common.clock import today
from maintenance import actions


@shared_task(name="maintenance.plan_inspections", acks_late=True)
def plan_inspections(*, on: str | None = None, **_later: Any) -> int:
    """Put every inspection that applies under watch, in all centres, and bring forward what is due sooner
    because its cycle got shorter; ``on`` is an ISO day, and beat sends none: today. Returns how many first
    turns were made."""
    day = date.fromisoformat(on) if on else today()
    with acting(door="task", reason="周期が短くなったため期限を早める"):
        actions.retime_shortened(on=day)
    with acting(door="task", reason="対象になる点検を予定に入れる"):
        return actions.plan_what_applies(None, on=day)

"""The doors of designated managers from Celery: roads opened and looked after, duties planned."""

from __future__ import annotations

import logging
from datetime import date
from typing import Any

from celery import shared_task

from common.acting import acting
from common.clock import today
from designated_managers import actions
from designated_managers.queries.road_plans import roads_out_of_step

log = logging.getLogger(__name__)


@shared_task(name="designated_managers.open_due_roads", acks_late=True)
def open_due_roads(*, on: str | None = None, **_later: Any) -> int:
    """Open the road to the next designation wherever the end is near enough; how many."""
    with acting(door="task", reason="満了が近い指定の指定スケジュール"):
        return actions.open_due_roads(on=date.fromisoformat(on) if on else today())


@shared_task(name="designated_managers.check_roads", acks_late=True)
def check_roads(*, on: str | None = None, **_later: Any) -> int:
    """Plan every road anew in thought and report those whose stored days differ; how many. Nothing is
    changed: a plan is made anew by an act alone."""
    found = roads_out_of_step(on=date.fromisoformat(on) if on else today())
    for one in found:
        log.warning("road %s is out of step: %s", one.road.pk, one.problem or ", ".join(one.moved))
    return len(found)


@shared_task(name="designated_managers.plan_obligations", acks_late=True)
def plan_obligations(*, on: str | None = None, **_later: Any) -> int:
    """Plan the obligations of the fiscal years at hand as of ``on`` (ISO day; beat sends none: today).
    Returns how many were made, dated anew or retired."""
    day = date.fromisoformat(on) if on else today()
    with acting(door="task"):
        report = actions.plan_obligations(on=day)
    return report.created + report.changed + report.retired

"""The door of designated managers from Celery: the roads looked after. What the night makes of them, the
nightly job does itself, in its order (``reminders.actions.run_night``)."""

from __future__ import annotations

import logging
from datetime import date
from typing import Any

from celery import shared_task

from common.clock import today
from designated_managers.queries.road_plans import roads_out_of_step

log = logging.getLogger(__name__)


@shared_task(name="designated_managers.check_roads", acks_late=True)
def check_roads(*, on: str | None = None, **_later: Any) -> int:
    """Plan every road anew in thought and report those whose stored days differ; how many. Nothing is
    changed: a plan is made anew by an act alone."""
    found = roads_out_of_step(on=date.fromisoformat(on) if on else today())
    for one in found:
        log.warning("road %s is out of step: %s", one.road.pk, one.problem or ", ".join(one.moved))
    return len(found)

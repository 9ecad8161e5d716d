"""The worker's doors to the buildings: computing scenarios of the forty-year cost."""

from __future__ import annotations

from typing import Any

from celery import shared_task

from common.acting import acting
from common.clock import now
from facilities import actions


@shared_task(name="facilities.compute_scenario", acks_late=True)
def compute_scenario(*, scenario: int, **_later: Any) -> bool:
    """Compute a scenario; whoever comes second finds it held or finished and does nothing."""
    with acting(door="task"):
        return actions.compute_scenario(scenario, clock=now)


@shared_task(name="facilities.resume_scenarios", acks_late=True)
def resume_scenarios(**_later: Any) -> int:
    """Send every scenario that nobody computes to a worker: its message was lost, or its worker killed."""
    waiting = actions.scenarios_to_resume(now())
    for pk in waiting:
        compute_scenario.delay(scenario=pk)
    return len(waiting)

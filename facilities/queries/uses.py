"""The uses of one building together (用途): which state of them somebody has looked at."""

from __future__ import annotations

from typing import Any

from django.db.models import Max

from facilities.models import BuildingUse


def version_of_uses(building_id: int) -> str:
    """Which state of all uses of a building this is: another after every change, empty before the first."""
    history: Any = BuildingUse.history.model.objects
    latest = history.filter(building=building_id).aggregate(latest=Max("history_id"))["latest"]
    return "" if latest is None else str(latest)

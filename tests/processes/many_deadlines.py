"""Fills an installation with so many deadlines that a sweep takes long enough to be killed in its middle.

Run as a program in the installation's own environment: ``python -m tests.processes.many_deadlines 20000``.
"""

from __future__ import annotations

import os
import sys
from datetime import date, timedelta


def fill(buildings: int) -> None:
    """Each building has two turns; about half of them are near enough to be flagged on 23 November 2026."""
    from centres.models import Centre  # noqa: PLC0415 -- models may be imported only after django.setup()
    from facilities.models import Building  # noqa: PLC0415
    from maintenance.models import DueInspection  # noqa: PLC0415

    centre = Centre.objects.create(code="352152-kill", name="見本市民センター")
    made = Building.objects.bulk_create(
        [Building(centre=centre, name=f"棟{number}") for number in range(buildings)], batch_size=2000
    )
    turns = [
        DueInspection(
            building=building,
            type_code=code,
            cycle_months=cycle,
            due_on=date(2026, 10, 1) + timedelta(days=(building.pk * 7) % 300),
        )
        for building in made
        for code, cycle in (("FIR-1", 6), ("FIR-2", 12))
    ]
    DueInspection.objects.bulk_create(turns, batch_size=2000)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    fill(int(sys.argv[1]))

"""Two nights at the same moment, as when an operator starts one while the beat does: on the real engine."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.db import connections

from maintenance.actions import plan_inspection
from reminders.models import Flag
from tests.reminders.conftest import night


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_at_once_open_each_flag_once(building):
    for code in ("FIR-1", "FIR-2", "BLD-1", "BLD-2", "ELC-1", "ELC-2"):
        plan_inspection(building, code, due_on=date(2026, 11, 20))
    together = Barrier(2)

    def sweep(_number: int) -> int:
        try:
            together.wait(timeout=10)
            return night(date(2026, 11, 23)).counts.opened
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        opened = list(pool.map(sweep, range(2)))

    assert sorted(opened) == [0, 6]
    assert Flag.objects.count() == 6

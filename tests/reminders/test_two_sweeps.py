"""Two at the same moment - an operator's night and the beat's, a night and an officer's act: on the real engine."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor, wait
from datetime import date
from threading import Barrier

import pytest
from django.db import connections

from maintenance.actions import plan_inspection, record_inspection
from reminders.models import Flag
from reminders.sweep import Gathering
from tests.reminders.conftest import night


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_at_once_open_each_flag_once(building):
    for code in ("FIR-1", "FIR-2", "BLD-1", "BLD-2", "ELC-1", "ELC-2"):
        plan_inspection(building, code, due_on=date(2026, 11, 20), on=date(2026, 11, 23))
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


@pytest.mark.django_db(transaction=True)
def test_an_inspection_recorded_while_a_night_is_under_way_leaves_no_flag_of_it_open(building, monkeypatch):
    on = date(2026, 11, 23)
    turn = plan_inspection(building, "FIR-1", due_on=date(2026, 11, 20), on=date(2026, 11, 23))
    recorded: list[Future] = []
    leads = Gathering.leads

    def record() -> None:
        try:
            record_inspection(turn.pk, on=on, done_on=on, outcome="sound", done_by="見本設備点検")
        finally:
            connections.close_all()

    def leads_while_somebody_records(gathered: Gathering) -> dict:
        recorded.append(pool.submit(record))
        assert wait(recorded, timeout=0.5).not_done, "the act has to wait for the night"
        return leads(gathered)

    with ThreadPoolExecutor(1) as pool:
        monkeypatch.setattr(Gathering, "leads", leads_while_somebody_records)
        assert night(on).counts.opened == 1
        recorded[0].result(timeout=20)

    flags = Flag.objects.filter(subject_id=turn.pk).values_list("opened_on", "closed_on", "close_reason")
    assert list(flags) == [(on, on, "done")]

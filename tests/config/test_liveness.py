from __future__ import annotations

import os
import time
from datetime import datetime
from types import SimpleNamespace

import pytest
import time_machine
from celery.beat import PersistentScheduler
from django.db import OperationalError, ProgrammingError

from common.clock import TOKYO
from config.celery import app
from config.liveness import AliveScheduler, is_alive
from reminders.models import Pulse


@pytest.fixture
def aged(settings, tmp_path):
    """Leaves a worker's sign of life of this age, in seconds."""
    settings.VAR = tmp_path

    def leave(age: float) -> None:
        sign = tmp_path / "worker.alive"
        sign.touch()
        os.utime(sign, (time.time() - age, time.time() - age))

    return leave


@pytest.mark.parametrize(("age", "alive"), [(0, True), (80, True), (100, False)])
def test_a_worker_is_alive_while_its_sign_is_fresher_than_90_seconds(aged, age, alive):
    aged(age)

    assert is_alive("worker") is alive


def test_a_worker_without_a_sign_is_not_alive(settings, tmp_path):
    settings.VAR = tmp_path

    assert is_alive("worker") is False


@pytest.fixture
def beat(settings, tmp_path, monkeypatch):
    """A beat that has nothing to send."""
    settings.VAR = tmp_path
    monkeypatch.setattr(PersistentScheduler, "tick", lambda *_args, **_kwargs: 42.0)
    # It would close the transaction of the test.
    monkeypatch.setattr("config.liveness.close_old_connections", lambda: None)
    return AliveScheduler(app=app, schedule_filename=str(tmp_path / "schedule"), lazy=True)


@pytest.fixture
def elapsed(monkeypatch):
    """Sets how many seconds the machine has been running."""

    def run_for(seconds: float) -> None:
        monkeypatch.setattr("config.liveness.time.monotonic", lambda: seconds)

    return run_for


@pytest.mark.django_db
def test_the_beat_leaves_its_sign_in_the_database_once_a_minute(beat, elapsed):
    seen = []
    for seconds, minute in [(1000.0, 0), (1059.9, 1), (1060.0, 2), (1119.0, 3), (1121.0, 4)]:
        elapsed(seconds)
        with time_machine.travel(datetime(2026, 11, 30, 9, minute, tzinfo=TOKYO), tick=False):
            waits = beat.tick()
        at = Pulse.objects.get(name="beat").at.astimezone(TOKYO)
        seen.append((waits, at.minute))

    assert seen == [(42.0, 0), (42.0, 0), (42.0, 2), (42.0, 2), (42.0, 4)]
    assert is_alive("beat")


@pytest.mark.parametrize("error", [OperationalError("gone"), ProgrammingError("no such table"), OSError("x")])
def test_a_database_that_is_away_does_not_stop_the_beat_and_is_tried_again_a_minute_later(
    beat, elapsed, monkeypatch, caplog, error
):
    tried = []

    def fail(*_arguments, **_named):
        tried.append("pulse")
        raise error

    monkeypatch.setattr("reminders.actions.write_pulse", fail)
    monkeypatch.setattr("config.liveness.connection", SimpleNamespace(close=lambda: tried.append("closed")))

    waits = []
    for seconds in (1000.0, 1030.0, 1060.0):
        elapsed(seconds)
        waits.append(beat.tick())

    assert (waits, tried) == ([42.0, 42.0, 42.0], ["pulse", "closed"] * 2)
    assert [record.exc_info[1] for record in caplog.records if record.exc_info] == [error, error]
    assert is_alive("beat")

from __future__ import annotations

import os
import time

import pytest

from config.liveness import is_alive


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

"""The doors on 23 November 2026, a holiday, at noon in Japan."""

from __future__ import annotations

import pytest
import time_machine


@pytest.fixture(autouse=True)
def _on_the_day():
    with time_machine.travel("2026-11-23T12:00:00+09:00", tick=False):
        yield

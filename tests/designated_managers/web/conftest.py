"""The day on which the tests of these pages are asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import time_machine

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def a_monday_in_november() -> Iterator[None]:
    """Noon of 23 November 2026."""
    with time_machine.travel("2026-11-23T12:00:00+09:00", tick=False):
        yield

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

import pytest
import time_machine

from common.clock import TOKYO
from tests.access import world

if TYPE_CHECKING:
    from tests.access.world import World


@pytest.fixture
def noon() -> Iterator[None]:
    """It is noon of 23 November 2026, inside of the group's term."""
    with time_machine.travel(datetime(2026, 11, 23, 12, 0, tzinfo=TOKYO), tick=False):
        yield


@pytest.fixture
def city(catalogues, noon) -> World:
    """Two centres with everything that hangs on a centre, and people of every role."""
    return world.build()

"""Acts done at the same moment, each over a connection of its own; for tests with ``transaction=True``."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TYPE_CHECKING, Any

from django.db import connections

from common.problems import Refused

if TYPE_CHECKING:
    from collections.abc import Callable


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """What each act answered, or the codes of the problems with which it was refused; in their order."""
    together = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        try:
            together.wait(timeout=10)
            return act()
        except Refused as refusal:
            return "、".join(problem.code for problem in refusal.problems if problem.blocks)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))

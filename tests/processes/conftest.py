"""A ``manage.py serve`` for a test, and its end after it."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from subprocess import TimeoutExpired

import pytest

from tests.installations import PATIENCE_SECONDS, Installation, free_port, until
from tests.processes.running import PARTS, Served, runs


@pytest.fixture
def serve(installation: Installation) -> Iterator[Callable[..., Served]]:
    """Starts ``manage.py serve`` with these arguments; what is left of it is killed afterwards, by its ids."""
    started: list[Served] = []

    def start(*arguments: str) -> Served:
        port = free_port()
        supervisor = installation.start("serve", "--port", str(port), *arguments)
        served = Served(installation, supervisor, port)
        started.append(served)
        return served

    yield start
    for served in started:
        print(served.output())  # noqa: T201  pytest shows it when the test fails
        served.everything()
        served.supervisor.kill()
        for process in served.seen:
            if runs(process):
                os.kill(process, signal.SIGKILL)
        try:
            served.supervisor.wait(PATIENCE_SECONDS)
        except TimeoutExpired:
            pytest.fail(f"the supervisor did not die: {served.output()}")


@pytest.fixture
def served(serve: Callable[..., Served]) -> Served:
    """All three running, the page answering."""
    running = serve()
    until(
        lambda: running.supervisor.poll() is not None or "http://127.0.0.1" in running.output(),
        what="the page to answer",
    )
    assert running.supervisor.poll() is None, running.output()
    until(lambda: len(running.parts()) == len(PARTS), what="web, worker and beat")
    return running

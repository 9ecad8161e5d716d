"""Served: a running ``manage.py serve`` and the processes under it, found through /proc."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from subprocess import Popen, TimeoutExpired

import pytest

from tests.installations import PATIENCE_SECONDS, Installation, free_port, until

PARTS = {"granian": "web", "worker": "worker", "beat": "beat"}


@dataclass(frozen=True)
class Served:
    """A supervisor and what stands under it."""

    installation: Installation
    supervisor: Popen[str]
    port: int

    def parts(self) -> dict[str, int]:
        """The process ids of web, worker and beat, as far as they run."""
        found: dict[str, int] = {}
        for process in children(self.supervisor.pid):
            arguments = (Path("/proc") / str(process) / "cmdline").read_bytes().decode().split("\0")
            found |= {part: process for word, part in PARTS.items() if word in arguments}
        return found

    def has_replaced(self, part: str, process: int) -> bool:
        """Whether this part runs again, in another process than this one."""
        return self.parts().get(part, process) != process

    def shows_life(self, part: str) -> bool:
        """What ``manage.py alive`` says of this part."""
        return self.installation.manage("alive", part).returncode == 0

    def output(self) -> str:
        return self.installation.output.read_text(encoding="utf-8")

    def everything(self) -> set[int]:
        """Every process below the supervisor, however deep."""
        below: set[int] = set()
        level = {self.supervisor.pid}
        while level:
            level = {child for process in level for child in children(process)} - below
            below |= level
        return below


def children(process: int) -> list[int]:
    """The children of a process; none where it has gone."""
    try:
        return [int(word) for word in Path(f"/proc/{process}/task/{process}/children").read_text().split()]
    except (FileNotFoundError, ProcessLookupError):
        return []


def runs(process: int) -> bool:
    """Whether a process is there and is not merely waiting to be noticed as dead (zombie)."""
    try:
        stat = Path(f"/proc/{process}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False
    return stat.rpartition(")")[2].split()[0] not in {"Z", "X"}


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
        left = served.everything()
        served.supervisor.kill()
        for process in left:
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

"""A running ``manage.py serve`` and the processes under it, found through /proc."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from subprocess import Popen

from tests.installations import Installation

PARTS = {"granian": "web", "worker": "worker", "beat": "beat"}


@dataclass(frozen=True)
class Served:
    """A supervisor and what stands under it."""

    installation: Installation
    supervisor: Popen[str]
    port: int
    seen: set[int] = field(default_factory=set)

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
        self.seen.update(below)
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

"""The whole program as somebody meets it: from a fresh clone to the first page, and its memory."""

from __future__ import annotations

import http.client
import os
import shutil
import signal
import subprocess
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from bench.engines import LOCAL, free_port
from bench.results import Measured

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bench.results import Figure

ROOT = Path(__file__).resolve().parent.parent
FIRST_PAGE = "/accounts/login/"
PATIENCE_SECONDS = 180.0
SETTLED_AFTER_SECONDS = 3.0
COLD_SECONDS, WARM_SECONDS, MEGABYTES = 15.0, 4.0, 400
OURS_TO_SET = ("KYOTEN_", "BENCH_", "DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE")


class DidNotStart(Exception):
    """The program did not answer; the message is what it said last."""


def why_not() -> str:
    """Why the whole program cannot be measured here; empty where it can."""
    if not shutil.which("git") or not (ROOT / ".git").exists():
        return "git の作業場所ではない"
    return "" if Path("/proc/self/smaps_rollup").exists() else "Linux ではない"


def measure(state: Path) -> list[Figure]:
    """Cold, then warm in the same place, then its memory; once each, as each takes its time."""
    clone = state / "clone"
    subprocess.run(  # noqa: S603  git from the path, arguments of this module
        ["git", "clone", "--quiet", "--no-hardlinks", str(ROOT), str(clone)],  # noqa: S607
        check=True,
        stdin=subprocess.DEVNULL,
    )
    with _running(clone, state / "cold.log") as (cold, _):
        pass
    with _running(clone, state / "warm.log") as (warm, leader):
        time.sleep(SETTLED_AFTER_SECONDS)
        megabytes = _megabytes(_family(leader))
    return [
        _took(
            "./run in a fresh clone to the first page", cold, COLD_SECONDS, "packages in the machine's cache"
        ),
        _took("./run again to the first page", warm, WARM_SECONDS, ""),
        Measured("G12", "memory of all processes together", "shared pages counted once").found(
            f"≤ {MEGABYTES} MB", f"{megabytes} MB", met=megabytes <= MEGABYTES
        ),
    ]


def _took(what: str, seconds: float, most: float, note: str) -> Figure:
    return Measured("G12", what, note).found(f"≤ {most:g} s", f"{seconds:.1f} s", met=seconds <= most)


@contextmanager
def _running(clone: Path, log: Path) -> Iterator[tuple[float, int]]:
    """``./run`` until its first page answers: the seconds that took, and its process id."""
    port = free_port()
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(OURS_TO_SET)}
    start = time.perf_counter()
    with log.open("w") as output:
        process = subprocess.Popen(  # noqa: S603  our own command in our own clone
            ["./run", "--port", str(port)],
            cwd=clone,
            env=inherited,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        while not _answers(port):
            if process.poll() is not None or time.perf_counter() - start > PATIENCE_SECONDS:
                raise DidNotStart(log.read_text(encoding="utf-8")[-2_000:])
            time.sleep(0.02)
        yield time.perf_counter() - start, process.pid
    finally:
        process.send_signal(signal.SIGINT)
        process.wait()


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection(LOCAL, port, timeout=5)
    try:
        connection.request("GET", FIRST_PAGE)
        return connection.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _family(leader: int) -> list[int]:
    """A process and all that descend from it."""
    children: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(stat.read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
        children.setdefault(parent, []).append(int(stat.parent.name))
    family = [leader]
    for member in family:
        family += children.get(member, [])
    return family


def _megabytes(processes: list[int]) -> int:
    kilobytes = 0
    for process in processes:
        for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                kilobytes += int(line.split()[1])
    return round(kilobytes / 1024)

"""The processes that serve Kyoten - web, worker, beat - and the supervisor that looks after them.

Not ``celery --beat``: its beat outlived a killed worker. Every process leads its own process group, so that
Ctrl-C in a terminal reaches the supervisor alone, and a signal to the group reaches everything that a process
has started.
"""

from __future__ import annotations

import errno
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Literal, get_args

from config.leash import die_with

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path
    from types import FrameType

PartName = Literal["web", "worker", "beat"]
PART_NAMES: tuple[PartName, ...] = get_args(PartName)

GRACE_SECONDS = 10.0
# More than two threads for each core and one do not help Python; eight keep a small database unhurried.
WEB_THREADS = min(8, 2 * (os.cpu_count() or 1) + 1)
TICK_SECONDS = 0.2
LONGEST_BACKOFF_SECONDS = 30.0
# Who has run this long had started well: its next end is a new mishap, not the same one again.
STEADY_SECONDS = 60.0


@dataclass(frozen=True)
class Part:
    """One process of the three, and the command that runs it."""

    name: PartName
    command: tuple[str, ...]


def part(name: PartName, *, host: str, port: int) -> Part:
    """The command of one process. ``host`` and ``port`` matter to web only."""
    commands: dict[PartName, tuple[str, ...]] = {
        "web": (
            *("granian", "--interface", "wsgi", "--host", host, "--port", str(port), "--workers", "1"),
            *("--blocking-threads", str(WEB_THREADS), "--backpressure", "64", "--http", "1", "--no-ws"),
            *("--workers-kill-timeout", "4", "--log-level", "warning", "config.served:application"),
        ),
        # One task at a time in the process itself. A pool of children would be orphaned by kill -9, takes
        # twice the memory, and gives nothing here: what needs a limit runs in a process of its own.
        "worker": (
            *("celery", "--quiet", "--app", "config", "worker", "--pool", "solo", "--loglevel", "warning"),
            *("--without-gossip", "--without-mingle"),
        ),
        # Looks up at least every 30 seconds, to stay alive in the eyes of `manage.py alive beat`.
        "beat": (
            *(
                "celery",
                "--quiet",
                "--app",
                "config",
                "beat",
                "--loglevel",
                "warning",
                "--max-interval",
                "30",
            ),
            *("--scheduler", "config.liveness:AliveScheduler"),
        ),
    }
    return Part(name, (sys.executable, "-m", *commands[name]))


def port_problem(host: str, port: int) -> str | None:
    """Why nothing can listen on this address, in Japanese; None where it is free."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError:
            return f"ポート {port} を使う権限がありません。1024 以上の番号を選んでください。"
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                return f"ポート {port} はほかの処理が使っています。--port で別の番号を選んでください。"
            return f"{host} の {port} では待ち受けられません（{error.strerror}）。"
    return None


def page_status(host: str, port: int, *, name: str, timeout: float, path: str = "/") -> int | None:
    """The status of the answer to a page (the first), asked for by the public ``name``; None while nothing
    answers."""
    # As a proxy in front of a production server would ask, or the answer would be a redirect to https.
    headers = {"Host": name.lstrip(".*") or host, "X-Forwarded-Proto": "https"}
    connection = http.client.HTTPConnection(host, port, timeout=timeout)
    try:
        connection.request("GET", path, headers=headers)
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()


@dataclass
class _Run:
    """One process of a part while it runs."""

    process: subprocess.Popen[bytes]
    started: float


class Supervisor:
    """Starts the parts, restarts what died (after 1, 2, 4 ... 30 seconds), stops all on SIGINT or SIGTERM."""

    def __init__(self, parts: Sequence[Part], *, say: Callable[[str], None], cwd: Path) -> None:
        self._parts = {part.name: part for part in parts}
        self._say = say
        self._cwd = cwd
        self._runs: dict[PartName, _Run] = {}
        self._due: dict[PartName, float] = {}
        self._mishaps: dict[PartName, int] = dict.fromkeys(self._parts, 0)
        self._stop_asked = 0

    def run(self, *, until_ready: Callable[[], bool]) -> None:
        """Serve until asked to stop. ``until_ready`` is called on every tick until it answers True."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._asked_to_stop)
        ready = False
        try:
            for name in self._parts:
                self._start(name)
            while not self._stop_asked:
                self._look_after()
                ready = ready or until_ready()
                time.sleep(TICK_SECONDS)
        finally:
            self._stop()

    def _asked_to_stop(self, _number: int, _frame: FrameType | None) -> None:
        self._stop_asked += 1

    def _start(self, name: PartName) -> None:
        process = subprocess.Popen(  # noqa: S603  commands of this module only
            self._parts[name].command,
            cwd=self._cwd,
            stdin=subprocess.DEVNULL,
            process_group=0,
            # The supervisor has no threads, and the function only makes two system calls.
            preexec_fn=partial(die_with, os.getpid()),  # noqa: PLW1509
        )
        self._runs[name] = _Run(process, time.monotonic())

    def _look_after(self) -> None:
        now = time.monotonic()
        for name, run in list(self._runs.items()):
            if run.process.poll() is not None:
                self._bury(name, run, now)
        for name, due in list(self._due.items()):
            if due <= now:
                del self._due[name]
                self._start(name)

    def _bury(self, name: PartName, run: _Run, now: float) -> None:
        """Note the end of a process nobody asked to end, and when to start it again."""
        del self._runs[name]
        _signal_group(run.process.pid, signal.SIGKILL)
        if now - run.started >= STEADY_SECONDS:
            self._mishaps[name] = 0
        wait = min(LONGEST_BACKOFF_SECONDS, 2.0 ** self._mishaps[name])
        self._mishaps[name] += 1
        self._due[name] = now + wait
        how = _ending(run.process.returncode)
        self._tell(f"{name} が止まりました（{how}）。{wait:.0f} 秒後に起動し直します。")

    def _stop(self) -> None:
        for run in self._runs.values():
            _signal_group(run.process.pid, signal.SIGTERM)
        self._tell(f"止めています（実行中の処理を {GRACE_SECONDS:.0f} 秒まで待ちます。急ぐときはもう一度）…")
        asked, deadline = self._stop_asked, time.monotonic() + GRACE_SECONDS
        while self._still_running() and time.monotonic() < deadline and self._stop_asked == asked:
            time.sleep(TICK_SECONDS / 4)
        for run in self._runs.values():
            # Also where the leader has gone: something that it started may have stayed.
            _signal_group(run.process.pid, signal.SIGKILL)
            run.process.wait()

    def _tell(self, line: str) -> None:
        # The terminal may have gone (SIGHUP): whoever cannot be told must still be stopped.
        with suppress(OSError):
            self._say(line)

    def _still_running(self) -> bool:
        return any(run.process.poll() is None for run in self._runs.values())


def _signal_group(leader: int, number: signal.Signals) -> None:
    try:
        os.killpg(leader, number)
    except (ProcessLookupError, PermissionError):
        # Nobody is left (macOS answers EPERM for a group of zombies).
        return


def _ending(returncode: int) -> str:
    if returncode >= 0:
        return f"終了コード {returncode}"
    return f"シグナル {signal.Signals(-returncode).name}"

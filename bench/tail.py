"""The tail of the answers: the web server as ``./run`` starts it, two clients at once, on this machine."""

from __future__ import annotations

import http.client
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bench.asking import NotAnswered
from bench.engines import LOCAL, free_port
from bench.results import Measured
from bench.rounds import percentile, timed
from config.processes import part

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from bench.results import Figure

ROOT = Path(__file__).resolve().parent.parent
CLIENTS = 2
WARM_UP = 20
READY_WITHIN_SECONDS = 60.0


@dataclass(frozen=True)
class Load:
    """What the clients ask for, how often together, and who they are."""

    what: str
    address: str
    headers: Mapping[str, str]
    requests: int


def measure(loads: Sequence[Load], *, most: float) -> list[Figure]:
    """p99 by p50 of each, one load after the other."""
    with _served() as port:
        return [_under(load, port, most=most) for load in loads]


def _under(load: Load, port: int, *, most: float) -> Figure:
    with ThreadPoolExecutor(CLIENTS) as pool:
        _ask_again_and_again(port, load.address, load.headers, WARM_UP)
        share = load.requests // CLIENTS
        clients = [
            pool.submit(_ask_again_and_again, port, load.address, load.headers, share) for _ in range(CLIENTS)
        ]
        times = [seconds for client in clients for seconds in client.result()]
    note = f"{len(times):,} requests, {CLIENTS} clients, granian"
    return Measured("G10", f"{load.what}: p99 by p50", note).within(
        "p50", percentile(times, 99), percentile(times, 50), most=most
    )


@contextmanager
def _served() -> Iterator[int]:
    """The web server alone, until it is asked to end."""
    port = free_port()
    server = subprocess.Popen(  # noqa: S603  the very command of ``./run``
        part("web", host=LOCAL, port=port).command, cwd=ROOT, stdin=subprocess.DEVNULL, process_group=0
    )
    try:
        _wait_for(port, server)
        yield port
    finally:
        server.terminate()
        server.wait()


def _wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + READY_WITHIN_SECONDS
    while True:
        try:
            _ask_again_and_again(port, "/accounts/login/", {}, 1)
        except OSError as error:
            if server.poll() is not None or time.monotonic() > deadline:
                message = "granian が起動しません。"
                raise NotAnswered(message) from error
            time.sleep(0.1)
        else:
            return


def _ask_again_and_again(port: int, address: str, headers: Mapping[str, str], requests: int) -> list[float]:
    """One client with one connection: how long each answer took, to its last byte."""
    connection = http.client.HTTPConnection(LOCAL, port, timeout=30)

    def ask() -> None:
        connection.request("GET", address, headers=dict(headers))
        answer = connection.getresponse()
        body = answer.read()
        if answer.status != http.client.OK:
            message = f"{address}: {answer.status} {body[:300].decode(errors='replace')}"
            raise NotAnswered(message)

    try:
        return [timed(ask) for _ in range(requests)]
    finally:
        connection.close()

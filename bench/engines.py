"""The databases that are measured: thrown away afterwards, with the very processes started here."""

from __future__ import annotations

import os
import secrets
import shutil
import socket
import subprocess
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

import psycopg

if TYPE_CHECKING:
    from collections.abc import Iterator

LOCAL = "127.0.0.1"
READY_WITHIN_SECONDS = 30.0
# The databases live for minutes: without durability, as in continuous integration.
THROWN_AWAY = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


class CannotStart(Exception):
    """PostgreSQL is there, but did not start; the message ends with what it said."""


def free_port() -> int:
    """A port nobody listens on, below those that the kernel gives to outgoing connections."""
    while True:
        port = 20_000 + secrets.randbelow(12_000)
        with socket.socket() as probe:
            if probe.connect_ex((LOCAL, port)) != 0:
                return port


def postgres_programs() -> Path | None:
    """Where the newest PostgreSQL of this machine has its programs; None where there is none."""
    found = shutil.which("initdb")
    if found:
        return Path(found).parent
    installed = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = max(installed, key=lambda path: float(path.parts[-3]), default=None)
    return newest.parent if newest else None


@contextmanager
def two_databases(server: str) -> Iterator[tuple[str, str]]:
    """The addresses of two new databases on a server, dropped afterwards."""
    names = [f"kyoten_bench_{secrets.token_hex(4)}" for _ in range(2)]
    for name in names:
        _on_server(server, f'CREATE DATABASE "{name}"')
    try:
        first, second = (urlunsplit(urlsplit(server)._replace(path=f"/{name}")) for name in names)
        yield first, second
    finally:
        for name in names:
            _on_server(server, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@contextmanager
def postgres(state: Path, programs: Path) -> Iterator[str]:
    """A PostgreSQL server of our own in a folder of our own, ended by its process id."""
    data, log, port = state / "postgres", state / "postgres.log", free_port()
    data.mkdir()
    user = _whose(state, data)
    subprocess.run(  # noqa: S603  programs of the machine, arguments of this module
        [
            *user,
            str(programs / "initdb"),
            *(f"--pgdata={data}", "--username=kyoten", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8"),
        ],
        check=True,
        stdout=subprocess.DEVNULL,
        stdin=subprocess.DEVNULL,
    )
    settings = (f"listen_addresses={LOCAL}", "unix_socket_directories=", *THROWN_AWAY)
    with log.open("w") as output:
        server = subprocess.Popen(  # noqa: S603  as above
            [
                *user,
                *(str(programs / "postgres"), "-D", str(data), "-p", str(port)),
                *(part for setting in settings for part in ("-c", setting)),
            ],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        url = f"postgres://kyoten@{LOCAL}:{port}/postgres"
        _wait_for(url, server, log)
        yield url
    finally:
        server.terminate()
        server.wait()


@contextmanager
def redis(state: Path, program: str) -> Iterator[str]:
    """A Redis server of our own that keeps nothing, ended by its process id."""
    port = free_port()
    server = subprocess.Popen(  # noqa: S603  a program of the machine, arguments of this module
        [
            *(program, "--port", str(port), "--bind", LOCAL, "--save", "", "--appendonly", "no"),
            *("--dir", str(state)),
        ],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    )
    try:
        yield f"redis://{LOCAL}:{port}/0"
    finally:
        server.terminate()
        server.wait()


def _whose(state: Path, data: Path) -> list[str]:
    """How to run a program as somebody else where we are root: PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return []
    state.chmod(0o711)
    shutil.chown(data, "postgres", "postgres")
    return ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]


def _wait_for(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + READY_WITHIN_SECONDS
    while True:
        try:
            psycopg.connect(url, connect_timeout=2).close()
        except psycopg.OperationalError as error:
            if server.poll() is not None or time.monotonic() > deadline:
                message = f"PostgreSQL が起動しません: {log.read_text(encoding='utf-8').strip()}"
                raise CannotStart(message) from error
            time.sleep(0.1)
        else:
            return


def _on_server(server: str, statement: str) -> None:
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(statement.encode())

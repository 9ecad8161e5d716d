"""A whole installation of Kyoten for one test: a state folder and a database of its own, driven by real processes.

``installation`` is on the engines that the run is on. A test that has to hold on both asks for both:
``@pytest.mark.parametrize("installation", BOTH_ENGINES, indirect=True)``.
"""

from __future__ import annotations

import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
import redis

from tests.engines import postgres_url, redis_url

ROOT = Path(__file__).resolve().parent.parent
MANAGE = (sys.executable, str(ROOT / "manage.py"))
PATIENCE_SECONDS = 180.0
SQLITE, POSTGRES = "sqlite", "postgres"
BOTH_ENGINES = (SQLITE, pytest.param(POSTGRES, marks=[pytest.mark.postgres, pytest.mark.redis]))


@dataclass(frozen=True)
class Installation:
    """Where one installation keeps its state, and the environment in which its commands run."""

    var: Path
    environment: dict[str, str]

    def manage(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run one command to its end; the test looks at status and output."""
        return subprocess.run(
            [*MANAGE, *arguments],
            env=self.environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
            stdin=subprocess.DEVNULL,
            timeout=PATIENCE_SECONDS,
        )

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """Start a command and leave it running, its output in ``output``; the test ends it."""
        with self.output.open("w", encoding="utf-8") as output:
            return subprocess.Popen(
                [*MANAGE, *arguments],
                env=self.environment,
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                text=True,
            )

    @property
    def output(self) -> Path:
        """What the started command has said so far."""
        return self.var / "output.txt"


def until(condition: Callable[[], object], *, what: str, seconds: float = PATIENCE_SECONDS) -> None:
    """Wait until ``condition`` holds; on a busy machine that takes as long as it takes, up to ``seconds``."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"waited {seconds:.0f} s for: {what}"
        time.sleep(0.05)


def free_port() -> int:
    """A port nobody listens on, below those that the kernel gives to outgoing connections."""
    while True:
        port = 20000 + secrets.randbelow(12000)
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port


def environment(var: Path, **more: str) -> dict[str, str]:
    """The environment of a developer's own machine with nothing configured but the state folder, and ``more``."""
    inherited = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
    return {
        **inherited,
        "KYOTEN_ENV": "development",
        "KYOTEN_VAR": str(var),
        "PYTHONUTF8": "1",
        "PYTHONUNBUFFERED": "1",
        **more,
    }


@pytest.fixture(scope="session")
def _prepared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Path | str]]:
    """A migrated database with its catalogues for each engine asked for, made once and copied for each test."""
    made: dict[str, Path | str] = {}

    def prepared(engine: str) -> Path | str:
        if engine not in made:
            var = tmp_path_factory.mktemp(f"prepared-{engine}")
            url = _create_database() if engine == POSTGRES else ""
            done = Installation(var, environment(var, DATABASE_URL=url)).manage("prepare")
            assert done.returncode == 0, done.stderr
            made[engine] = url or var / "kyoten.sqlite3"
        return made[engine]

    yield prepared
    if POSTGRES in made:
        _drop_database(str(made[POSTGRES]))


@pytest.fixture
def installation(
    request: pytest.FixtureRequest, tmp_path: Path, _prepared: Callable[[str], Path | str]
) -> Iterator[Installation]:
    """An installation of this test's own, its database migrated, its catalogues loaded and otherwise empty."""
    usual = POSTGRES if os.environ.get("DATABASE_URL", "").startswith("postgres") else SQLITE
    engine = getattr(request, "param", usual)
    var = tmp_path / "var"
    var.mkdir()
    template = _prepared(engine)
    if engine == SQLITE:
        shutil.copy(template, var / "kyoten.sqlite3")
        yield Installation(var, environment(var))
        return
    url = _create_database(template=str(template))
    yield Installation(var, environment(var, DATABASE_URL=url, **_own_queue()))
    _drop_database(url)


def _create_database(template: str | None = None) -> str:
    server = postgres_url()
    assert server
    name = f"kyoten_{secrets.token_hex(6)}"
    copied = f' TEMPLATE "{_name(template)}"' if template else ""
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"{copied}'.encode())
    return urlunsplit(urlsplit(server)._replace(path=f"/{name}"))


def _drop_database(url: str) -> None:
    server = postgres_url()
    assert server
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{_name(url)}" WITH (FORCE)'.encode())


def _name(url: str) -> str:
    return urlsplit(url).path.lstrip("/")


def _own_queue() -> dict[str, str]:
    """A Redis database of this test run's worker, emptied; nothing where there is no Redis."""
    server = redis_url()
    if not server:
        return {}
    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
    url = urlunsplit(urlsplit(server)._replace(path=f"/{1 + int(worker) % 15}"))
    with redis.Redis.from_url(url) as queue:
        queue.flushdb()
    return {"REDIS_URL": url}

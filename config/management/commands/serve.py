"""``manage.py serve``: web, worker and beat together, until Ctrl-C."""

from __future__ import annotations

import fcntl
import os
from argparse import ArgumentTypeError
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from config.processes import PART_NAMES, PartName, Supervisor, page_status, part, port_problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

HIGHEST_PORT = 65535
SERVER_ERROR = 500
ANSWER_WITHIN_SECONDS = 2.0


class Command(BaseCommand):
    """Starts the three processes and tells where the page is once it answers."""

    help = "web・worker・beat を動かします（serve worker のように一つだけも可）。Ctrl-C で止まります。"
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("parts", nargs="*", type=_part, metavar="処理", help="web / worker / beat")
        parser.add_argument("--host", default="127.0.0.1", help="待ち受けるアドレス（既定 127.0.0.1）")
        parser.add_argument(
            "--port",
            type=_port,
            default=os.environ.get("KYOTEN_PORT", "8000"),
            help="待ち受ける番号（既定 8000）",
        )

    def handle(self, *args: Any, parts: list[PartName], host: str, port: int, **options: Any) -> None:
        names = parts or list(PART_NAMES)
        if "web" in names and (problem := port_problem(host, port)):
            self._refuse(problem)
        with _only_beat(self._refuse) if "beat" in names else nullcontext():
            supervisor = Supervisor(
                [part(name, host=host, port=port) for name in names], say=self._say, cwd=settings.BASE_DIR
            )
            supervisor.run(until_ready=lambda: "web" not in names or self._announced(host, port))

    def _announced(self, host: str, port: int) -> bool:
        """Tell where the page is, and the sample log-ins if any; False while the page does not answer."""
        nearby = "127.0.0.1" if host in {"0.0.0.0", "::"} else host  # noqa: S104
        status = page_status(nearby, port, name=settings.ALLOWED_HOSTS[0], timeout=ANSWER_WITHIN_SECONDS)
        if status is None:
            return False
        if status >= SERVER_ERROR:
            self.stderr.write(f"ページが誤り {status} を返しました。上の記録を確かめてください。")
        logins = Path(settings.VAR) / "sample-logins.txt"
        if settings.DEVELOPMENT and logins.exists():
            self._say(f"見本の利用者（{logins}）:\n{logins.read_text(encoding='utf-8').rstrip()}")
        self._say(
            f"拠点 Kyoten が動いています: http://{nearby}:{port}/　止めるには Ctrl-C を押してください。"
        )
        return True

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()

    def _refuse(self, line: str) -> None:
        self.stderr.write(line)
        raise SystemExit(1)


@contextmanager
def _only_beat(refuse: Callable[[str], None]) -> Iterator[None]:
    """Hold the lock of the beat: two of them would spoil each other's memory of what ran when."""
    with (Path(settings.VAR) / "beat.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            refuse(f"この {settings.VAR} を使う beat がすでに動いています。先にそちらを止めてください。")
        yield


def _part(text: str) -> PartName:
    # Not argparse's own `choices`: before Python 3.12 it refuses an empty list of them.
    for name in PART_NAMES:
        if name == text:
            return name
    message = f"「{text}」という処理はありません（{'・'.join(PART_NAMES)} のどれか）。"
    raise ArgumentTypeError(message)


def _port(text: str) -> int:
    try:
        port = int(text)
    except ValueError:
        port = 0
    if not 1 <= port <= HIGHEST_PORT:
        message = f"「{text}」はポートの番号ではありません（1〜65535）。"
        raise ArgumentTypeError(message)
    return port

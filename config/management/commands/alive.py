"""``manage.py alive web|worker|beat``: the health checks of a deployment."""

from __future__ import annotations

import os
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from config.liveness import is_alive
from config.processes import PART_NAMES, PartName, page_status

READY = "/healthz/ready"
SERVER_ERROR = 500
ANSWER_WITHIN_SECONDS = 5.0


class Command(BaseCommand):
    """Exit status 0 while the process shows signs of life, 1 otherwise."""

    help = "web・worker・beat のどれかが動いていれば 0、止まっていれば 1 で終わります（死活監視用）。"
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("part", choices=PART_NAMES, help="調べる処理")

    def handle(self, *args: Any, part: PartName, **options: Any) -> None:
        if not (_web_answers() if part == "web" else is_alive(part)):
            self.stderr.write(f"{part} は動いていません。")
            raise SystemExit(1)


def _web_answers() -> bool:
    port = int(os.environ.get("KYOTEN_PORT", "8000"))
    name = settings.ALLOWED_HOSTS[0]
    status = page_status("127.0.0.1", port, name=name, timeout=ANSWER_WITHIN_SECONDS, path=READY)
    return status is not None and status < SERVER_ERROR

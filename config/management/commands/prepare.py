"""``manage.py prepare``: bring the database and the catalogues to where this version of Kyoten needs them."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from centres.models import Centre


class Command(BaseCommand):
    """Migrates and loads the catalogues when behind; in production gathers the static files.

    ``--sample-city`` also builds the sample city where there is no centre yet (development only). Runs twice
    without change.
    """

    help = "データベースとカタログを、この版に合わせて整えます。整っていれば何もしません。"
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--sample-city",
            action="store_true",
            help="センターが一つもなければ、見本の市を作ります（開発環境だけ）",
        )

    def handle(self, *args: Any, sample_city: bool, **options: Any) -> None:
        self._migrate()
        self._load_catalogues()
        if not settings.DEVELOPMENT:
            call_command("collectstatic", interactive=False, verbosity=0)
        if sample_city and settings.DEVELOPMENT and not Centre.objects.exists():
            self.stdout.write("見本の市を作っています…")
            call_command("seed_demo", stdout=self.stdout, stderr=self.stderr)

    def _migrate(self) -> None:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if waiting:
            self.stdout.write(f"データベースを整えています（移行 {len(waiting)} 件）…")
            call_command("migrate", interactive=False, verbosity=0)

    def _load_catalogues(self) -> None:
        stamp = Path(settings.VAR) / "catalogues-loaded.txt"
        wanted = _checksum()
        if stamp.exists() and stamp.read_text(encoding="ascii") == wanted:
            return
        self.stdout.write("カタログを読み込んでいます…")
        call_command("load_catalogues", stdout=self.stdout, stderr=self.stderr)
        stamp.write_text(wanted, encoding="ascii")


def _checksum() -> str:
    """Of every catalogue, and of the very database it is in: a new or a migrated database loads again."""
    summary = hashlib.sha256()
    root = Path(settings.BASE_DIR)
    for catalogue in sorted([*root.glob("*/catalogues/*.yaml"), root / "config" / "roles.yaml"]):
        summary.update(catalogue.name.encode())
        summary.update(catalogue.read_bytes())
    identity = [str(connection.settings_dict[part]) for part in ("ENGINE", "HOST", "PORT", "NAME")]
    applied = MigrationRecorder.Migration.objects.order_by("pk").values_list("app", "name", "applied")
    summary.update(repr((identity, list(applied))).encode())
    return summary.hexdigest()

"""A new database is there in seconds."""

from __future__ import annotations

from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db.migrations import CreateModel
from django.db.migrations.loader import MigrationLoader

ALONE_AT_MOST = 4


def test_no_migration_makes_many_tables_one_after_the_other():
    """Those that a later one replaces are run by old databases only, which are behind them."""
    loader = MigrationLoader(None)
    replaced = {name for one in loader.disk_migrations.values() for name in one.replaces}
    ours = {app.label for app in apps.get_app_configs() if Path(app.path).parent == settings.BASE_DIR}
    slow = {
        key
        for key, one in loader.disk_migrations.items()
        if key[0] in ours and key not in replaced
        if sum(isinstance(operation, CreateModel) for operation in one.operations) > ALONE_AT_MOST
    }

    assert slow == set()

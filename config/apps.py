from __future__ import annotations

from django.apps import AppConfig


class KyotenConfig(AppConfig):
    name = "config"
    verbose_name = "設定"

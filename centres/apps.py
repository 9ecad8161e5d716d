from __future__ import annotations

from django.apps import AppConfig


class CentresConfig(AppConfig):
    name = "centres"
    verbose_name = "施設"

from __future__ import annotations

from django.apps import AppConfig


class DesignatedManagersConfig(AppConfig):
    name = "designated_managers"
    verbose_name = "指定管理"

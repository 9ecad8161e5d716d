"""The Celery application. Which broker it speaks to is decided in the settings."""

from __future__ import annotations

import os

from celery import Celery

from config.liveness import WorkerLiveness

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("kyoten")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.steps["worker"].add(WorkerLiveness)

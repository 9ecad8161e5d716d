from __future__ import annotations

from django.urls import path

from config.web import health

urlpatterns = [
    path("live", health.live, name="healthz-live"),
    path("ready", health.ready, name="healthz-ready"),
    path("jobs", health.jobs, name="healthz-jobs"),
]

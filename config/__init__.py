"""Wiring only: settings, URLs, Celery, the roles, and the processes that serve Kyoten. No logic of the
office."""

from __future__ import annotations

from config.celery import app as celery_app

__all__ = ["celery_app"]

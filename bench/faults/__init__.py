"""Reminders under fire: real workers are killed while they sweep, reconcile and send, and nothing is lost."""

from __future__ import annotations

"""The pages on reminders."""

from __future__ import annotations

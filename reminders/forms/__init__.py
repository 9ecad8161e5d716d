"""Forms of the pages on reminders."""

from __future__ import annotations

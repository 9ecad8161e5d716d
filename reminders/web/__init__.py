"""The pages about reminders (お知らせ)."""

from __future__ import annotations

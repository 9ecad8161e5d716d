"""The nightly sweep in SQL: which deadlines open, advance or close a flag, and who is told of them.

A constant number of statements whatever the number of deadlines. The deadlines of all apps are gathered once
and joined with the stages of the day; Python computed the days, SQL only compares them. The same text runs on
SQLite and PostgreSQL.
"""

from __future__ import annotations

from reminders.sweep.flags import Counts, FlagSweep
from reminders.sweep.gathering import Gathering
from reminders.sweep.notices import Ledger

__all__ = ["Counts", "FlagSweep", "Gathering", "Ledger"]

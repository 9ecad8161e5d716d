"""The only reader of the clock. Only doors (web, api, tasks, commands) may import it; a rule takes ``on``."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

TOKYO = ZoneInfo("Asia/Tokyo")


def now() -> datetime:
    """This instant, with its time zone, in Japan's time."""
    return datetime.now(TOKYO)  # noqa: TID251


def today() -> date:
    """The day it is in Japan, whatever time zone the machine is in."""
    return now().date()

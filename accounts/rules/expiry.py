"""The last day of something that is told to a machine as an instant."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

JAPAN = ZoneInfo("Asia/Tokyo")


def end_of(last_on: date) -> datetime:
    """The instant from which it is over: midnight in Japan after the last day."""
    return datetime.combine(last_on + timedelta(days=1), time(), JAPAN)


def last_day_before(end: datetime) -> date:
    """The last day of which some part lies before the instant."""
    return (end.astimezone(JAPAN) - timedelta(microseconds=1)).date()

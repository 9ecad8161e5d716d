"""A calendar as the programs that subscribe to it read it (iCalendar, RFC 5545)."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from icalendar import Calendar, Event, vDuration

from reminders.rules.feeds import summary_of, uid_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from reminders.queries.feeds import CalendarEntry, FeedCalendar

READ_EVERY = timedelta(hours=4)
"""How often a program should look again; many do when they please, some once a day."""

STAMP = b"DTSTAMP"


def written(calendar: FeedCalendar, *, at: datetime, address_of: Callable[[CalendarEntry], str]) -> bytes:
    """The calendar as a text: days and names of records, no people, no notes, no amounts.

    It is published anew each time it is read, and its stamps say so. When the day of an entry was last moved
    no record says, so that neither does the calendar.
    """
    ical = Calendar()
    ical.add("prodid", "-//Kyoten//Kyoten//JA")
    ical.add("version", "2.0")
    ical.add("method", "PUBLISH")
    ical.add("x-wr-calname", f"拠点：{calendar.name}")
    ical.add("refresh-interval", READ_EVERY, parameters={"VALUE": "DURATION"})
    ical.add("x-published-ttl", vDuration(READ_EVERY))
    for entry in calendar.entries:
        ical.add_component(_event(entry, at=at, address=address_of(entry)))
    return bytes(ical.to_ical())


def tag_of(text: bytes) -> str:
    """By what a program tells that nothing has changed (ETag): the same whenever only the stamps differ, and
    therefore a weak one."""
    lines = (line for line in text.splitlines() if not line.startswith(STAMP))
    return f'W/"{hashlib.sha256(b"".join(lines)).hexdigest()}"'


def _event(entry: CalendarEntry, *, at: datetime, address: str) -> Event:
    """A whole day, in which nobody is taken to be busy."""
    event = Event()
    event.add("uid", uid_of(entry.kind, entry.subject_id))
    event.add("dtstamp", at)
    event.add("dtstart", entry.due_on)
    event.add("dtend", entry.due_on + timedelta(days=1))
    event.add("summary", summary_of(entry.title, entry.centres, entry.body))
    event.add("url", address)
    event.add("transp", "TRANSPARENT")
    return event

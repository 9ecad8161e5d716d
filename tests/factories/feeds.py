"""Calendars that are subscribed to, for tests."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from common.clock import TOKYO
from reminders.actions.feeds import make_feed

if TYPE_CHECKING:
    from accounts.models import User
    from centres.models import Centre
    from reminders.actions.feeds import NewFeed

MADE_AT = datetime(2026, 3, 1, 9, 0, tzinfo=TOKYO)


def make_calendar(
    owner: User, name: str = "見本の電話", *, centre: Centre | None = None, at: datetime = MADE_AT
) -> NewFeed:
    """A calendar of this person: the ``feed``, and the ``key`` of its address (needs the ``roles`` fixture)."""
    return make_feed(owner, name, centre=centre, at=at)

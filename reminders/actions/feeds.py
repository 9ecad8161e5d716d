"""The acts on calendars that are subscribed to (カレンダーの購読)."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction

from accounts.access import scope_for
from accounts.models import User
from common.db.records import save_checked
from common.problems import Problem
from reminders.models import CalendarFeed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

    from centres.models import Centre

STAMPED_EVERY = timedelta(hours=1)
"""Phones ask again and again: that a calendar was read is written down this often, not each time."""


@dataclass(frozen=True)
class NewFeed:
    """A calendar just made: the key of its address is told this once and kept nowhere."""

    feed: CalendarFeed
    key: str


@transaction.atomic
def make_feed(owner: User, name: str, *, centre: Centre | None = None, at: datetime) -> NewFeed:
    """Make a secret address under which a person's calendar reads what is due (カレンダーの購読の登録): what
    is theirs, or everything at one centre.

    Raises ``Refused`` with every problem: the name, a centre that they do not see, too many addresses.
    """
    User.objects.select_for_update().get(pk=owner.pk)
    key = secrets.token_urlsafe(32)
    feed = CalendarFeed(owner=owner, centre=centre, name=name, digest=_digest_of(key), made_at=at)
    save_checked(feed, *_in_the_way(feed, on=at.date()))
    return NewFeed(feed, key)


@transaction.atomic
def revoke_feed(pk: int, *, of: User, at: datetime) -> CalendarFeed:
    """Let an address of this person answer nothing any more (購読の取消し). Raises
    ``CalendarFeed.DoesNotExist``, also when it was revoked already."""
    feed = CalendarFeed.objects.of(of).in_force().select_for_update().get(pk=pk)
    feed.revoked_at = at
    feed.save(update_fields=["revoked_at"])
    return feed


def open_feed(key: str, *, at: datetime) -> CalendarFeed | None:
    """The calendar behind this key, with its owner, if it answers at this moment; that it was read is kept.

    It does not when it was never made or is revoked, when the owner may not enter any more, or when their
    role does not permit calendars any more. Nobody guesses a key of 256 bits, so that nothing has to count
    how often somebody tries.
    """
    feed = CalendarFeed.objects.filter(digest=_digest_of(key)).select_related("owner", "centre").first()
    if feed is None or feed.revoked_at is not None or not feed.owner.may_enter(at.date()):
        return None
    if not feed.owner.has_perm("reminders.add_calendarfeed"):
        return None
    if feed.read_at is None or feed.read_at <= at - STAMPED_EVERY:
        # Not save(): it may be revoked at this very moment, and two phones may ask at once.
        CalendarFeed.objects.filter(pk=feed.pk).not_read_since(at - STAMPED_EVERY).update(read_at=at)
    return feed


def _digest_of(key: str) -> str:
    """What is kept of a key."""
    return hashlib.sha256(key.encode()).hexdigest()


def _in_the_way(feed: CalendarFeed, *, on: date) -> Iterator[Problem]:
    held = list(CalendarFeed.objects.of(feed.owner).in_force().values_list("name", flat=True))
    if feed.name in held:
        message = "この名前のカレンダーは、もうあります。別の名前にしてください。"
        yield Problem("name-taken", message, field="name")
    if feed.centre_id is not None and not scope_for(feed.owner, on=on).sees_centre(feed.centre_id):
        message = "この施設は見られません。見られる施設を選んでください。"
        yield Problem("centre-out-of-scope", message, field="centre")
    if len(held) >= settings.CALENDAR_FEEDS_PER_PERSON:
        most = settings.CALENDAR_FEEDS_PER_PERSON
        message = f"カレンダーは1人{most}個までです。使っていないものをやめてから、作ってください。"
        yield Problem("too-many-feeds", message)

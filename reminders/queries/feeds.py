"""What stands in a calendar that is subscribed to, and the list of one's own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from accounts.access import scope_for
from centres.models import Centre, PostHolding
from common.deadlines import Side
from designated_managers.models import Designation
from reminders.choices import FlagKind
from reminders.deadlines import DEADLINES, pending
from reminders.models import CalendarFeed, Response
from reminders.querysets.flags import OF_A_BODY, subjects_among
from reminders.rules.feeds import days_shown
from reminders.subjects import MAY_SEE, subjects_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from datetime import date

    from django.db.models import QuerySet

    from accounts.models import User
    from centres.querysets import CentreQuerySet
    from common.scope import Scope

    Rows = QuerySet[Any, tuple[Any, ...]]

KINDS_SHOWN = tuple(kind for kind in FlagKind.values if kind != FlagKind.ACCOUNT_END)
"""The end of an account would name a person: it stays out of calendars."""

THEIRS = "担当の期日"
THEIRS_OF_A_GROUP = "わたしたちの期日"


@dataclass(frozen=True)
class CalendarEntry:
    """One deadline as a calendar shows it: what it is, at which centres, and the page of its record.

    ``body``: the organisation, where it is of no centre.
    """

    kind: str
    subject_id: int
    due_on: date
    title: str
    centres: tuple[str, ...]
    url_name: str
    body: str = ""


@dataclass(frozen=True)
class FeedCalendar:
    """What stands in a calendar on a day, by the due day."""

    name: str
    entries: tuple[CalendarEntry, ...]


@dataclass(frozen=True)
class FeedLine:
    """One calendar of one's own in the list. ``centre`` is empty for what is one's own."""

    pk: int
    name: str
    centre: str
    made_on: date
    read_on: date | None


def feed_lines(person: User) -> list[FeedLine]:
    """The calendars of this person that are in force, the newest first."""
    feeds = CalendarFeed.objects.of(person).in_force().select_related("centre")
    return [
        FeedLine(
            pk=feed.pk,
            name=feed.name,
            centre=feed.centre.name if feed.centre else "",
            made_on=timezone.localtime(feed.made_at).date(),
            read_on=timezone.localtime(feed.read_at).date() if feed.read_at else None,
        )
        for feed in feeds.order_by("-made_at", "-pk")
    ]


def centres_to_follow(scope: Scope) -> CentreQuerySet:
    """The centres whose calendar this person may read."""
    return Centre.objects.within(scope)


def calendar_of(feed: CalendarFeed, *, on: date) -> FeedCalendar:
    """What its owner may see at this moment, of what is due on the days that are shown; a constant number of
    queries.

    Of one's own: for city staff what the posts they hold today are in charge of, what was handed over to
    them included; for a group what it owes itself. Of a centre: everything there that they may see.
    """
    scope = scope_for(feed.owner, on=on)
    narrowed = _narrowed(feed, scope, on=on)
    kinds = [kind for kind in KINDS_SHOWN if kind in DEADLINES and feed.owner.has_perm(MAY_SEE[kind])]
    days = days_shown(on)
    asked = [
        narrowed(kind, pending(kind, on=on).filter(due_on__range=(days.first, days.last))) for kind in kinds
    ]
    found = sorted((row[4], row[0], row[2]) for row in _together(asked))
    subjects = subjects_of((kind, pk) for _, kind, pk in found)
    return FeedCalendar(
        name=feed.centre.name if feed.centre else THEIRS if scope.internal else THEIRS_OF_A_GROUP,
        entries=tuple(
            CalendarEntry(
                kind=kind,
                subject_id=pk,
                due_on=due_on,
                title=subjects[kind, pk].title,
                centres=subjects[kind, pk].centres,
                url_name=subjects[kind, pk].url_name,
                body=subjects[kind, pk].part if kind == FlagKind.OFFICER_TERM else "",
            )
            for due_on, kind, pk in found
        ),
    )


def _together(asked: list[Rows]) -> list[tuple[Any, ...]]:
    if not asked:
        return []
    first, *others = asked
    return list(first.union(*others, all=True))


def _narrowed(feed: CalendarFeed, scope: Scope, *, on: date) -> Callable[[str, Rows], Rows]:
    """What of the deadlines of a kind stands in this calendar."""
    centre = frozenset(() if feed.centre_id is None else {feed.centre_id})
    if not scope.internal:
        if not centre:
            return lambda kind, rows: _of_the_body(kind, rows, scope, on=on)
        return lambda kind, rows: _concerning(kind, _of_the_body(kind, rows, scope, on=on), centre)
    if centre:
        seen = frozenset(pk for pk in centre if scope.sees_centre(pk))
        return lambda kind, rows: _concerning(kind, rows, seen)
    held = PostHolding.objects.held(on).filter(user=feed.owner)
    posts = frozenset(held.values_list("post_id", flat=True))
    if scope.every_centre:
        return lambda kind, rows: _of_posts(kind, rows, posts)
    return lambda kind, rows: _concerning(kind, _of_posts(kind, rows, posts), scope.centre_ids)


def _concerning(kind: str, rows: Rows, centre_ids: Collection[int]) -> Rows:
    """What belongs to these centres, and what concerns one of them among others."""
    among = subjects_among(centre_ids).get(kind)
    here = Q(centre_id__in=centre_ids)
    return rows.filter(here if among is None else here | Q(centre_id__isnull=True, subject_id__in=among))


def _of_posts(kind: str, rows: Rows, posts: Collection[int]) -> Rows:
    """What these posts are in charge of; what was handed over belongs to the post it was handed to."""
    handed = Response.objects.last_handovers().filter(flag__kind=kind).order_by()
    here = handed.filter(to_post__in=posts).values("flag__subject_id")
    return rows.filter(
        Q(subject_id__in=here) | Q(~Q(subject_id__in=handed.values("flag__subject_id")), post_id__in=posts)
    )


def _of_the_body(kind: str, rows: Rows, scope: Scope, *, on: date) -> Rows:
    """What a group owes itself, whenever it owes it; of inspections those of the centres that it runs on the
    due day, or today once that is past."""
    rows = rows.filter(side=Side.MANAGER)
    if kind in OF_A_BODY:
        return rows.filter(subject_id__in=OF_A_BODY[kind].objects.within(scope).order_by().values("pk"))
    if kind != FlagKind.INSPECTION:
        return rows.none()
    runs_it = Designation.objects.in_force(OuterRef("due_on")).filter(  # type: ignore[arg-type]
        centre=OuterRef("centre_id"), organisation__in=scope.organisation_ids
    )
    return rows.filter(
        Q(centre_id__in=scope.managed_centre_ids, due_on__lte=on)
        | Q(Exists(runs_it.order_by()), centre_id__in=scope.centre_ids, due_on__gt=on)
    )

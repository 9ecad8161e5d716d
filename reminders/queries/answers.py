"""What was answered to flags (お知らせへの対応): for the lists that show it, and for the acts that ask it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils.timezone import localtime

from centres.choices import PostLevel
from centres.models import PostHolding
from reminders.choices import Act, FlagKind
from reminders.models import Response
from reminders.queries.office import office_on
from reminders.rules.responses import Answered, Receiver
from reminders.subjects import subjects_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from accounts.models import User
    from centres.models import Post
    from reminders.models import Flag
    from reminders.querysets.flags import FlagQuerySet
    from reminders.subjects.kinds import Subject

SUPERIORS = (PostLevel.CHIEF, PostLevel.MANAGER)


@dataclass(frozen=True)
class Said:
    """The last answers to a flag, as far as there are any: until when and why it is put off, who acknowledged
    it, and who handed it to the post that has it."""

    put_off_until: date | None = None
    put_off_why: str = ""
    acknowledged_by: str = ""
    acknowledged_on: date | None = None
    handed_over_by: str = ""
    handed_over_on: date | None = None


NOTHING_SAID = Said()


def put_off(on: date) -> Q:
    """Of flags: those that the city put off to a day after this one (後で知らせるもの)."""
    standing = Response.objects.standing_snoozes().filter(until_on__gt=on)
    return Q(pk__in=standing.order_by().values("flag"))


def with_answers(flags: FlagQuerySet) -> FlagQuerySet:
    """These flags with what ``said_of`` reads."""
    of_flag = {"flag": OuterRef("pk")}
    # Whichever day it is due on: what was handed over is the post's.
    of_subject = {"flag__kind": OuterRef("kind"), "flag__subject_id": OuterRef("subject_id")}
    snoozed = _last(Act.SNOOZED, Act.RESUMED, **of_flag)
    acknowledged = _last(Act.ACKNOWLEDGED, **of_flag)
    handed_over = _last(Act.HANDED_OVER, **of_subject)
    return flags.annotate(
        put_off_until=Subquery(snoozed.values("until_on")[:1]),
        put_off_why=Subquery(snoozed.values("reason")[:1]),
        acknowledged_by=Subquery(acknowledged.values("by__display_name")[:1]),
        acknowledged_at=Subquery(acknowledged.values("at")[:1]),
        handed_over_by=Subquery(handed_over.values("by__display_name")[:1]),
        handed_over_at=Subquery(handed_over.values("at")[:1]),
    )


def said_of(flag: Flag, *, on: date) -> Said:
    """What was answered to a flag, where it was read ``with_answers``; one put off to a day that has come is
    put off no more."""
    row: Any = flag
    if not hasattr(row, "put_off_until"):
        return NOTHING_SAID
    until = row.put_off_until
    stands = until is not None and until > on
    return Said(
        put_off_until=until if stands else None,
        put_off_why=row.put_off_why if stands else "",
        acknowledged_by=row.acknowledged_by or "",
        acknowledged_on=localtime(row.acknowledged_at).date() if row.acknowledged_at else None,
        handed_over_by=row.handed_over_by or "",
        handed_over_on=localtime(row.handed_over_at).date() if row.handed_over_at else None,
    )


def answered(flags: Sequence[Flag]) -> list[Answered]:
    """These flags as the rules of the answers look at them; two queries."""
    subjects = subjects_of((flag.kind, flag.subject_id) for flag in flags)
    standing = Response.objects.standing_snoozes().filter(flag__in=flags).order_by()
    until = dict(standing.values_list("flag_id", "until_on"))
    return [
        Answered(
            kind=flag.kind,
            name=_name(flag, subjects),
            due_on=flag.due_on,
            centre_id=flag.centre_id,
            post_id=flag.post_id,
            is_open=flag.closed_on is None,
            put_off_until=until.get(flag.pk),
        )
        for flag in flags
    ]


def _name(flag: Flag, subjects: Mapping[tuple[str, int], Subject]) -> str:
    """Which it is; of a record that is gone, as one entered by mistake, only the kind is left."""
    subject = subjects.get((flag.kind, flag.subject_id))
    return subject.name if subject else FlagKind(flag.kind).label


def receiver(post: Post, *, on: date) -> Receiver:
    """A post to which something is to be handed, as the rules of the answers look at it."""
    office = office_on(on)
    ids = [held.user_id for held in office.posts[post.pk].holders]
    holders = tuple(office.people[pk] for pk in ids if pk in office.people)
    return Receiver(post.pk, post.name, post.centre_id, holders)


def is_superior(person: User, *, on: date) -> bool:
    """Whether this person is a chief or manager (係長・課長) on the day, a deputy counted, or the
    administrator who sets the system up."""
    if person.is_superuser:
        return True
    return PostHolding.objects.held(on).filter(user=person, post__level__in=SUPERIORS).exists()


def _last(*acts: str, **of: Any) -> QuerySet[Response]:
    return Response.objects.filter(act__in=acts, **of).order_by("-pk")

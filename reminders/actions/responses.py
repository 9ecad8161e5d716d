"""The answers to reminders (お知らせへの対応): to acknowledge them, hand them over, put them off, take them
up again, tell them at once.

Each takes a set of flags: it is done to all of them, or refused with everything that stands in the way.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction

from common.office_days import load_office_days
from common.problems import Refused, refuse_if_blocked
from reminders.choices import Act, Dropped, Kind, Why
from reminders.models import Flag, Message, Notice, Response
from reminders.queries.answers import answered, is_superior, receiver
from reminders.queries.flags import URGENT_MARK
from reminders.queries.told import told_today
from reminders.rules.responses import (
    Asking,
    problems_with_acknowledging,
    problems_with_handing_over,
    problems_with_resuming,
    problems_with_snoozing,
    problems_with_urging,
)
from reminders.rules.snoozes import wakes_on

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date, datetime

    from accounts.models import User
    from centres.models import Post
    from reminders.rules.audience import Told


SENT_TWICE = timedelta(minutes=10)
"""Whoever sends the same words again within this time has pressed the button twice, or the page was slow."""


class CannotAnswer(Refused):
    """The reminders cannot be answered so; nothing was changed."""


@transaction.atomic
def acknowledge(pks: Collection[int], *, by: User, at: datetime) -> int:
    """Say that one has seen these and takes care of them (承知する). Nothing is ended or silenced by it; said
    twice it changes nothing, unless one has been told anew since. Returns how many were new; raises
    ``CannotAnswer``."""
    flags = _locked(pks)
    refuse_if_blocked(problems_with_acknowledging(answered(flags)), CannotAnswer)
    return _acknowledge(flags, by=by, at=at)


@transaction.atomic
def acknowledge_notices(pks: Collection[int], *, by: User, at: datetime) -> int:
    """Say that one has seen these of one's own notices (お知らせを承知する). What they tell of is
    acknowledged with them as long as it is open, and with it whatever else one was told of it. Notices of
    others, and those seen already or dropped before they went out, stay as they are. Returns how many notices
    were new."""
    unseen = Notice.objects.to(by).live().unseen()
    wanted = unseen.filter(pk__in=pks)
    deadlines = set(wanted.values_list("kind", "subject_id", "due_on"))
    if not deadlines:
        return 0
    before = unseen.count()
    open_flags = [flag for flag in _locked(_told_of(deadlines)) if flag.closed_on is None]
    if open_flags:
        _acknowledge(open_flags, by=by, at=at)
    wanted.update(acknowledged_at=at)
    return before - unseen.count()


def _told_of(deadlines: Collection[tuple[str, int, date | None]]) -> list[int]:
    """The open flags of these deadlines."""
    flags = Flag.objects.open().filter(
        kind__in={kind for kind, *_ in deadlines}, subject_id__in={pk for _, pk, _ in deadlines}
    )
    rows = flags.values_list("pk", "kind", "subject_id", "due_on")
    return [pk for pk, *deadline in rows if tuple(deadline) in deadlines]


@transaction.atomic
def hand_over(pks: Collection[int], *, to_post: Post | None, reason: str, by: User, at: datetime) -> int:
    """Hand these to another post (ほかの担当に渡す): it has them from now on, whoever the records name. Its
    holders are told by the next night. Returns how many they are; raises ``CannotAnswer``."""
    flags = _locked(pks)
    to = receiver(to_post, on=at.date()) if to_post else None
    refuse_if_blocked(problems_with_handing_over(answered(flags), to=to, reason=reason), CannotAnswer)
    Flag.objects.filter(pk__in=_ids(flags)).update(post=to_post)
    return len(_respond(flags, Act.HANDED_OVER, by=by, at=at, reason=reason.strip(), to_post=to_post))


@transaction.atomic
def snooze(pks: Collection[int], *, until_on: date | None, reason: str, by: User, at: datetime) -> int:
    """Put these off to a day (後で知らせる): the city is told nothing of them before it, also not what waits
    to be sent. Groups are told as ever. Returns how many they are; raises ``CannotAnswer``."""
    flags, on = _locked(pks), at.date()
    problems = problems_with_snoozing(
        answered(flags),
        until_on=until_on,
        reason=reason,
        asking=Asking(on, load_office_days(), is_superior=is_superior(by, on=on)),
    )
    refuse_if_blocked(problems, CannotAnswer)
    if until_on is not None:
        _put_off(flags, until_on, by=by, at=at, reason=reason.strip())
    # What was told at once is on its way, and was asked for by somebody who knew.
    to_the_city = (
        Notice.objects.of_flags(Flag.objects.filter(pk__in=_ids(flags)))
        .waiting()
        .exclude(why=Why.MEMBER)
        .exclude(stage__startswith=URGENT_MARK)
    )
    to_the_city.update(dropped_on=on, dropped_why=Dropped.SNOOZED, message=None)
    return len(flags)


def _put_off(flags: Sequence[Flag], until_on: date, *, by: User, at: datetime, reason: str) -> None:
    """Written down is the open day on which each is told again: it is not the same for all."""
    on, days = at.date(), load_office_days()
    Response.objects.bulk_create(
        Response(
            flag=flag,
            act=Act.SNOOZED,
            by=by,
            at=at,
            reason=reason,
            until_on=wakes_on(until_on, flag.due_on, on, days),
        )
        for flag in flags
    )


@transaction.atomic
def resume(pks: Collection[int], *, by: User, at: datetime) -> int:
    """Take back that these were put off (また知らせる): the next night tells of them again. Returns how
    many they are; raises ``CannotAnswer``."""
    flags = _locked(pks)
    refuse_if_blocked(problems_with_resuming(answered(flags), on=at.date()), CannotAnswer)
    return len(_respond(flags, Act.RESUMED, by=by, at=at))


@transaction.atomic
def urge(pks: Collection[int], *, words: str, by: User, at: datetime) -> int:
    """Tell everybody at once who is told of these today (至急で知らせる), in these words, on whatever day.

    A form that is sent twice tells once. Returns how many people are told; raises ``CannotAnswer``.
    """
    flags, on = _locked(pks), at.date()
    before = _urged_just_now(flags, words=words.strip(), by=by, at=at)
    if before:
        stages = [f"{URGENT_MARK}{pk}" for pk in before]
        return Notice.objects.filter(stage__in=stages).values("recipient").distinct().count()
    known = answered(flags)
    told = told_today([flag for flag in flags if flag.closed_on is None], on=on)
    unheard = [one.name for flag, one in zip(flags, known, strict=True) if one.is_open and not told[flag.pk]]
    refuse_if_blocked(problems_with_urging(known, words=words, unheard=unheard), CannotAnswer)
    responses = _respond(flags, Act.URGED, by=by, at=at, reason=words.strip())
    messages = _urgent_messages(responses, told, at=at)
    Notice.objects.bulk_create(
        Notice(
            kind=flag.kind,
            subject_id=flag.subject_id,
            due_on=flag.due_on,
            stage=f"{URGENT_MARK}{response.pk}",
            stage_rank=flag.stage_rank,
            recipient_id=person.user_id,
            why=person.why,
            centre_id=flag.centre_id,
            post_id=flag.post_id,
            side=flag.side,
            rung_on=on,
            via_id=person.via_id,
            message=messages.get((response.pk, person.via_id)),
        )
        for flag, response in zip(flags, responses, strict=True)
        for person in told[flag.pk]
    )
    return len({person.user_id for people in told.values() for person in people})


def _urged_just_now(flags: Sequence[Flag], *, words: str, by: User, at: datetime) -> list[int]:
    """The responses by which the same person told all of these in the same words a moment ago; none unless
    all of them were."""
    said = Response.objects.filter(flag__in=flags, act=Act.URGED, by=by, reason=words, at__gt=at - SENT_TWICE)
    found = dict(said.values_list("flag_id", "pk"))
    return list(found.values()) if flags and len(found) == len(flags) else []


def _urgent_messages(
    responses: Sequence[Response], told: Mapping[int, Sequence[Told]], *, at: datetime
) -> dict[tuple[int, int | None], Message]:
    """One message for each person who is written to, by response and person."""
    addressed = [
        (response, via_id)
        for response in responses
        for via_id in sorted({person.via_id for person in told[response.flag_id] if person.via_id})
    ]
    made = Message.objects.bulk_create(
        Message(
            kind=Kind.URGENT,
            on=at.date(),
            recipient_id=via_id,
            response=response,
            made_at=at,
            next_try_at=at,
        )
        for response, via_id in addressed
    )
    return {(response.pk, via_id): one for (response, via_id), one in zip(addressed, made, strict=True)}


def _acknowledge(flags: Sequence[Flag], *, by: User, at: datetime) -> int:
    """Stamp what this person was told of these, and write down who acknowledged what is new."""
    ids = _ids(flags)
    told = Notice.objects.of_flags(Flag.objects.filter(pk__in=ids)).to(by).live().unseen()
    told_anew = set(told.values_list("kind", "subject_id", "due_on"))
    already = set(
        Response.objects.filter(flag__in=ids, by=by, act=Act.ACKNOWLEDGED).values_list("flag_id", flat=True)
    )
    told.update(acknowledged_at=at)
    new = [
        flag
        for flag in flags
        if flag.pk not in already or (flag.kind, flag.subject_id, flag.due_on) in told_anew
    ]
    _respond(new, Act.ACKNOWLEDGED, by=by, at=at)
    return len(new)


def _locked(pks: Collection[int]) -> list[Flag]:
    """These flags, nobody else's until the act is done. While the night works on the flags the act waits for
    its end before it holds any of them: each would wait for the other."""
    connection = transaction.get_connection()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {Flag._meta.db_table} IN ROW EXCLUSIVE MODE")
    return list(Flag.objects.select_for_update(of=("self",)).filter(pk__in=pks).order_by("pk"))


def _ids(flags: Sequence[Flag]) -> list[int]:
    return [flag.pk for flag in flags]


def _respond(flags: Sequence[Flag], act: str, *, by: User, at: datetime, **facts: Any) -> list[Response]:
    return Response.objects.bulk_create(Response(flag=flag, act=act, by=by, at=at, **facts) for flag in flags)

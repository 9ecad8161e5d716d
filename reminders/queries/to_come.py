"""What will be told when (お知らせの予定), ready to be shown: each reminder once, with all who are told."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from accounts.models import User
from centres.models import Post
from reminders.choices import FlagKind, Why
from reminders.queries.flags import stage_label
from reminders.queries.foretelling import foretell
from reminders.subjects import subjects_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import date

    from common.business_days import OpenDays
    from common.deadlines import Deadline
    from reminders.queries.foretelling import Foretold
    from reminders.subjects.kinds import Subject


@dataclass(frozen=True)
class Listening:
    """One person who will be told: by which post (empty: as a member of a group), why, and who passes it on
    by telephone where they cannot be written to."""

    name: str
    post: str
    why: str
    by_mail: bool
    carrier: str

    @property
    def how(self) -> str:
        """メール, 電話で, or on the pages alone."""
        if self.by_mail:
            return "メール"
        return "電話で" if self.carrier else "画面だけ"

    @property
    def how_in_full(self) -> str:
        """How, and by whom where it is passed on."""
        return f"電話で（{self.carrier}から）" if self.carrier else self.how


@dataclass(frozen=True)
class ToCome:
    """One reminder that will go out (これからのお知らせ). ``is_provisional``: the day lies past the holidays
    known (見込み)."""

    on: date
    is_provisional: bool
    kind: str
    kind_label: str
    subject_id: int
    subject: Subject
    due_on: date | None
    stage: str
    stage_label: str
    told: tuple[Listening, ...]


@dataclass(frozen=True)
class Asked:
    """From which day to which, of which centres (None: all), of which kinds (None: all)."""

    on: date
    until: date
    centre_ids: Collection[int] | None = None
    kinds: Collection[str] | None = None


def reminders_to_come(asked: Asked, *, since: date, days: OpenDays) -> list[ToCome]:
    """What will be told if nothing changes, by day. ``since`` is the next night: what goes out before the
    days asked for has been told by then. A constant number of queries."""
    notices = [
        one
        for one in foretell(on=since, until=asked.until, days=days, centre_ids=asked.centre_ids)
        if one.on >= asked.on and (asked.kinds is None or one.deadline.kind in asked.kinds)
    ]
    subjects = subjects_of((one.deadline.kind, one.deadline.subject_id) for one in notices)
    people = _names_of_people(notices)
    posts = dict(
        Post.objects.filter(pk__in={one.post_id for one in notices if one.post_id}).values_list("pk", "name")
    )
    listening: dict[tuple[date, Deadline, str], list[Listening]] = defaultdict(list)
    for one in notices:
        person = one.told
        listening[one.on, one.deadline, one.stage].append(
            Listening(
                name=people[person.user_id],
                post=posts.get(one.post_id or 0, ""),
                why=Why(person.why).label,
                by_mail=person.via_id == person.user_id,
                carrier=people[person.via_id] if person.via_id not in {None, person.user_id} else "",
            )
        )
    return [
        ToCome(
            on=on,
            is_provisional=days.is_provisional(on),
            kind=due.kind,
            kind_label=FlagKind(due.kind).label,
            subject_id=due.subject_id,
            subject=subjects[due.kind, due.subject_id],
            due_on=due.due_on,
            stage=stage,
            stage_label=stage_label(stage),
            told=tuple(told),
        )
        for (on, due, stage), told in listening.items()
    ]


def _names_of_people(notices: Iterable[Foretold]) -> Mapping[int | None, str]:
    ids = {pk for one in notices for pk in (one.told.user_id, one.told.via_id) if pk is not None}
    return dict(User.objects.filter(pk__in=ids).values_list("pk", "display_name"))

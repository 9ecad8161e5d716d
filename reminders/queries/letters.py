"""What the mails of a batch have to say, read for all of them at once."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import Q
from django.urls import reverse

from reminders.choices import Dropped, Why
from reminders.deadlines import pending
from reminders.models import Flag, Notice
from reminders.queries.flags import URGENT_MARK
from reminders.queries.notices import urged_words
from reminders.subjects import subjects_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import date

    from reminders.models import Message
    from reminders.subjects.kinds import Subject

Key = tuple[str, int, "date | None"]
"""Kind, subject and due day of a deadline."""


@dataclass(frozen=True)
class Line:
    """One notice in a mail: what is due, where, when, for whom and why."""

    subject: Subject
    due_on: date | None
    days_left: int | None
    stage: str
    why: str
    post: str
    url: str
    to_tell: str
    may_repeat: bool
    words: str
    by: str

    @property
    def is_of_a_group(self) -> bool:
        """Whether it is the group's own duty, in plain words."""
        return self.why == Why.MEMBER

    @property
    def is_unknown(self) -> bool:
        """Whether the due day cannot be told."""
        return self.due_on is None


@dataclass(frozen=True)
class Content:
    """What one message says, and the notices that stand in it; ``outdated`` are those that need not be told
    any more, with the reason."""

    lines: tuple[Line, ...]
    notice_ids: tuple[int, ...]
    outdated: Mapping[int, str]
    may_repeat: bool


@dataclass(frozen=True)
class _Read:
    """What was read for all notices of a batch: their subjects, their flags, and what was said at once."""

    subjects: Mapping[tuple[str, int], Subject]
    flags: Mapping[Key, int]
    urged: Mapping[str, tuple[str, str]]


def contents_of(messages: Sequence[Message], *, on: date) -> dict[int, Content]:
    """What these digests and urgent messages say on this day; a fixed number of queries, whatever their
    number. A notice whose deadline was moved or met since it was written is left out; what somebody told at
    once only where it was met."""
    rows = list(
        Notice.objects.waiting()
        .filter(message__in=[message.pk for message in messages])
        .select_related("post", "recipient")
        .order_by("message_id", "due_on", "pk")
    )
    standing = _standing({(row.kind, row.subject_id) for row in rows}, on=on)
    subjects = subjects_of((row.kind, row.subject_id) for row in rows)
    read = _Read(subjects, _flags(rows), urged_words(row.stage for row in rows))
    contents: dict[int, list[Notice]] = defaultdict(list)
    outdated: dict[int, dict[int, str]] = defaultdict(dict)
    for row in rows:
        days = standing.get((row.kind, row.subject_id))
        if days is not None and row.stage.startswith(URGENT_MARK) and row.due_on not in days:
            # Somebody's words are told whatever day it is due by now; the mail says that one.
            row.due_on = min(filter(None, days), default=None)
        if days is not None and row.due_on in days and (row.kind, row.subject_id) in subjects:
            contents[row.message_id or 0].append(row)
        else:
            gone = Dropped.SETTLED if days is None else Dropped.DAY_CHANGED
            outdated[row.message_id or 0][row.pk] = gone
    return {
        message.pk: Content(
            lines=tuple(_line(row, read, on=on) for row in told),
            notice_ids=tuple(row.pk for row in told),
            outdated=outdated[message.pk],
            may_repeat=message.may_repeat,
        )
        for message in messages
        for told in (contents[message.pk],)
    }


def _line(row: Notice, read: _Read, *, on: date) -> Line:
    subject, flags = read.subjects[row.kind, row.subject_id], read.flags
    words = read.urged.get(row.stage, ("", ""))
    flag = flags.get((row.kind, row.subject_id, row.due_on))
    if row.why == Why.MEMBER or flag is None:
        path = reverse(subject.url_name, args=[row.subject_id])
    else:
        path = reverse("flag-story", args=[flag])
    return Line(
        subject=subject,
        due_on=row.due_on,
        days_left=(row.due_on - on).days if row.due_on else None,
        stage=row.stage,
        why=row.why,
        post=row.post.name if row.post else "",
        url=f"{settings.PUBLIC_URL}{path}",
        to_tell=row.recipient.display_name if row.via_id != row.recipient_id else "",
        may_repeat=row.may_repeat,
        words=words[0],
        by=words[1],
    )


def _standing(keys: Collection[tuple[str, int]], *, on: date) -> Mapping[tuple[str, int], set[Any]]:
    """The due days on which these things are due by now: the facts themselves, not what the night saw."""
    ids: dict[str, set[int]] = defaultdict(set)
    for kind, subject_id in keys:
        ids[kind].add(subject_id)
    asked = [
        pending(kind, on=on).filter(subject_id__in=subject_ids).values_list("kind", "subject_id", "due_on")
        for kind, subject_ids in sorted(ids.items())
    ]
    standing: dict[tuple[str, int], set[Any]] = defaultdict(set)
    if asked:
        for kind, subject_id, due_on in asked[0].union(*asked[1:], all=True):
            standing[kind, subject_id].add(due_on)
    return standing


def _flags(rows: Iterable[Notice]) -> Mapping[Key, int]:
    ids: dict[str, set[int]] = defaultdict(set)
    for row in rows:
        ids[row.kind].add(row.subject_id)
    asked = Q(pk__in=[])
    for kind, subject_ids in ids.items():
        asked |= Q(kind=kind, subject_id__in=subject_ids)
    found = Flag.objects.filter(asked).values_list("kind", "subject_id", "due_on", "pk")
    return {(kind, subject_id, due_on): pk for kind, subject_id, due_on, pk in found}

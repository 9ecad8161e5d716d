"""What one person was told (わたしへのお知らせ), and how the stages of notices are written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Case, OuterRef, QuerySet, Subquery, When
from django.utils.timezone import localtime

from reminders.choices import CloseReason, FlagKind, Why
from reminders.models import Flag, Notice, Response
from reminders.queries.flags import URGENT_MARK, stage_label
from reminders.subjects import MAY_SEE, subjects_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User
    from common.scope import Scope
    from reminders.querysets.notices import NoticeQuerySet
    from reminders.subjects.kinds import Subject


@dataclass(frozen=True)
class NoticeLine:
    """One notice as whom it tells reads it. ``words`` are those of whoever told it at once (``by``);
    ``ended``: why it waits for nobody to this day; None while it does."""

    pk: int
    kind_label: str
    subject_id: int
    subject: Subject
    due_on: date | None
    days_left: int | None
    stage_label: str
    why_label: str
    rung_on: date
    acknowledged_on: date | None
    ended: CloseReason | None
    words: str
    by: str


def notices_seen(person: User | AnonymousUser | Any, scope: Scope) -> NoticeQuerySet:
    """The notices within the scope, of the kinds whose records this person may see."""
    kinds = [kind for kind, permission in MAY_SEE.items() if person.has_perm(permission)]
    return Notice.objects.within(scope).filter(kind__in=kinds)


def own_notices(person: User, scope: Scope) -> NoticeQuerySet:
    """What this person was told and may still read, the newest first."""
    return notices_seen(person, scope).to(person).live().order_by("-rung_on", "-pk")


def notice_lines(notices: NoticeQuerySet, *, on: date) -> list[NoticeLine]:
    """These notices, ready to be shown, in the order given; three queries, whatever their number."""
    told: list[Any] = list(notices.annotate(ended=_ended()))
    subjects = subjects_of((row.kind, row.subject_id) for row in told)
    # A record that was entered by mistake may be gone, and nothing is left to be said of it.
    rows = [row for row in told if (row.kind, row.subject_id) in subjects]
    urged = urged_words(row.stage for row in rows)
    return [
        NoticeLine(
            pk=row.pk,
            kind_label=FlagKind(row.kind).label,
            subject_id=row.subject_id,
            subject=subjects[row.kind, row.subject_id],
            due_on=row.due_on,
            days_left=(row.due_on - on).days if row.due_on else None,
            stage_label=stage_label(row.stage),
            why_label=Why(row.why).label,
            rung_on=row.rung_on,
            acknowledged_on=localtime(row.acknowledged_at).date() if row.acknowledged_at else None,
            # Where no flag tells of this day, nothing waits for it either.
            ended=None if row.ended == "" else CloseReason(row.ended or CloseReason.NO_LONGER_APPLIES),
            words=urged.get(row.stage, ("", ""))[0],
            by=urged.get(row.stage, ("", ""))[1],
        )
        for row in rows
    ]


def urged_words(stages: Iterable[str]) -> Mapping[str, tuple[str, str]]:
    """Of what was told at once: by stage the words, and who said them. Whoever was told reads them: they were
    said to them, also where the response itself is the city's."""
    pks = {int(stage[1:]) for stage in stages if stage.startswith(URGENT_MARK)}
    rows = Response.objects.filter(pk__in=pks).order_by()
    return {
        f"{URGENT_MARK}{pk}": (reason, name)
        for pk, reason, name in rows.values_list("pk", "reason", "by__display_name")
    }


def _ended() -> Case:
    """Of a notice: why the flag of its deadline was closed; empty while it is open."""
    flags = Flag.objects.filter(kind=OuterRef("kind"), subject_id=OuterRef("subject_id")).order_by()

    def reason(of_day: QuerySet[Flag]) -> Subquery:
        return Subquery(of_day.values("close_reason")[:1])

    return Case(
        When(due_on__isnull=True, then=reason(flags.filter(due_on__isnull=True))),
        default=reason(flags.filter(due_on=OuterRef("due_on"))),
    )

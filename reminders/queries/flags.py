"""Answers for the desk (要対応) and for the nightly job's printout."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import F

from centres.queries import holders
from common.office_days import short_day
from reminders.choices import UNKNOWN_DAY, FlagKind
from reminders.queries.answers import NOTHING_SAID, Said, said_of
from reminders.rules.stages import parse_stages
from reminders.subjects import subjects_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reminders.querysets.flags import FlagQuerySet
    from reminders.subjects.kinds import Subject

OVERDUE_MARK, WAKE_MARK, URGENT_MARK = "+", "@", "!"
"""What the codes of stages begin with that are no lead time: past the due day (``+14d``), told again on a day
that was asked for (``@2026-12-01``), told at once (``!12``: by that response)."""


@dataclass(frozen=True)
class FlagLine:
    """One flag, ready to be shown. ``days_left`` is negative once overdue, empty while the day is unknown;
    ``said`` is what was answered to it, where the flags were read with it."""

    pk: int
    kind: str
    kind_label: str
    subject_id: int
    centre_code: str | None
    centre: str
    subject: Subject
    due_on: date | None
    days_left: int | None
    stage: str
    stage_label: str
    post: str
    holder: str
    opened_on: date
    said: Said = NOTHING_SAID

    @property
    def responsible(self) -> str:
        """The post whose duty it is, with who holds it today."""
        if not self.post:
            return "担当未定"
        return f"{self.post}（{self.holder}）" if self.holder else self.post


def in_order(flags: FlagQuerySet) -> FlagQuerySet:
    """What is most urgent first; a day that is not known comes last."""
    return flags.order_by(F("due_on").asc(nulls_last=True), "pk")


def flag_lines(flags: FlagQuerySet, *, on: date, who: Mapping[int, str] | None = None) -> list[FlagLine]:
    """These flags, ready to be shown, in the order given; a fixed number of queries whatever their number.

    ``who`` says who holds which post on the day, where the caller knows it already.
    """
    found = list(flags.select_related("centre", "post"))
    subjects = subjects_of((flag.kind, flag.subject_id) for flag in found)
    # A record that was entered by mistake may be gone, and its closed flags tell of nothing.
    rows = [flag for flag in found if (flag.kind, flag.subject_id) in subjects]
    if who is None:
        who = holders((flag.post_id for flag in rows), on=on)
    return [
        FlagLine(
            pk=flag.pk,
            kind=flag.kind,
            kind_label=FlagKind(flag.kind).label,
            subject_id=flag.subject_id,
            centre_code=flag.centre.code if flag.centre else None,
            centre=flag.centre.name if flag.centre else subjects[flag.kind, flag.subject_id].place,
            subject=subjects[flag.kind, flag.subject_id],
            due_on=flag.due_on,
            days_left=(flag.due_on - on).days if flag.due_on else None,
            stage=flag.stage,
            stage_label=stage_label(flag.stage),
            post=flag.post.name if flag.post else "",
            holder=who.get(flag.post_id or 0, ""),
            opened_on=flag.opened_on,
            said=said_of(flag, on=on),
        )
        for flag in rows
    ]


def stage_label(code: str) -> str:
    """A stage in words: 「30日前」「6か月前」「当日」「期日不明・要確認」, past the due day 「14日超過」,
    told again 「12月1日（火）にもう一度」, told at once 「至急」."""
    if code == UNKNOWN_DAY:
        return "期日不明・要確認"
    if code.startswith(URGENT_MARK):
        return "至急"
    if code.startswith(WAKE_MARK):
        return f"{short_day(date.fromisoformat(code.removeprefix(WAKE_MARK)))}にもう一度"
    if code.startswith(OVERDUE_MARK):
        return f"{code.removeprefix(OVERDUE_MARK).removesuffix('d')}日超過"
    (stage,) = parse_stages(code)
    if stage.amount == 0:
        return "当日"
    return f"{stage.amount}{'か月' if stage.in_months else '日'}前"

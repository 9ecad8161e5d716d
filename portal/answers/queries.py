"""Answers for the pages on which flags are answered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import Http404

from accounts.models import User
from portal.desk.queries import flags_seen
from portal.flag_rows import Due, FlagRow, row_of
from reminders.choices import Why
from reminders.queries.flags import flag_lines, in_order
from reminders.queries.told import told_today

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import date

    from portal.viewer import Viewer
    from reminders.models import Flag
    from reminders.querysets.flags import FlagQuerySet


BIGGEST_ID = 2**63 - 1
"""No database knows a longer one, and SQLite fails where it is asked."""


@dataclass(frozen=True)
class Reached:
    """Somebody who would be told at once: why, and who passes it on by telephone (空: by mail, or nobody)."""

    name: str
    why: str
    by_mail: bool
    carrier: str


def chosen(pks: Collection[int], *, viewer: Viewer) -> FlagQuerySet:
    """The flags with these ids, the most urgent first. Raises ``Http404`` unless the viewer sees each of
    them."""
    wanted = set(pks)
    if any(pk > BIGGEST_ID for pk in wanted):
        raise Http404
    flags = in_order(flags_seen(viewer).filter(pk__in=wanted))
    if wanted and flags.count() != len(wanted):
        raise Http404
    return flags


def rows_of(flags: FlagQuerySet, *, on: date, who: Mapping[int, str] | None = None) -> list[FlagRow]:
    """These flags as rows that lead to their records; ``who`` as ``flag_lines`` takes it."""
    return [row_of(Due.of(line), on=on) for line in flag_lines(flags, on=on, who=who)]


def reached_today(flag: Flag, *, on: date) -> list[Reached]:
    """Who would be told of this flag at once."""
    told = told_today([flag], on=on)[flag.pk]
    ids = {pk for one in told for pk in (one.user_id, one.via_id) if pk is not None}
    names = dict(User.objects.filter(pk__in=ids).values_list("pk", "display_name"))
    return [
        Reached(
            name=names[one.user_id],
            why=Why(one.why).label,
            by_mail=one.via_id == one.user_id,
            carrier=names[one.via_id] if one.via_id not in {None, one.user_id} else "",
        )
        for one in told
    ]

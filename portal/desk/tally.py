"""The open flags counted (お知らせの件数): above the desk, in its groups, and for the way out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.db.models import BooleanField, Case, Count, Q, QuerySet, Value, When

from portal.buckets import Bucket, due_in
from reminders.models import Flag
from reminders.queries.answers import put_off

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from reminders.querysets.flags import FlagQuerySet


@dataclass(frozen=True)
class Wanted:
    """What the desk is narrowed to; nothing chosen: everything."""

    kind: str = ""
    centre_id: int | None = None
    post_id: int | None = None
    overdue: bool = False
    put_off: bool = False


@dataclass(frozen=True)
class Tally:
    """How many open flags of one kind and post there are, by group; ``here``: of the centre asked for;
    ``put_off``: to a day ahead (後で知らせるもの)."""

    kind: str
    post_id: int | None
    here: bool
    put_off: bool
    numbers: Mapping[Bucket, int]

    def answers(self, wanted: Wanted) -> bool:
        """Whether these flags are among those wanted."""
        return (
            (self.here or wanted.centre_id is None)
            and wanted.kind in {"", self.kind}
            and wanted.post_id in {None, self.post_id}
            and wanted.put_off == self.put_off
        )


def tally_of(flags: FlagQuerySet, *, centre_id: int | None, on: date) -> list[Tally]:
    """The flags counted by everything the desk asks for; one query, and few rows however many the flags."""
    of_centre = Flag.objects.within_centres([centre_id] if centre_id else [])
    here = _whether(Q(pk__in=of_centre.values("pk")))
    counts = {bucket: Count("pk", filter=due_in(bucket, on)) for bucket in Bucket}
    grouped: QuerySet[Any, Any] = (
        flags.order_by()
        .annotate(here=here, is_put_off=_whether(put_off(on)))
        .values("kind", "post_id", "here", "is_put_off")
        .annotate(**counts)
    )
    rows = grouped.values_list("kind", "post_id", "here", "is_put_off", *Bucket)
    return [
        Tally(kind, post, here_too, later, dict(zip(Bucket, numbers, strict=True)))
        for kind, post, here_too, later, *numbers in rows
    ]


def _whether(condition: Q) -> Case:
    return Case(When(condition, then=Value(1)), default=Value(0), output_field=BooleanField())


def numbers_of(tally: Iterable[Tally], wanted: Wanted) -> dict[Bucket, int]:
    """How many flags each group has of what is wanted."""
    lines = [line.numbers for line in tally if line.answers(wanted)]
    return {
        bucket: 0 if wanted.overdue and bucket is not Bucket.OVERDUE else sum(line[bucket] for line in lines)
        for bucket in Bucket
    }


def number_without(condition: str, tally: Iterable[Tally], wanted: Wanted) -> int:
    """How many would be found if this one condition were left out."""
    rest = {
        "kind": replace(wanted, kind=""),
        "centre": replace(wanted, centre_id=None),
        "post": replace(wanted, post_id=None),
        "overdue": replace(wanted, overdue=False),
        "put_off": replace(wanted, put_off=False),
    }
    return sum(numbers_of(tally, rest[condition]).values())

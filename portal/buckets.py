"""How near a deadline is, as the desk groups it (期限までの区分)."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum

from django.db.models import Q


class Bucket(StrEnum):
    """A group of the desk, most urgent first."""

    OVERDUE = "overdue"
    WEEK = "week"
    MONTH = "month"
    LATER = "later"
    UNKNOWN = "unknown"

    @property
    def label(self) -> str:
        """As the office calls it."""
        return LABELS[self]

    def until(self, on: date) -> date | None:
        """The last day of the group; None where it has no end of its own."""
        last = SPANS[self][1] if self in {Bucket.WEEK, Bucket.MONTH} else None
        return None if last is None else on + timedelta(days=last)


LABELS = {
    Bucket.OVERDUE: "期限超過",
    Bucket.WEEK: "7日以内",
    Bucket.MONTH: "30日以内",
    Bucket.LATER: "それより先",
    Bucket.UNKNOWN: "期日不明・要確認",
}

SPANS: dict[Bucket, tuple[int | None, int | None]] = {
    Bucket.OVERDUE: (None, -1),
    Bucket.WEEK: (0, 7),
    Bucket.MONTH: (8, 30),
    Bucket.LATER: (31, None),
}
"""Days left, first and last included; None has no end."""


def bucket_of(days_left: int | None) -> Bucket:
    """The group of a deadline so many days away (negative: past)."""
    if days_left is None:
        return Bucket.UNKNOWN
    return next(bucket for bucket, (_, last) in SPANS.items() if last is None or days_left <= last)


def due_in(bucket: Bucket, on: date) -> Q:
    """The same answer for the database: ``due_on`` lies in the group on this day."""
    if bucket is Bucket.UNKNOWN:
        return Q(due_on__isnull=True)
    first, last = SPANS[bucket]
    due = Q(due_on__isnull=False)
    if first is not None:
        due &= Q(due_on__gte=on + timedelta(days=first))
    if last is not None:
        due &= Q(due_on__lte=on + timedelta(days=last))
    return due

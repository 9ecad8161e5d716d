"""Answers for the pages on designated managers, and their deadlines for the nightly job."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import F, Q, QuerySet

from common.db.columns import text
from common.deadlines import COLUMNS, SETTLED_COLUMNS, SettledReason, Side
from designated_managers.models import Designation

if TYPE_CHECKING:
    from datetime import date

DESIGNATION_END = "designation_end"
"""The kind of deadline that the end of a designation is (指定期間の満了)."""

ANSWERED = (
    Q(next__designated_on__isnull=False)
    | Q(next__days_unconfirmed=True)
    | Q(direct_return_decided_on__isnull=False)
)
"""The next designation is made, or the return to direct management (直営復帰) is decided."""


def deadlines(*, until: date) -> QuerySet[Designation, tuple[Any, ...]]:
    """Ends of made designations that nothing answers yet; the day is empty while it is not known
    (期日不明)."""
    return (
        Designation.objects.filter(
            Q(designated_on__isnull=False) | Q(days_unconfirmed=True),
            Q(last_on__isnull=True) | Q(last_on__lte=until),
            revoked_on__isnull=True,
        )
        .exclude(ANSWERED)
        .order_by()
        .annotate(
            kind=text(DESIGNATION_END),
            lead=text(DESIGNATION_END),
            subject_id=F("pk"),
            due_on=F("last_on"),
            post_id=F("centre__post_in_charge_id"),
            side=text(Side.CITY),
        )
        .values_list(*COLUMNS)
    )


def settled() -> QuerySet[Designation, tuple[Any, ...]]:
    """Designations whose end is answered."""
    return (
        Designation.objects.filter(ANSWERED)
        .order_by()
        .annotate(kind=text(DESIGNATION_END), subject_id=F("pk"), reason=text(SettledReason.ANSWERED))
        .values_list(*SETTLED_COLUMNS)
    )

"""The items of a hand-over: what is due for the nightly job, and what a page or a group is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import F, QuerySet

from common.db.columns import text
from common.deadlines import COLUMNS, SETTLED_COLUMNS, SettledReason
from designated_managers.models import HandoverItem

if TYPE_CHECKING:
    from datetime import date


HANDOVER_ITEM = "handover_item"
"""The kind of deadline that an item of a hand-over is (引継ぎの項目)."""


def deadlines(*, until: date) -> QuerySet[HandoverItem, tuple[Any, ...]]:
    """Items not done, of transfers that were not given up; also after the first day, for ninety days."""
    return (
        HandoverItem.objects.pending()
        .filter(due_on__lte=until)
        .order_by()
        .annotate(
            kind=text(HANDOVER_ITEM),
            lead=text(HANDOVER_ITEM),
            subject_id=F("pk"),
            centre_id=F("transfer__centre_id"),
            post_id=F("transfer__centre__post_in_charge_id"),
        )
        .values_list(*COLUMNS)
    )


def settled() -> QuerySet[HandoverItem, tuple[Any, ...]]:
    """Items that are done."""
    return (
        HandoverItem.objects.filter(done_on__isnull=False)
        .order_by()
        .annotate(kind=text(HANDOVER_ITEM), subject_id=F("pk"), reason=text(SettledReason.DONE))
        .values_list(*SETTLED_COLUMNS)
    )

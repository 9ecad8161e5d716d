"""What speaks for a repair in the round at hand: the estimates to decide by, the photographs to accept by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from django.db.models import Subquery

from maintenance.choices import PhotoMoment, RepairMove
from maintenance.models import RepairEstimate, RepairPhoto, RepairStep
from maintenance.rules.repair_moves import Need, spent_at

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from maintenance.models import Repair

R = TypeVar("R", RepairEstimate, RepairPhoto)


def estimates_that_count(repair: Repair) -> QuerySet[RepairEstimate]:
    """The estimates entered since the repair began, or began anew."""
    return _of_this_round(RepairEstimate.objects.filter(repair=repair), repair, Need.ESTIMATE)


def photos_that_count(repair: Repair) -> QuerySet[RepairPhoto]:
    """The photographs of how it is now, entered since the work was last sent back or begun anew."""
    after = RepairPhoto.objects.filter(repair=repair, moment=PhotoMoment.AFTER)
    return _of_this_round(after, repair, Need.AFTER_PHOTO)


def _of_this_round(rows: QuerySet[R], repair: Repair, need: Need) -> QuerySet[R]:
    """Of these rows those entered after the step that spent what was there. A step may bear an earlier day
    than the one it is entered on, so the moment of entering decides, as the histories keep it."""
    moves = RepairStep.objects.filter(repair=repair).order_by("number").values_list("move", flat=True)
    number = spent_at(need, (RepairMove(move) for move in moves))
    if not number:
        return rows
    step: Any = RepairStep
    row: Any = rows.model
    entered = {"repair_id": repair.pk, "history_type": "+"}
    spent = step.history.filter(number=number, **entered).values("history_date")[:1]
    since = row.history.filter(history_date__gt=Subquery(spent), **entered)
    return rows.filter(pk__in=since.values("id"))

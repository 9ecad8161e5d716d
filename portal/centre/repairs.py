"""The repairs of a centre that are not over, for its page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import F

from maintenance.queries.repairs import repair_lines, repairs_to_list

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from maintenance.queries.repairs import RepairLine
    from portal.viewer import Viewer


def repairs_of(pk: int, *, viewer: Viewer, on: date) -> Sequence[RepairLine]:
    """What is not over, the nearest promised day first; one query."""
    if not viewer.may("maintenance.view_repair"):
        return ()
    rows = (
        repairs_to_list(viewer.scope)
        .open()
        .filter(centre=pk)
        .order_by(F("promised_on").asc(nulls_last=True), "requested_on", "pk")
    )
    return tuple(repair_lines(rows, on=on))

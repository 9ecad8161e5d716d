"""The repairs under way in the centres of a group, told in plain words with what the city does for it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from django.db.models import F
from django.urls import reverse

from maintenance.queries.repairs import repair_lines, repairs_to_list
from portal.home.duties import Doing, day_in_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from maintenance.queries.repairs import RepairLine
    from portal.viewer import Viewer

SHOWN = 5
"""How many of one centre are told; the list has the others."""


def repairs_told(viewer: Viewer, *, on: date) -> Mapping[int, Sequence[Doing]]:
    """What is being mended, by centre, the nearest promised day first; one query."""
    by_centre: dict[int, list[Doing]] = defaultdict(list)
    if not viewer.may("maintenance.view_repair"):
        return by_centre
    rows = list(
        repairs_to_list(viewer.scope)
        .unmended()
        .order_by(F("promised_on").asc(nulls_last=True), "requested_on", "pk")
    )
    for row, line in zip(rows, repair_lines(rows, on=on), strict=True):
        told = by_centre[row.centre_id]
        if len(told) < SHOWN:
            url = reverse("repair", args=[row.pk])
            told.append(Doing(line.title, _in_words(line, on), url, "修繕をくわしく見る"))
    return by_centre


def _in_words(line: RepairLine, on: date) -> str:
    if line.promised_on is None:
        return line.plain
    day = day_in_words(line.promised_on, on)
    if line.promised_on < on:
        return f"{line.plain}{day}までに直す予定でしたが、遅れています。"
    return f"{line.plain}{day}までに直す予定です。"

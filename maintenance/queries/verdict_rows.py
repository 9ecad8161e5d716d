"""Verdicts as a program asks for them, one after the other (判定の一覧)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from facilities.models import Building
from maintenance.queries.inspection_types import inspection_types
from maintenance.queries.overrules import JudgedPlace, judged
from maintenance.queries.verdicts import verdicts_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from common.scope import Scope
    from maintenance.choices import Answer

AT_ONCE = 200
"""Buildings whose verdicts are worked out together while a page is not full."""

Place = tuple[int, int, str]
"""Where a verdict stands in the list: building, equipment (0: the building as a whole), type."""


@dataclass(frozen=True)
class VerdictAsked:
    """What is asked for; None leaves it open."""

    centre: int | None = None
    building: int | None = None
    equipment: int | None = None
    type: str | None = None
    answer: Answer | str | None = None
    overruled: bool | None = None

    def fits(self, one: JudgedPlace) -> bool:
        """Whether a verdict of one of the buildings asked for is meant."""
        stands = one.overruling is not None and one.overruling.stands
        return (
            self.equipment in (None, one.place.equipment_pk)
            and self.answer in (None, one.answer)
            and self.overruled in (None, stands)
        )


@dataclass(frozen=True)
class VerdictRow:
    """One verdict with the centre of its building."""

    judged: JudgedPlace
    centre_pk: int
    centre: str

    @property
    def place(self) -> Place:
        """Where it stands in the list."""
        verdict = self.judged.place
        return verdict.building_pk, verdict.equipment_pk or 0, verdict.type_code


def verdict_rows(
    asked: VerdictAsked, *, scope: Scope, on: date, after: Place | None = None
) -> Iterator[VerdictRow]:
    """The verdicts asked for, by building, equipment and type, those after a place; worked out as they are
    taken, so many buildings at a time."""
    types = inspection_types()
    if asked.type is not None:
        types = {code: kind for code, kind in types.items() if code == asked.type}
    rows = Building.objects.within(scope).standing(on).order_by("pk")
    if asked.centre is not None:
        rows = rows.filter(centre=asked.centre)
    if asked.building is not None:
        rows = rows.filter(pk=asked.building)
    if after is not None:
        rows = rows.filter(pk__gte=after[0])
    if not types:
        return
    found = list(rows.values_list("pk", "centre_id", "centre__name"))
    for begin in range(0, len(found), AT_ONCE):
        centres = {pk: (centre_pk, centre) for pk, centre_pk, centre in found[begin : begin + AT_ONCE]}
        verdicts = verdicts_of([*centres], scope=scope, on=on, types=types)
        of_some = sorted(
            (VerdictRow(one, *centres[one.place.building_pk]) for one in judged(verdicts) if asked.fits(one)),
            key=lambda row: row.place,
        )
        yield from (row for row in of_some if after is None or row.place > after)

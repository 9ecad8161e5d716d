"""What applies to a place although nobody watches it (点検の登録がないもの)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from common.scope import Scope
from facilities.models import Building
from maintenance.choices import Answer, Footing
from maintenance.models import DueInspection
from maintenance.queries.overrules import judged, place_of
from maintenance.queries.verdicts import verdicts_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from datetime import date

    from maintenance.models import InspectionType
    from maintenance.queries.verdicts import PlaceVerdict


def statutory_without_turn(
    centre_ids: Collection[int], types: Mapping[str, InspectionType], *, since: date, on: date
) -> Iterator[PlaceVerdict]:
    """The statutory inspections with a cycle that apply at these centres on the day, although nobody watches
    them: no turn was ever planned, or the last one was withdrawn before ``since`` and nothing follows it. A
    person's answer stands before the rule's. A fixed number of queries."""
    if not types:
        return
    buildings = list(Building.objects.filter(centre__in=centre_ids).order_by().values_list("pk", flat=True))
    watched = set(
        DueInspection.objects.filter(building__in=buildings, next__isnull=True)
        .exclude(withdrawn_on__lt=since)
        .order_by()
        .values_list("building_id", "equipment_id", "type_code")
    )
    for one in judged(verdicts_of(buildings, scope=Scope.everything(), on=on, types=types)):
        kind = types[one.place.type_code]
        is_owed = kind.footing == Footing.STATUTORY and kind.cycle_months is not None
        if is_owed and one.answer == Answer.APPLIES and place_of(one.place) not in watched:
            yield one.place

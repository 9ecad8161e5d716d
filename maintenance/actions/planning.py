"""The night's act on inspections: the first turn of everything that applies (初回の点検を予定に入れる)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from common.db.history import create_with_history
from common.scope import Scope
from facilities.models import Building
from maintenance.actions.turns import anchor_values
from maintenance.choices import Answer, Counting, FirstFrom
from maintenance.models import DueInspection
from maintenance.queries.inspection_types import inspection_types
from maintenance.queries.verdicts import told_of, verdicts_on
from maintenance.rules.cycles import yearly_if_standing
from maintenance.rules.first_turns import FirstRule, first_due

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from datetime import date

    from maintenance.models import InspectionType
    from maintenance.queries.verdicts import PlaceVerdict, Told


@transaction.atomic
def plan_applicable(
    building_ids: Collection[int] | None,
    *,
    on: date,
    overrules: Mapping[tuple[int, int | None, str], Any] | None = None,
) -> int:
    """Put every inspection that applies to these buildings (``None``: to all) under watch, unless it ever
    was. Returns how many first turns were made.

    An inspection that was withdrawn, or done before, is not begun anew: the next turn is planned when one is
    recorded. A duty once for all (一度だけ) thus has one turn, a standing one (常時の義務) its yearly
    confirmation. What applies to equipment waits until the piece stands in the register. Run again, it makes
    nothing; two at once wait for each other at the buildings.
    """
    wanted = first_turns(told_of(building_ids, scope=Scope.everything(), on=on), on=on, overrules=overrules)
    if not wanted:
        return 0
    ids = {turn.building_id for turn in wanted}
    list(Building.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk").values_list("pk"))
    watched = set(
        DueInspection.objects.filter(building__in=ids).values_list("building_id", "equipment_id", "type_code")
    )
    made = create_with_history(
        [turn for turn in wanted if (turn.building_id, turn.equipment_id, turn.type_code) not in watched]
    )
    return len(made)


def first_turns(
    told: Sequence[Told],
    *,
    on: date,
    overrules: Mapping[tuple[int, int | None, str], Any] | None = None,
) -> list[DueInspection]:
    """The first turn, not yet saved, of everything that applies to these buildings and has a cycle, with its
    due day: one pass, and no query but that of the catalogue."""
    types = inspection_types()
    by_pk = {building.pk: building for building in told}
    return [
        _first_turn(place, types[place.type_code], by_pk[place.building_pk], on=on)
        for place in verdicts_on(told, types, on=on, overrules=overrules or {})
        if _is_to_plan(place, types[place.type_code])
    ]


def _is_to_plan(place: PlaceVerdict, kind: InspectionType) -> bool:
    if place.answer != Answer.APPLIES or kind.cycle_months is None or kind.counting == Counting.OCCASION:
        return False
    return place.equipment_pk is not None or not kind.rule.of_equipment


def _first_turn(place: PlaceVerdict, kind: InspectionType, building: Told, *, on: date) -> DueInspection:
    cycle = place.verdict.cycle_months or kind.cycle_months or 0
    cycle = yearly_if_standing(kind.counting, cycle)
    rule = FirstRule(kind.counting, cycle, kind.first_from, kind.first_months)
    due = first_due(rule, dict(_days(building, place)), of_equipment=kind.rule.of_equipment, on=on)
    return DueInspection(
        building_id=place.building_pk,
        equipment_id=place.equipment_pk,
        type_code=place.type_code,
        cycle_months=cycle,
        due_on=due.due_on,
        due_reason=due.reason,
        due_estimated=due.estimated,
        **anchor_values(due.anchor),
    )


def _days(building: Told, place: PlaceVerdict) -> Iterator[tuple[str, Any]]:
    """The days that a first turn may be counted from."""
    for source in (FirstFrom.CERTIFIED, FirstFrom.OPENED, FirstFrom.BUILT):
        yield source, building.row[source]
    for piece in building.pieces:
        if piece.pk == place.equipment_pk:
            yield FirstFrom.INSTALLED, piece.installed_on

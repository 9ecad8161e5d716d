"""How one turn of an inspection is made from what came before it (次の回・初回)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from common.months import MONTHS_OF_YEAR
from maintenance.choices import Counting, FirstFrom
from maintenance.models import DueInspection
from maintenance.rules.cycles import Due, PastTurn, following_due, owed_by
from maintenance.rules.first_turns import FirstRule, first_due

if TYPE_CHECKING:
    from datetime import date

    from common.partial_dates import PartialDate
    from facilities.models import Building, Equipment
    from maintenance.models import InspectionType
    from maintenance.rules.cycles import Anchor


def following_turn(
    turn: DueInspection, kind: InspectionType | None, done_on: date | None, *, cycle_months: int | None = None
) -> DueInspection | None:
    """The turn after one that was done on ``done_on`` (None: withdrawn), not yet saved; None where nothing
    follows: what is done once only, what was withdrawn while turns are counted from the last one, and a type
    that is out of use by then.

    ``cycle_months`` is the cycle by the verdict on this place; without one, the catalogue's of today stands.
    A turn done on its due day keeps the anchor of the series, unless that was a mere estimate (推定).
    """
    through_on = done_on or turn.withdrawn_on
    if kind and kind.retired_on and through_on and kind.retired_on <= through_on:
        return None
    counting = kind.counting if kind else Counting.FROM_LAST
    months = cycle_months or (kind and kind.cycle_months) or turn.cycle_months
    anchor = None if turn.due_estimated else turn.anchor
    past = [PastTurn(turn.due_on, done_on, turn.cycle_months, anchor)]
    if owed_by(counting, months) is not None:
        past = [*_turns_before(turn), *past]
    due = following_due(past, counting=counting, cycle_months=months)
    if due is None:
        return None
    return DueInspection(
        building=turn.building,
        equipment=turn.equipment,
        type_code=turn.type_code,
        cycle_months=months,
        previous=turn,
        **due_values(due),
    )


def due_values(due: Due) -> dict[str, Any]:
    """A due day with its reason and anchor, as values of the columns of a turn."""
    return {"due_on": due.due_on, "due_reason": due.reason, **anchor_values(due.anchor)}


def anchor_values(anchor: Anchor | None) -> dict[str, Any]:
    """From where a due day is counted, as values of its columns."""
    return {
        "counted_from": anchor.counted_from if anchor else None,
        "counted_months": anchor.months if anchor else None,
    }


def first_turn(
    kind: InspectionType,
    building: Building,
    equipment: Equipment | None = None,
    *,
    on: date,
    cycle_months: int | None = None,
) -> DueInspection:
    """The first turn of what was never inspected (初回), not yet saved, nor asked whether it stands already.

    No query: a set of them is made and saved at once. Where the first due day cannot be told, or is over on
    ``on``, the turn stands with its day unknown (期日不明・要確認).
    """
    months = cycle_months or kind.cycle_months or MONTHS_OF_YEAR
    rule = FirstRule(kind.counting, months, kind.first_from, kind.first_months)
    due = first_due(rule, _days_of(building, equipment), of_equipment=equipment is not None, on=on)
    return DueInspection(
        building=building,
        equipment=equipment,
        type_code=kind.code,
        cycle_months=months,
        due_on=due.due_on,
        due_reason=due.reason,
        due_estimated=due.estimated,
        **anchor_values(due.anchor),
    )


def _days_of(building: Building, equipment: Equipment | None) -> dict[str, PartialDate | None]:
    """The facts that a first turn may be counted from."""
    return {
        FirstFrom.CERTIFIED: building.certified_on,
        FirstFrom.OPENED: building.opened_on,
        FirstFrom.BUILT: building.built_on,
        FirstFrom.INSTALLED: equipment.installed_on if equipment else None,
    }


def _turns_before(turn: DueInspection) -> list[PastTurn]:
    """The turns of the same inspection that are through, the oldest first; one query."""
    through = DueInspection.objects.through().filter(
        building=turn.building, equipment=turn.equipment, type_code=turn.type_code
    )
    return [
        PastTurn(past.due_on, past.done_on, past.cycle_months, past.anchor)
        for past in through.exclude(pk=turn.pk).order_by("pk")
    ]

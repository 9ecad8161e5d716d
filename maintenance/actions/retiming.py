"""The night's act on what is due sooner than it was planned: the cycle at its place has become shorter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q

from common.db.history import update_with_history
from common.db.records import changed
from common.deadlines import SettledReason, tell_settled
from common.eras import era_day
from common.office_days import load_office_days
from facilities.models import Building, Equipment
from maintenance.actions.turns import anchor_values, due_values
from maintenance.choices import Counting
from maintenance.models import DueInspection, Filing
from maintenance.queries.cycles import Places
from maintenance.queries.filings import FILING
from maintenance.queries.inspection_types import inspection_types
from maintenance.queries.inspections import INSPECTION
from maintenance.rules.cycles import Anchor, counted_from_last
from maintenance.rules.filings import on_office_day

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from maintenance.models import InspectionType
    from maintenance.rules.filings import FilingDue

SHORTENED = "（周期が短くなったため）"

TURN_COLUMNS = ("cycle_months", "due_on", "due_reason", "due_estimated", "counted_from", "counted_months")
FILING_COLUMNS = ("report_months", "statutory_on", "due_on", "due_reason", "counted_from", "counted_months")


@transaction.atomic
def retime_shortened(*, on: date) -> int:
    """Bring forward every pending turn and filing that is due after the legal limit, because the facts of its
    place or the catalogue have made its cycle shorter since it was planned. Returns how many.

    Never to a later day: a longer cycle counts from the next turn on. A turn that follows none has a day that
    somebody entered or that the rule of the first time gave, and keeps it; so does what stands at a place
    that is gone. A constant number of queries.
    """
    types = {code: kind for code, kind in inspection_types().items() if _is_in_use(kind, on)}
    from_last = [code for code, kind in types.items() if kind.counting == Counting.FROM_LAST]
    standing = _standing(on)
    pending_turns = DueInspection.objects.pending().select_related("previous")
    pending_filings = Filing.objects.pending().select_related("previous")
    turns = pending_turns.filter(
        standing, previous__done_on__isnull=False, due_on__isnull=False, type_code__in=from_last
    ).order_by("pk")
    filings = pending_filings.filter(standing, statutory_on__isnull=False, type_code__in=types).order_by("pk")
    waiting, unfiled = list(turns), list(filings)
    at = {turn.building_id for turn in waiting} | {filing.building_id for filing in unfiled}
    places = Places(at, on=on)
    early_turns = {turn.pk for turn in _earlier_turns(waiting, types, places)}
    early_filings = {filing.pk for filing in _earlier_filings(unfiled, types, places)}
    # Held only now, and looked at again: most nights nothing is shorter, and nobody has to wait.
    held_turns = turns.filter(pk__in=early_turns).select_for_update(of=("self",))
    held_filings = filings.filter(pk__in=early_filings).select_for_update(of=("self",))
    moved_turns = list(_earlier_turns(held_turns, types, places))
    moved_filings = list(_earlier_filings(held_filings, types, places))
    update_with_history(moved_turns, TURN_COLUMNS)
    update_with_history(moved_filings, FILING_COLUMNS)
    for kind, moved in ((INSPECTION, moved_turns), (FILING, moved_filings)):
        if moved:
            tell_settled(kind, [one.pk for one in moved], SettledReason.DAY_CHANGED, on=on)
    return len(moved_turns) + len(moved_filings)


def filing_moved(filing: Filing, due: FilingDue) -> Filing:
    """The filing with another due day, not yet saved."""
    values = {"statutory_on": due.statutory_on, "due_on": due.due_on, "due_reason": due.reason}
    return changed(filing, {**values, **anchor_values(due.anchor)})


def _is_in_use(kind: InspectionType, on: date) -> bool:
    return kind.retired_on is None or kind.retired_on > on


def _standing(on: date) -> Q:
    """At a building that stands on the day, and of a piece of equipment that does: of others no facts are
    known, and the shortest cycle would count."""
    piece = Q(equipment__isnull=True) | Q(equipment__in=Equipment.objects.installed(on))
    return piece & Q(building__in=Building.objects.standing(on))


def _earlier_turns(
    turns: Iterable[DueInspection], types: Mapping[str, InspectionType], places: Places
) -> Iterator[DueInspection]:
    """Of these turns those that the cycle at their place makes due sooner, with their new day."""
    for turn in turns:
        last_done_on = turn.previous.done_on if turn.previous else None
        months = places.cycles(types[turn.type_code], turn.building_id, turn.equipment_id).inspected_months
        if last_done_on is None or turn.due_on is None or months is None:
            continue
        due = counted_from_last(last_done_on, months)
        if due.due_on < turn.due_on:
            values = {**due_values(due), "due_reason": f"{due.reason}{SHORTENED}"}
            yield changed(turn, {**values, "cycle_months": months, "due_estimated": False})


def _earlier_filings(
    filings: Iterable[Filing], types: Mapping[str, InspectionType], places: Places
) -> Iterator[Filing]:
    """The same of filings; a first one is counted from the day that it was planned from."""
    calendar = load_office_days()
    for filing in filings:
        since = filing.previous.filed_on if filing.previous else filing.counted_from
        months = places.cycles(types[filing.type_code], filing.building_id, filing.equipment_id).report_months
        if since is None or filing.statutory_on is None or months is None:
            continue
        anchor = Anchor(since, months)
        if anchor.due_on < filing.statutory_on:
            last = "前回の報告 " if filing.previous else ""
            reason = f"{last}{era_day(since)} から{months}か月{SHORTENED}"
            due = on_office_day(anchor.due_on, calendar=calendar, reason=reason, anchor=anchor)
            yield changed(filing_moved(filing, due), {"report_months": months})

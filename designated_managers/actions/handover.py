"""The acts on the items of a hand-over (引継ぎの項目): made once, re-dated, changed, ticked off."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from common.db.history import create_with_history, locked, update_with_history
from common.db.records import changed, save_checked
from common.deadlines import SettledReason, tell_settled
from designated_managers.actions.transfer_problems import CannotTransfer, ahead_of_today
from designated_managers.models import HandoverItem, HandoverType, Transfer
from designated_managers.queries.handover import HANDOVER_ITEM

if TYPE_CHECKING:
    from datetime import date


@transaction.atomic
def redate_items(transfer: Transfer, *, on: date) -> int:
    """Make the items of a transfer that are not there yet, and move those that are not done to their days
    from its first day. Twice is the same as once; what is done or has a day of its own stays. Returns how
    many were made or moved."""
    if transfer.aimed_on is None:
        return 0
    there = {item.code: item for item in transfer.items.all()}
    made, moved = [], []
    for kind in HandoverType.objects.in_front().current(on).filter(direction=transfer.direction):
        due_on = kind.due_rule.counted_from(transfer.aimed_on)
        item = there.get(kind.code)
        if item is None:
            made.append(
                HandoverItem(
                    transfer=transfer,
                    code=kind.code,
                    name=kind.name,
                    side=kind.side,
                    law=kind.law,
                    explanation=kind.explanation,
                    due_on=due_on,
                    by_first_day=kind.due_rule.is_by_first_day,
                )
            )
        elif item.done_on is None and not item.own_day and item.due_on != due_on:
            item.due_on = due_on
            moved.append(item)
    create_with_history(made)
    update_with_history(moved, ["due_on"])
    if moved:
        tell_settled(HANDOVER_ITEM, [item.pk for item in moved], SettledReason.DAY_CHANGED, on=on)
    return len(made) + len(moved)


@transaction.atomic
def change_handover_item(
    pk: int, *, on: date, expected_version: str | None = None, **facts: Any
) -> HandoverItem:
    """Change what an item is called, whose task it is or when it is due. Another day than the one counted
    from the first day stays when that moves. Raises ``Stale``, ``CannotTransfer``."""
    item = locked(HandoverItem, pk, expected_version=expected_version)
    before = item.due_on
    changed(item, facts)
    moved = item.due_on != before
    if moved:
        item.own_day = item.due_on != _counted(item, on=on)
    save_checked(item, error=CannotTransfer)
    if moved:
        tell_settled(HANDOVER_ITEM, [pk], SettledReason.DAY_CHANGED, on=on)
    return item


def _counted(item: HandoverItem, *, on: date) -> date | None:
    transfer = item.transfer
    kinds = HandoverType.objects.in_front().current(on).filter(direction=transfer.direction)
    kind = kinds.filter(code=item.code).first()
    return kind.due_rule.counted_from(transfer.aimed_on) if kind and transfer.aimed_on else None


@transaction.atomic
def tick_handover_item(pk: int, *, done_on: date | None, on: date, note: str = "") -> HandoverItem:
    """Record that an item was handed over (済み), or take that back (an empty day); its flag closes at once.
    Raises ``CannotTransfer``."""
    item = locked(HandoverItem, pk)
    problems = [*ahead_of_today("done_on", "済んだ日", done_on, on=on)]
    item.done_on, item.note = done_on, note.strip()
    save_checked(item, *problems, error=CannotTransfer)
    if done_on is not None:
        tell_settled(HANDOVER_ITEM, [pk], SettledReason.DONE, on=on)
    return item

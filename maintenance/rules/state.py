"""Where a turn of an inspection stands on a day (状態), from its days alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from maintenance.choices import TurnState

if TYPE_CHECKING:
    from datetime import date


def turn_state(
    on: date, *, due_on: date | None, done_on: date | None, withdrawn_on: date | None
) -> TurnState:
    """On the due day itself a turn is not overdue yet."""
    if done_on is not None:
        return TurnState.DONE
    if withdrawn_on is not None:
        return TurnState.WITHDRAWN
    if due_on is None:
        return TurnState.UNKNOWN_DAY
    return TurnState.OVERDUE if due_on < on else TurnState.TO_COME

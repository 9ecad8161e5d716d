"""The acts on the days of a turn: the day it is planned to be done, and that it will not be done at all."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.db import transaction

from common.db.history import locked
from common.db.records import save_checked
from common.deadlines import SettledReason, tell_settled
from common.eras import era_day
from common.office_days import load_office_days
from common.problems import Problem, Refused, refuse_if_blocked
from maintenance.actions.turns import following_turn
from maintenance.models import DueInspection
from maintenance.queries.cycles import NO_CYCLES, Places
from maintenance.queries.inspection_types import inspection_types
from maintenance.queries.inspections import INSPECTION
from maintenance.rules.planned_days import problems_with_planned_day

if TYPE_CHECKING:
    from datetime import date


class CannotPlanDay(Refused):
    """The day cannot be set as entered; ``problems`` says why."""


class CannotWithdraw(Refused):
    """The turn cannot be withdrawn as entered; ``problems`` says why."""


class TurnThrough(CannotPlanDay, CannotWithdraw):
    """The turn was done or withdrawn before: there is no day to plan, and nothing to withdraw."""


class PlannedDay(NamedTuple):
    """The turn with its day, and what deserves a warning (期限の後、閉庁日)."""

    turn: DueInspection
    warnings: tuple[Problem, ...]


@transaction.atomic
def plan_day(
    pk: int, planned_on: date | None, *, on: date, expected_version: str | None = None
) -> PlannedDay:
    """Decide on which day a turn is done (実施予定日を決める), or take the day back (None).

    The due day stays where it is. Raises ``TurnThrough``, ``CannotPlanDay``, and ``Stale``.
    """
    turn = locked(DueInspection, pk, expected_version=expected_version)
    refuse_if_blocked(problems_when_through(turn), TurnThrough)
    problems: tuple[Problem, ...] = ()
    if planned_on is not None:
        problems = tuple(
            problems_with_planned_day(planned_on, due_on=turn.due_on, on=on, calendar=load_office_days())
        )
    refuse_if_blocked(problems, CannotPlanDay)
    turn.planned_on = planned_on
    return PlannedDay(save_checked(turn, error=CannotPlanDay), problems)


@transaction.atomic
def withdraw_turn(
    pk: int, *, reason: str, on: date, expected_version: str | None = None
) -> DueInspection | None:
    """Say that a turn could not be done or need not be done (取りやめ), with the reason.

    Where turns are owed by fiscal year or by month this answers the period for which it was due, and the
    next is planned at once; counted from the last one, nothing follows: the watch ends. Returns the next
    turn. Raises ``TurnThrough``, ``CannotWithdraw``, and ``Stale``.
    """
    turn = locked(DueInspection, pk, expected_version=expected_version)
    refuse_if_blocked(problems_when_through(turn), TurnThrough)
    turn.withdrawn_on, turn.withdrawn_reason = on, reason.strip()
    save_checked(turn, error=CannotWithdraw)
    kind = inspection_types().get(turn.type_code)
    places = Places([turn.building_id], on=on)
    cycles = places.cycles(kind, turn.building_id, turn.equipment_id) if kind else NO_CYCLES
    following = following_turn(turn, kind, None, cycle_months=cycles.inspected_months)
    if following is not None:
        save_checked(following, error=CannotWithdraw)
    tell_settled(INSPECTION, [turn.pk], SettledReason.NO_LONGER_APPLIES, on=on)
    return following


def problems_when_through(turn: DueInspection) -> list[Problem]:
    """That this turn was done or withdrawn before, if it was."""
    if turn.done_on is not None:
        return [Problem("already-done", f"この点検は{era_day(turn.done_on)}に実施済みです。")]
    if turn.withdrawn_on is not None:
        return [Problem("withdrawn", f"この点検は{era_day(turn.withdrawn_on)}に取りやめました。")]
    return []

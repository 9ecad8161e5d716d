"""The act of saying that an inspection could not be done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from common.db.records import changed, save_checked
from common.problems import Problem, Refused, refuse_if_blocked
from maintenance.actions.inspections import AlreadyDone, problems_when_done, there_since
from maintenance.models import DueInspection, FailedAttempt
from maintenance.rules.recording import problems_with_attempt

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date


class CannotSayNotDone(Refused):
    """The attempt cannot be recorded as entered; ``problems`` says why."""


@transaction.atomic
def record_failed_attempt(
    pk: int, *, on: date, tried_on: date, planned_on: date, reason: str
) -> FailedAttempt:
    """Record that a turn could not be done on a day (点検できなかった), and when it is tried again.

    The turn stays open and its due day stays where it is; the new day becomes its planned one (実施予定日).
    Raises ``AlreadyDone`` if the turn is done, ``CannotSayNotDone`` with every other problem.
    """
    turn = (
        DueInspection.objects.select_for_update(of=("self",))
        .select_related("building", "equipment")
        .get(pk=pk)
    )
    refuse_if_blocked(problems_when_done(turn), AlreadyDone)
    attempt = FailedAttempt(turn=turn, tried_on=tried_on, planned_on=planned_on, reason=reason.strip())
    save_checked(
        attempt, *problems_with_attempt_at(turn, tried_on, planned_on, on=on), error=CannotSayNotDone
    )
    save_checked(changed(turn, {"planned_on": planned_on}), error=CannotSayNotDone)
    return attempt


def problems_with_attempt_at(
    turn: DueInspection, tried_on: date, planned_on: date, *, on: date
) -> Iterator[Problem]:
    """What speaks against this turn having been tried in vain, besides that it is done."""
    if turn.withdrawn_on is not None:
        yield Problem("withdrawn", "この点検は取りやめになっています。")
    built = there_since(turn.building, turn.equipment)
    yield from problems_with_attempt(tried_on, planned_on, on=on, built=built)

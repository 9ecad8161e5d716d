"""The acts on inspections."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from common.db.records import changed, problems_with, save_checked
from common.deadlines import SettledReason, tell_settled
from common.eras import era_day
from common.problems import Problem, Refused, refuse_if_blocked
from facilities.models import Building
from maintenance.choices import SubjectOfInspection
from maintenance.models import DueInspection, InspectionType
from maintenance.queries.inspection_types import inspection_types
from maintenance.queries.inspections import INSPECTION
from maintenance.rules.cycles import next_due
from maintenance.rules.recording import problems_with_day, problems_with_finding

if TYPE_CHECKING:
    from datetime import date

    from common.partial_dates import PartialDate
    from facilities.models import Equipment


class CannotPlan(Refused):
    """The inspection cannot be planned as entered; ``problems`` says why."""


class CannotRecord(Refused):
    """The inspection cannot be recorded as entered; ``problems`` says why."""


class AlreadyDone(CannotRecord):
    """Somebody recorded this turn before."""


@transaction.atomic
def plan_inspection(
    building: Building,
    type_code: str,
    *,
    equipment: Equipment | None = None,
    last_done_on: date | None = None,
    due_on: date | None = None,
) -> DueInspection:
    """Put an inspection under watch (点検の登録): its first turn.

    The due day is the one given, else follows from the day it was last done; if neither is known the turn
    stands with its day unknown (期日不明・要確認). Raises ``CannotPlan``.
    """
    kind = inspection_types().get(type_code)
    if kind is None:
        raise CannotPlan([Problem("type-unknown", "点検の種類を選んでください。", field="type_code")])
    _one_at_a_time(building)
    reason = "期日不明。前回の日を確かめてください。"
    if due_on is not None:
        reason = "入力された期限"
    elif last_done_on is not None:
        due_on = next_due(last_done_on, kind.cycle_months)
        reason = _counted_from(last_done_on, kind.cycle_months)
    turn = DueInspection(
        building=building,
        equipment=equipment,
        type_code=type_code,
        cycle_months=kind.cycle_months,
        due_on=due_on,
        due_reason=reason,
    )
    problems = problems_with_subject(kind, building, equipment)
    return save_checked(turn, *problems, error=CannotPlan)


def problems_with_subject(
    kind: InspectionType, building: Building, equipment: Equipment | None
) -> list[Problem]:
    """A type looks at whole buildings or at single pieces of equipment; equipment stands in its building."""
    if equipment is None:
        if kind.subject == SubjectOfInspection.BUILDING:
            return []
        message = f"「{kind.name}」は設備ごとの点検です。設備を選んでください。"
        return [Problem("equipment-missing", message, field="equipment")]
    if kind.subject != SubjectOfInspection.EQUIPMENT:
        message = f"「{kind.name}」は建物全体の点検です。設備ではなく建物を選んでください。"
        return [Problem("equipment-needless", message, field="equipment")]
    if equipment.building_id != building.pk:
        message = "設備は、その建物にあるものを選んでください。"
        return [Problem("equipment-elsewhere", message, field="equipment")]
    return []


def _one_at_a_time(building: Building) -> None:
    """Whoever else plans a turn for this building at this moment waits until this act is through, and is then
    told in a sentence instead of meeting the unique constraint."""
    Building.objects.select_for_update(no_key=True).get(pk=building.pk)


def _counted_from(done_on: date, cycle_months: int) -> str:
    return f"前回 {era_day(done_on)} から{cycle_months}か月"


@transaction.atomic
def record_inspection(pk: int, *, done_on: date, on: date, **finding: Any) -> DueInspection:
    """Record a turn as done (点検の記録), and plan the next one at once. Returns the next turn.

    ``finding`` is what was seen at the site: ``outcome`` (結果), ``done_by`` (点検した人), ``remarks``
    (気づいたこと), and what it cost (``cost``, 費用). ``on`` is the day of recording: nothing can have been
    done after it. Its flag is closed in the same transaction. Raises ``AlreadyDone`` if somebody recorded it
    before, ``CannotRecord`` with every other problem.
    """
    turn = (
        DueInspection.objects.select_for_update(of=("self",))
        .select_related("building", "equipment", "previous")
        .get(pk=pk)
    )
    refuse_if_blocked(problems_when_done(turn), AlreadyDone)
    _one_at_a_time(turn.building)
    cycle_months = _cycle_now(turn)
    changed(turn, {"done_on": done_on, **finding})
    stands = (
        *problems_with_day_of(turn, done_on, on=on),
        *problems_with_finding(outcome=turn.outcome, remarks=turn.remarks),
        *problems_with(turn),
    )
    refuse_if_blocked(stands, CannotRecord)
    turn.save()
    following = DueInspection(
        building=turn.building,
        equipment=turn.equipment,
        type_code=turn.type_code,
        cycle_months=cycle_months,
        due_on=next_due(done_on, cycle_months),
        due_reason=_counted_from(done_on, cycle_months),
        previous=turn,
    )
    save_checked(following, error=CannotRecord)
    tell_settled(INSPECTION, [turn.pk], SettledReason.DONE, on=on)
    return following


def problems_when_done(turn: DueInspection) -> list[Problem]:
    """That this turn was recorded before, if it was."""
    if turn.done_on is None:
        return []
    message = f"この点検は{era_day(turn.done_on)}に実施済みとして記録されています。"
    return [Problem("already-done", message)]


def problems_with_day_of(turn: DueInspection, done_on: date, *, on: date) -> list[Problem]:
    """What speaks against this turn having been done on that day, when it is recorded on ``on``."""
    built = there_since(turn.building, turn.equipment)
    last_done_on = turn.previous.done_on if turn.previous else None
    problems = [*problems_with_day(done_on, on=on, built=built, last_done_on=last_done_on)]
    if turn.withdrawn_on is not None:
        problems.append(Problem("withdrawn", "この点検は取りやめになっています。"))
    return problems


def there_since(building: Building, equipment: Equipment | None) -> PartialDate | None:
    """When what is looked at came to be: the building, or the equipment if it came later."""
    days = [building.built_on, equipment.installed_on if equipment else None]
    return max(filter(None, days), default=None)


def _cycle_now(turn: DueInspection) -> int:
    """The cycle by the catalogue of today; the law may have changed since the turn was planned."""
    kind: InspectionType | None = inspection_types().get(turn.type_code)
    return turn.cycle_months if kind is None else kind.cycle_months

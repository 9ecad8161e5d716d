"""The acts on inspections."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.db import transaction

from common.db.records import changed, problems_with, save_checked
from common.deadlines import SettledReason, tell_settled
from common.eras import era_day
from common.problems import Problem, Refused, refuse_if_blocked
from facilities.models import Building
from maintenance.actions.evidence import keep_evidence, problems_with_seen
from maintenance.actions.filings import plan_filing_of
from maintenance.actions.turns import due_values, first_turn, following_turn
from maintenance.choices import SubjectOfInspection
from maintenance.models import DueInspection
from maintenance.queries.cycles import NO_CYCLES, Places
from maintenance.queries.inspection_types import inspection_types
from maintenance.queries.inspections import INSPECTION
from maintenance.queries.outcomes import family_of
from maintenance.rules.cycles import after_last_done
from maintenance.rules.planned_days import problems_with_due_day, problems_with_last_done
from maintenance.rules.recording import problems_with_day

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from datetime import date

    from common.partial_dates import PartialDate
    from facilities.models import Equipment
    from maintenance.actions.evidence import Evidence
    from maintenance.models import InspectionType
    from maintenance.rules.cycles import Due


TAKEN_OVER = ("done_on", "outcome", "done_by", "qualification", "licence_number", "remarks")
"""What a turn has in common with those that the same visit answers."""


class CannotPlan(Refused):
    """The inspection cannot be planned as entered; ``problems`` says why."""


class CannotRecord(Refused):
    """The inspection cannot be recorded as entered; ``problems`` says why."""


class AlreadyDone(CannotRecord):
    """Somebody recorded this turn before."""


@transaction.atomic
def plan_inspection(  # noqa: PLR0913 -- what is watched, where, and from which day
    building: Building,
    type_code: str,
    *,
    equipment: Equipment | None = None,
    last_done_on: date | None = None,
    due_on: date | None = None,
    on: date,
) -> DueInspection:
    """Put an inspection under watch (点検の登録): its first turn. The facts of the place give its cycle.

    The due day is the one given, else follows from the day it was last done; if neither is known the turn
    stands with its day unknown (期日不明・要確認). Raises ``CannotPlan``.
    """
    kind = _watched(type_code)
    _one_at_a_time(building)
    cycle_months = _cycle_at(kind, building, equipment, on=on)
    problems = problems_with_subject(kind, building, equipment)
    values: dict[str, Any] = {"due_on": None, "due_reason": "期日不明。前回の日を確かめてください。"}
    if due_on is not None:
        values = {"due_on": due_on, "due_reason": "入力された期限"}
    elif last_done_on is not None:
        due = _due_after(last_done_on, kind, problems, cycle_months=cycle_months, on=on)
        values = due_values(due) if due else values
    if values["due_on"] is not None:
        problems += problems_with_due_day(values["due_on"], on=on)
    turn = DueInspection(
        building=building, equipment=equipment, type_code=type_code, cycle_months=cycle_months, **values
    )
    return save_checked(turn, *problems, error=CannotPlan)


def _due_after(
    last_done_on: date, kind: InspectionType, problems: list[Problem], *, cycle_months: int, on: date
) -> Due | None:
    """When it is due after it was last done; None with one more of the ``problems`` where that cannot be
    told."""
    # Counted only from a day within reach: the calendar ends before the cycle does.
    if out_of_reach := [*problems_with_last_done(last_done_on, on=on)]:
        problems += out_of_reach
        return None
    due = after_last_done(last_done_on, counting=kind.counting, cycle_months=cycle_months)
    if due is None:
        message = f"「{kind.name}」は一度だけの点検です。済んでいれば、登録する必要はありません。"
        problems.append(Problem("once-only", message, field="last_done_on"))
    return due


@transaction.atomic
def plan_first_turn(
    building: Building, type_code: str, *, equipment: Equipment | None = None, on: date
) -> DueInspection:
    """Put under watch what was never inspected yet (初回の登録): its due day follows from the rule for the
    first time. Raises ``CannotPlan``."""
    kind = _watched(type_code)
    _one_at_a_time(building)
    cycle_months = _cycle_at(kind, building, equipment, on=on)
    turn = first_turn(kind, building, equipment, on=on, cycle_months=cycle_months)
    return save_checked(turn, *problems_with_subject(kind, building, equipment), error=CannotPlan)


def _watched(type_code: str) -> InspectionType:
    """The type. What is looked at on occasion only (そのつど) has no due day to watch."""
    kind = inspection_types().get(type_code)
    if kind is None or kind.cycle_months is None:
        raise CannotPlan([Problem("type-unknown", "点検の種類を選んでください。", field="type_code")])
    return kind


def _cycle_at(kind: InspectionType, building: Building, equipment: Equipment | None, *, on: date) -> int:
    """The months between two turns by the facts of the place."""
    places = Places([building.pk], on=on)
    cycles = places.cycles(kind, building.pk, equipment.pk if equipment else None)
    return cycles.inspected_months or cast("int", kind.cycle_months)


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


def _one_at_a_time(*buildings: Building) -> None:
    """Whoever else plans a turn for these buildings at this moment waits until this act is through, and is
    then told in a sentence instead of meeting the unique constraint."""
    ids = {building.pk for building in buildings}
    list(Building.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk"))


@transaction.atomic
def record_inspection(
    pk: int,
    *,
    done_on: date,
    on: date,
    together: Collection[int] = (),
    evidence: Evidence | None = None,
    **seen: Any,
) -> DueInspection:
    """Record a turn as done (点検の記録), and plan the next one at once, and what is reported of it.
    Returns the next turn; the one recorded where none follows (一度だけの点検).

    ``seen`` is what was seen at the site: ``outcome`` (結果, the code of one of the words in which this type
    tells it), ``done_by`` (点検した人) with ``qualification`` and ``licence_number`` (資格・番号),
    ``remarks`` (気づいたこと), and what it cost (``cost``, 費用). ``evidence`` is what goes with it.
    ``together`` names other turns that the same visit answers (総合点検 with 機器点検): they get the same
    record, except that findings and cost stand once, with the turn itself. ``on`` is the day of recording:
    nothing can have been done after it. Flags are closed in the same transaction. Raises ``AlreadyDone`` if
    somebody recorded it before, ``CannotRecord`` with every other problem.
    """
    turn, *others = _turns_of_visit(pk, together)
    refuse_if_blocked(problems_when_done(turn), AlreadyDone)
    _one_at_a_time(*(each.building for each in (turn, *others)))
    types = inspection_types()
    kind = types.get(turn.type_code)
    changed(turn, {"done_on": done_on, **seen})
    stands = [
        *problems_with_day_of(turn, done_on, on=on),
        *problems_with_seen(turn, kind, evidence, on=on),
        *problems_with(turn),
        *_problems_with_together(turn, others, asked=together, types=types, on=on),
    ]
    refuse_if_blocked(stands, CannotRecord)
    turn.save()
    for other in others:
        other.save()
    keep_evidence(turn, others, evidence, error=CannotRecord)
    visited = (turn, *others)
    places = Places({each.building_id for each in visited}, on=on)
    following = [
        _plan_following(each, types.get(each.type_code), places, done_on=done_on) for each in visited
    ]
    tell_settled(INSPECTION, [turn.pk, *(other.pk for other in others)], SettledReason.DONE, on=on)
    return following[0] or turn


def _turns_of_visit(pk: int, together: Collection[int]) -> list[DueInspection]:
    """The turn, then those that the same visit answers; held in one order, so that two visits recorded at the
    same moment never wait for each other."""
    held = {
        turn.pk: turn
        for turn in DueInspection.objects.select_for_update(of=("self",))
        .select_related("building", "equipment", "previous")
        .filter(pk__in={pk, *together})
        .order_by("pk")
    }
    if pk not in held:
        raise DueInspection.DoesNotExist
    return [held.pop(pk), *held.values()]


def _problems_with_together(
    turn: DueInspection,
    others: Sequence[DueInspection],
    *,
    asked: Collection[int],
    types: Mapping[str, InspectionType],
    on: date,
) -> Iterator[Problem]:
    """What speaks against this visit having answered the other turns too; they take over its record."""
    field = "together"
    if len(others) < len(set(asked) - {turn.pk}):
        yield Problem("together-unknown", "一緒に行った点検を選び直してください。", field=field)
    for other in others:
        kind = types.get(other.type_code)
        name = f"{kind.name if kind else other.type_code}（{other.equipment or other.building}）"
        told = problems_when_done(other)
        if turn.done_on is not None:
            told += problems_with_day_of(other, turn.done_on, on=on)
        if other.building.centre_id != turn.building.centre_id:
            told.append(Problem("together-elsewhere", "ほかの施設の点検です。"))
        if kind is None or kind.outcome_family != family_of(types.get(turn.type_code)):
            told.append(Problem("together-other-words", "結果の言葉が違う点検です。別に記録してください。"))
        for problem in told:
            yield Problem(problem.code, f"{name}：{problem.message}", field=field)
        taken = {name: getattr(turn, name) for name in TAKEN_OVER}
        changed(other, {**taken, "cost": None if turn.cost is None else 0})
        if not told:
            yield from problems_with(other)


def _plan_following(
    turn: DueInspection, kind: InspectionType | None, places: Places, *, done_on: date
) -> DueInspection | None:
    """The turn after this one by the catalogue of today and the facts of the place, if one follows, and what
    is reported of it."""
    cycles = places.cycles(kind, turn.building_id, turn.equipment_id) if kind else NO_CYCLES
    following = following_turn(turn, kind, done_on, cycle_months=cycles.inspected_months)
    if following is not None:
        save_checked(following, error=CannotRecord)
    plan_filing_of(turn, kind, report_months=cycles.report_months)
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

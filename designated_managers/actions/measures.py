"""The acts of supervision (監督の措置): take, correct, close, take back; and the improvement plans that
answer them.

A measure that ends the designation (取消し・返上) changes it by ``change_designation``, in the same
transaction: that act alone writes the day, and everything that follows from it follows by itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from common.acting import current
from common.db.attached_files import file_values
from common.db.history import locked
from common.db.records import changed, problems_with, save_checked
from common.deadlines import SettledReason, tell_settled
from common.problems import Problem, Refused
from designated_managers.actions.designations import change_designation, hold_bundles
from designated_managers.choices import ENDING, ClosedHow, MeasureKind
from designated_managers.models import Designation, ImprovementPlan, Measure, MeasureFile
from designated_managers.queries.measures import INSTRUCTION
from designated_managers.rules.measures import problems_with_measure

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

    from common.files import CheckedFile


class CannotSupervise(Refused):
    """The measure cannot stand as entered; ``problems`` says why."""


class AlreadyOver(Refused):
    """The measure is closed and is not changed any more."""


@transaction.atomic
def take_measure(*, on: date, **facts: Any) -> Measure:
    """Enter a measure (監督の措置の記録). What ends the designation ends it at once. Raises
    ``CannotSupervise`` with every problem; what only deserves a warning is told by
    ``queries.measures.warnings_with`` and hinders nothing."""
    measure = Measure(**facts)
    if measure.designation_id:
        hold_bundles(measure.designation_id)
        Designation.objects.select_for_update().filter(pk=measure.designation_id).first()
    save_checked(measure, *_problems_with(measure, on=on), error=CannotSupervise)
    _end_designation(measure, measure.ends_on, on=on)
    return measure


@transaction.atomic
def change_measure(pk: int, *, on: date, expected_version: str | None = None, **facts: Any) -> Measure:
    """Correct a measure (措置の訂正); its designation and kind stay. Raises ``Stale``, ``AlreadyOver``,
    ``CannotSupervise``."""
    measure = _standing(pk, expected_version=expected_version)
    before = (measure.improve_by, measure.plan_by)
    save_checked(changed(measure, facts), *_problems_with(measure, on=on), error=CannotSupervise)
    _end_designation(measure, measure.ends_on, on=on)
    if before != (measure.improve_by, measure.plan_by):
        tell_settled(INSTRUCTION, [pk], SettledReason.DAY_CHANGED, on=on)
    return measure


@transaction.atomic
def close_measure(pk: int, *, on: date, closed_on: date, closed_how: str, **facts: Any) -> Measure:
    """Bring a measure to its end (措置を終える): improvement seen, suspension lifted, the next step taken,
    or taken back as a mistake (撤回). Taking back what ended the designation lets it run on. Raises
    ``AlreadyOver``, ``CannotSupervise``."""
    measure = _standing(pk)
    problems = []
    if closed_on > on:
        message = "終わった日は、きょうまでの日を入力してください。"
        problems.append(Problem("closed-to-come", message, field="closed_on"))
    said = {"closed_on": closed_on, "closed_how": closed_how, **facts}
    save_checked(changed(measure, said), *problems, error=CannotSupervise)
    if closed_how == ClosedHow.WITHDRAWN:
        _end_designation(measure, None, on=on)
    tell_settled(INSTRUCTION, [pk], SettledReason.DONE, on=on)
    return measure


@transaction.atomic
def hand_in_plan(measure_pk: int, *, on: date, **facts: Any) -> ImprovementPlan:
    """Enter the improvement plan that the group handed in (改善計画の提出). Raises ``AlreadyOver``, and
    ``Refused`` with every other problem."""
    measure = _standing(measure_pk)
    plan = ImprovementPlan(measure=measure, **facts)
    problems = [*_plan_problems(measure, plan, on=on)]
    save_checked(plan, *problems)
    tell_settled(INSTRUCTION, [measure_pk], SettledReason.ANSWERED, on=on)
    return plan


@transaction.atomic
def accept_plan(pk: int, *, accepted_on: date, on: date) -> ImprovementPlan:
    """Accept an improvement plan (改善計画を認める); from now on the improvement itself is watched. Raises
    ``Refused``."""
    return _decide(pk, on=on, day=accepted_on, accepted_on=accepted_on)


@transaction.atomic
def send_plan_back(pk: int, *, sent_back_on: date, reason: str, on: date) -> ImprovementPlan:
    """Send an improvement plan back (改善計画の差戻し), with the reason; another one is awaited. Raises
    ``Refused``."""
    return _decide(pk, on=on, day=sent_back_on, sent_back_on=sent_back_on, sent_back_reason=reason.strip())


def _decide(pk: int, *, on: date, day: date, **facts: Any) -> ImprovementPlan:
    plan = locked(ImprovementPlan, pk)
    problems = []
    if plan.accepted_on is not None or plan.sent_back_on is not None:
        problems.append(Problem("plan-decided", "この改善計画は、すでに認めたか差し戻しています。"))
    if day > on:
        problems.append(Problem("decided-to-come", "きょうまでの日を入力してください。", field="decided_on"))
    save_checked(changed(plan, facts), *problems)
    tell_settled(INSTRUCTION, [plan.measure_id], SettledReason.ANSWERED, on=on)
    return plan


@transaction.atomic
def attach_measure_file(measure_pk: int, *, title: str, file: CheckedFile, at: datetime) -> MeasureFile:
    """Keep a document of a measure (措置の文書); raises ``Refused``."""
    record = MeasureFile(measure_id=measure_pk, title=title)
    problems = problems_with(record, leaving_out=OF_THE_FILE)
    if problems:
        raise Refused(problems)
    return save_checked(changed(record, file_values(file, uploaded_by_id=current().user_id, at=at)))


OF_THE_FILE = frozenset({"file", "original_name", "content_type", "size", "sha256", "uploaded_at"})


def _standing(pk: int, *, expected_version: str | None = None) -> Measure:
    measure = locked(Measure, pk, expected_version=expected_version)
    if measure.closed_on is not None:
        raise AlreadyOver([Problem("measure-over", "この措置は、すでに終わっています。")])
    return measure


def _problems_with(measure: Measure, *, on: date) -> Iterator[Problem]:
    decided_on: date | None = measure.decided_on
    if not measure.designation_id or decided_on is None:
        return
    yield from problems_with_measure(measure.days(), measure.designation.days, on=on)
    revoked, ends = measure.designation.revoked_on, measure.ends_on
    if measure._state.adding and revoked is not None and ends is not None and revoked != ends:
        message = "指定には、別の取消し・終了の日がすでに入力されています。先に確かめてください。"
        yield Problem("ended-otherwise", message, field="ends_on")


def _end_designation(measure: Measure, day: date | None, *, on: date) -> None:
    """The designation loses its effect on this day, or (None) runs on. What that act has against it, is
    told at the measure's own field."""
    if measure.kind not in ENDING:
        return
    try:
        change_designation(measure.designation_id, on=on, revoked_on=day)
    except Refused as refusal:
        field = "ends_on" if day is not None else "closed_how"
        raise CannotSupervise(
            Problem(problem.code, problem.message, problem.blocks, field) for problem in refusal.problems
        ) from refusal


def _plan_problems(measure: Measure, plan: ImprovementPlan, *, on: date) -> Iterator[Problem]:
    if measure.kind != MeasureKind.INSTRUCTION:
        yield Problem("plan-of-no-instruction", "改善計画は、指示にだけ記録できます。")
    handed_in_on: date | None = plan.handed_in_on
    if handed_in_on is None:
        return
    if handed_in_on < measure.decided_on:
        message = "提出の日は、指示の日以後の日にしてください。"
        yield Problem("plan-before-instruction", message, field="handed_in_on")
    if handed_in_on > on:
        message = "提出の日は、きょうまでの日を入力してください。"
        yield Problem("plan-to-come", message, field="handed_in_on")

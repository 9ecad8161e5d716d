"""The acts on inspections and service contracts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from common.db.records import changed, problems_with, save_checked
from common.deadlines import SettledReason, tell_settled
from common.eras import era_day
from common.problems import Problem, Refused, refuse_if_blocked
from maintenance.models import ContractCoverage, DueInspection, InspectionType, ServiceContract
from maintenance.queries import CONTRACT, INSPECTION, inspection_types
from maintenance.rules.cycles import next_due

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from centres.models import Centre
    from facilities.models import Building, Equipment


class CannotPlan(Refused):
    """The inspection cannot be planned as entered; ``problems`` says why."""


class CannotRecord(Refused):
    """The inspection cannot be recorded as entered; ``problems`` says why."""


class AlreadyDone(CannotRecord):
    """Somebody recorded this turn before."""


class CannotContract(Refused):
    """The contract cannot be entered as it is; ``problems`` says why."""


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
    reason = "期日不明。前回の日を確かめてください。"
    if due_on is not None:
        reason = "入力された期限"
    elif last_done_on is not None:
        due_on = next_due(last_done_on, kind.cycle_months)
        reason = f"前回 {era_day(last_done_on)} から{kind.cycle_months}か月"
    turn = DueInspection(
        building=building,
        equipment=equipment,
        type_code=type_code,
        cycle_months=kind.cycle_months,
        due_on=due_on,
        due_reason=reason,
    )
    wrong_place = equipment is not None and equipment.building_id != building.pk
    elsewhere = [
        Problem("equipment-elsewhere", "設備は、その建物にあるものを選んでください。", field="equipment")
    ]
    return save_checked(turn, *(elsewhere if wrong_place else ()), error=CannotPlan)


@transaction.atomic
def record_inspection(pk: int, *, done_on: date, on: date, **finding: Any) -> DueInspection:
    """Record a turn as done (点検の記録), and plan the next one at once. Returns the next turn.

    ``finding`` is what was seen at the site: ``outcome`` (結果), ``done_by`` (点検した人), ``remarks``
    (気づいたこと).
    ``on`` is the day of recording: nothing can have been done after it. Its flag is closed in the same
    transaction. Raises ``AlreadyDone`` if somebody recorded it before, ``CannotRecord`` with every other
    problem.
    """
    turn = DueInspection.objects.select_for_update(of=("self",)).select_related("building").get(pk=pk)
    if turn.done_on is not None:
        day = era_day(turn.done_on)
        raise AlreadyDone([Problem("already-done", f"この点検は{day}に実施済みとして記録されています。")])
    cycle_months = _cycle_now(turn)
    changed(turn, {"done_on": done_on, **finding})
    refuse_if_blocked((*_impossible_days(turn, on=on), *problems_with(turn)), CannotRecord)
    turn.save()
    following = DueInspection(
        building=turn.building,
        equipment=turn.equipment,
        type_code=turn.type_code,
        cycle_months=cycle_months,
        due_on=next_due(done_on, cycle_months),
        due_reason=f"前回 {era_day(done_on)} から{cycle_months}か月",
        previous=turn,
    )
    save_checked(following, error=CannotRecord)
    tell_settled(INSPECTION, [turn.pk], SettledReason.DONE, on=on)
    return following


def _cycle_now(turn: DueInspection) -> int:
    """The cycle by the catalogue of today; the law may have changed since the turn was planned."""
    kind: InspectionType | None = inspection_types().get(turn.type_code)
    return turn.cycle_months if kind is None else kind.cycle_months


def _impossible_days(turn: DueInspection, *, on: date) -> list[Problem]:
    problems = []
    if turn.done_on is not None and turn.done_on > on:
        problems.append(
            Problem("done-in-future", "点検した日は、きょうまでの日にしてください。", field="done_on")
        )
    built = turn.building.built_on
    if turn.done_on and built and turn.done_on < built.first:
        message = f"点検した日は、建物ができた日（{built.label}）より後にしてください。"
        problems.append(Problem("done-before-built", message, field="done_on"))
    if turn.withdrawn_on is not None:
        problems.append(Problem("withdrawn", "この点検は取りやめになっています。"))
    return problems


@transaction.atomic
def sign_contract(centres: Collection[Centre], **facts: Any) -> ServiceContract:
    """Enter a service contract (委託契約の登録) over one or many centres; raises ``CannotContract``."""
    contract = save_checked(ServiceContract(**facts), *_no_centre(centres), error=CannotContract)
    _cover(contract, centres)
    return contract


@transaction.atomic
def change_contract(pk: int, centres: Collection[Centre], **facts: Any) -> ServiceContract:
    """Change a service contract and the centres it covers (委託契約の変更); raises ``CannotContract``."""
    contract = changed(ServiceContract.objects.select_for_update().get(pk=pk), facts)
    save_checked(contract, *_no_centre(centres), error=CannotContract)
    _cover(contract, centres)
    return contract


@transaction.atomic
def succeed_contract(pk: int, centres: Collection[Centre], *, on: date, **facts: Any) -> ServiceContract:
    """Enter the contract that follows this one (次の契約); the end of this one is answered thereby.

    Raises ``CannotContract``, also when this one has a successor already or was not to be renewed.
    """
    before = ServiceContract.objects.select_for_update().get(pk=pk)
    successor = ServiceContract(**facts, previous=before)
    problems = [*_no_centre(centres), *_answered_already(before)]
    first_on: date | None = facts.get("first_on")
    if first_on is not None and first_on <= before.last_on:
        message = f"次の契約の初日は、今の契約の末日（{era_day(before.last_on)}）より後にしてください。"
        problems.append(Problem("successor-too-early", message, field="first_on"))
    save_checked(successor, *problems, error=CannotContract)
    _cover(successor, centres)
    tell_settled(CONTRACT, [before.pk], SettledReason.ANSWERED, on=on)
    return successor


@transaction.atomic
def decide_not_to_renew(pk: int, *, on: date, reason: str) -> ServiceContract:
    """Decide that nothing follows this contract (更新しない), with the reason; raises ``CannotContract``."""
    contract = ServiceContract.objects.select_for_update().get(pk=pk)
    refuse_if_blocked(_answered_already(contract), CannotContract)
    changed(contract, {"not_renewed_on": on, "not_renewed_reason": reason})
    save_checked(contract, error=CannotContract)
    tell_settled(CONTRACT, [contract.pk], SettledReason.ANSWERED, on=on)
    return contract


def _no_centre(centres: Collection[Centre]) -> list[Problem]:
    return [] if centres else [Problem("no-centre", "対象の施設を1つ以上選んでください。", field="centres")]


def _answered_already(contract: ServiceContract) -> list[Problem]:
    if ServiceContract.objects.filter(previous=contract).exists():
        return [Problem("has-successor", "この契約には、次の契約がすでに登録されています。")]
    if contract.not_renewed_on is not None:
        return [Problem("not-renewed", "この契約は、更新しないと決めたものです。")]
    return []


def _cover(contract: ServiceContract, centres: Collection[Centre]) -> None:
    """Make the contract cover exactly these centres."""
    contract.coverages.exclude(centre__in=centres).delete()
    rows = [ContractCoverage(contract=contract, centre=centre) for centre in centres]
    ContractCoverage.objects.bulk_create(rows, ignore_conflicts=True)

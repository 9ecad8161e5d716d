"""The acts on transfers: start, choose the body, give up and resume, return, complete; and on waves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from centres.models import Centre
from common.db.history import locked
from common.db.records import changed, save_checked
from common.deadlines import SettledReason, tell_settled
from common.problems import Problem, refuse_if_blocked
from designated_managers.actions.handover import redate_items
from designated_managers.actions.transfer_problems import (
    CannotTransfer,
    ahead_of_today,
    problems_when_over,
    problems_with_completion,
    problems_with_start,
    problems_without_first_day,
)
from designated_managers.choices import TransferDirection
from designated_managers.models import Designation, Transfer, TransferWave
from designated_managers.queries.handover import HANDOVER_ITEM
from designated_managers.queries.transfer_roads import first_day_known, roads, stages

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date


@transaction.atomic
def start_transfer(*, on: date, **facts: Any) -> Transfer:
    """Start the transfer of a centre to a designated manager (移行を始める); the body may come later.

    Raises ``CannotTransfer`` with every problem. Where a first day is aimed at, the items of the hand-over
    are made.
    """
    return _start(Transfer(direction=TransferDirection.TO_MANAGER, **facts), on=on)


@transaction.atomic
def start_return(*, on: date, **facts: Any) -> Transfer:
    """Start the return of a centre to the city (直営復帰), with the reason; the body is the one that manages
    it. Unless told otherwise it aims at the day after the designation ends, and follows that day.

    Raises ``CannotTransfer`` with every problem.
    """
    transfer = Transfer(direction=TransferDirection.TO_CITY, **facts)
    held = _held_at_start(transfer)
    if held is None:
        message = "この施設は、始めた日に指定管理中ではありません。"
        return _start(transfer, Problem("not-managed", message, field="centre"), on=on)
    transfer.organisation = held.organisation
    return _start(transfer, on=on)


def _held_at_start(transfer: Transfer) -> Designation | None:
    if None in (transfer.centre_id, transfer.started_on):
        return None
    held = Designation.objects.in_force(transfer.started_on).filter(centre=transfer.centre_id)
    return held.select_related("organisation").order_by("pk").first()


def _start(transfer: Transfer, *problems: Problem, on: date) -> Transfer:
    if transfer.centre_id:
        # Whoever starts a second transfer of this centre at the same moment waits here and sees the first.
        Centre.objects.select_for_update(no_key=True).filter(pk=transfer.centre_id).first()
    _aim(transfer)
    found = (*problems, *problems_with_start(transfer, on=on))
    if transfer.is_return and any(problem.code == "not-managed" for problem in problems):
        # That there is no body follows from it, and need not be said as well.
        refuse_if_blocked(found, CannotTransfer)
    save_checked(transfer, *found, error=CannotTransfer)
    redate_items(transfer, on=on)
    return transfer


def _aim(transfer: Transfer) -> None:
    """Let a transfer aim at the first day that the register knows; a return may have a plan of its own. Where
    there is neither, it goes with its wave."""
    known = None if None in (transfer.centre_id, transfer.started_on) else first_day_known(transfer)
    if known is not None and not (transfer.is_return and transfer.aimed_on):
        transfer.aimed_on = known
    elif transfer.aimed_on is None and transfer.wave is not None:
        transfer.aimed_on = transfer.wave.aimed_on


@transaction.atomic
def change_transfer(pk: int, *, on: date, expected_version: str | None = None, **facts: Any) -> Transfer:
    """Change the wave, the first day aimed at or the notes of a transfer; the items of the hand-over follow
    the first day. Raises ``Stale``, ``CannotTransfer``: items that are due need a day to count from."""
    transfer = changed(locked(Transfer, pk, expected_version=expected_version), facts)
    _aim(transfer)
    problems = (*problems_when_over(transfer), *problems_without_first_day(transfer))
    save_checked(transfer, *problems, error=CannotTransfer)
    redate_items(transfer, on=on)
    return transfer


@transaction.atomic
def choose_organisation(
    pk: int, *, organisation: Any, on: date, expected_version: str | None = None
) -> Transfer:
    """Say which body is to manage the centre (団体を選ぶ), or that none is there yet; where it is designated
    already, the items of the hand-over follow its first day.

    Raises ``Stale``, ``CannotTransfer``: of a return it cannot be another than the one that manages it.
    """
    transfer = locked(Transfer, pk, expected_version=expected_version)
    problems = [*problems_when_over(transfer)]
    if transfer.is_return and organisation != transfer.organisation:
        message = "直営復帰の団体は、いままでの指定管理者です。変えられません。"
        problems.append(Problem("organisation-of-return", message, field="organisation"))
    transfer.organisation = organisation
    _aim(transfer)
    save_checked(transfer, *problems, error=CannotTransfer)
    redate_items(transfer, on=on)
    return transfer


@transaction.atomic
def suspend_transfer(pk: int, *, suspended_on: date, reason: str, on: date) -> Transfer:
    """Give a transfer up for now (見送り), with the reason; what was kept on the way stays. Raises
    ``CannotTransfer``."""
    transfer = locked(Transfer, pk)
    problems = [
        *problems_when_over(transfer),
        *ahead_of_today("suspended_on", "見送った日", suspended_on, on=on),
    ]
    transfer.suspended_on, transfer.suspended_reason = suspended_on, reason.strip()
    save_checked(transfer, *problems, error=CannotTransfer)
    pending = list(transfer.items.filter(done_on__isnull=True).values_list("pk", flat=True))
    if pending:
        tell_settled(HANDOVER_ITEM, pending, SettledReason.NO_LONGER_APPLIES, on=on)
    return transfer


@transaction.atomic
def resume_transfer(pk: int, *, on: date) -> Transfer:
    """Go on with a transfer that was given up (再開), to the first day that the register knows by now. Raises
    ``CannotTransfer``, also where another one of the centre is under way by now."""
    transfer = locked(Transfer, pk)
    problems = []
    if transfer.suspended_on is None:
        problems.append(Problem("not-suspended", "この移行は見送られていません。"))
    transfer.suspended_on, transfer.suspended_reason = None, ""
    _aim(transfer)
    save_checked(transfer, *problems, error=CannotTransfer)
    redate_items(transfer, on=on)
    return transfer


@transaction.atomic
def complete_transfer(pk: int, *, completed_on: date, on: date) -> Transfer:
    """Close a transfer whose road is whole (移行を終える). Raises ``CannotTransfer`` with every piece of
    evidence that is still missing, or where it is dated before the last of them. The checks of the first 90
    days stay due."""
    transfer = locked(Transfer, pk)
    # What a stage was marked with is dated by the click, and may come after the day of the end.
    road = roads([transfer], on=on, along=stages(on))[pk]
    problems = [
        *problems_when_over(transfer),
        *ahead_of_today("completed_on", "終えた日", completed_on, on=on),
        *problems_with_completion(road, completed_on),
    ]
    transfer.completed_on = completed_on
    return save_checked(transfer, *problems, error=CannotTransfer)


@transaction.atomic
def plan_wave(**facts: Any) -> TransferWave:
    """Plan a wave of several centres with one first day (移行グループ); raises ``CannotTransfer``."""
    return save_checked(TransferWave(**facts), error=CannotTransfer)


@transaction.atomic
def change_wave(pk: int, *, on: date, expected_version: str | None = None, **facts: Any) -> TransferWave:
    """Change a wave; the transfers under way in it that aimed at its first day follow it to the new one, and
    the items of their hand-over with them. Raises ``Stale``, ``CannotTransfer``."""
    wave = locked(TransferWave, pk, expected_version=expected_version)
    aimed_on = wave.aimed_on
    save_checked(changed(wave, facts), error=CannotTransfer)
    if wave.aimed_on is not None and wave.aimed_on != aimed_on:
        for transfer in _following(wave, aimed_on):
            save_checked(changed(transfer, {"aimed_on": wave.aimed_on}), error=CannotTransfer)
            redate_items(transfer, on=on)
    return wave


def _following(wave: TransferWave, aimed_on: date | None) -> Iterator[Transfer]:
    """The transfers of a wave that go with its first day, but for those of which the register knows it; few
    enough to be asked one by one."""
    going = wave.transfers.select_for_update(of=("self",)).under_way().filter(aimed_on=aimed_on)
    yield from (transfer for transfer in going if first_day_known(transfer) is None)


def leading_to(designation: Designation) -> tuple[Transfer | None, date | None]:
    """The transfer under way at the centre of a designation, and the first day that the register knows for it
    before an act on the designation changes that."""
    going = Transfer.objects.select_for_update(of=("self",)).under_way()
    transfer = going.filter(centre=designation.centre_id).first()
    return transfer, None if transfer is None else first_day_known(transfer)


def follow_designation(transfer: Transfer | None, knew: date | None, *, on: date) -> None:
    """The transfer that leads to a designation or from it aims at the first day that the register knows, from
    the moment it does, and the items of the hand-over with it. Called by the acts on designations."""
    knows = None if transfer is None else first_day_known(transfer)
    if transfer is None or knows in {None, knew, transfer.aimed_on}:
        return
    save_checked(changed(transfer, {"aimed_on": knows}), error=CannotTransfer)
    redate_items(transfer, on=on)

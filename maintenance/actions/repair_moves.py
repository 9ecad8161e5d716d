"""The moves of a repair (修繕の手順), one act each. What a move needs is said once, in
``rules.repair_moves.MOVES``.

Every act takes ``moved_on``, the day it happened (None: the day of entering), ``expected_version``, the
version that was looked at, and ``said``: the facts it settles, with ``note`` (for the city alone) and
``told`` (what the group reads). Each raises ``Stale`` where somebody else moved the repair meanwhile, and
``CannotMove`` with everything else that stands in the way; nothing has changed then.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import transaction

from common.acting import current
from common.db.attached_files import file_values
from common.db.history import locked
from common.db.records import changed, problems_with, save_checked
from common.deadlines import SettledReason, tell_settled
from common.problems import Problem, Refused, refuse_if_blocked
from maintenance.actions.repairs import attach_photos, once, problems_with_insurance
from maintenance.choices import UNMENDED, PhotoMoment, RepairMove
from maintenance.models import EstimateFile, Repair, RepairEstimate, RepairStep
from maintenance.queries.repair_evidence import estimates_that_count, photos_that_count
from maintenance.queries.repair_payers import proposed_payer
from maintenance.queries.repairs import REPAIR, stand_of
from maintenance.rules.repair_moves import MOVES, Need, problems_with_move

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import date, datetime

    from common.files import CheckedFile


class CannotMove(Refused):
    """The repair cannot be moved on as entered; ``problems`` says why."""


STEP_FACTS = frozenset({"note", "told", "amount", "estimate"})
"""What is written with the step and not with the repair."""


@dataclass
class _Moving:
    """A repair held for one move: what is known for it, and what speaks against it."""

    repair: Repair
    move: RepairMove
    on: date
    moved_on: date
    held: set[Need] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)

    def finish(self, said: dict[str, Any]) -> Repair:
        """Write the repair and its step, or refuse with everything at once."""
        stand = stand_of(self.repair)
        of_step = {name: value for name, value in said.items() if name in STEP_FACTS}
        changed(self.repair, {name: value for name, value in said.items() if name not in STEP_FACTS})
        against = problems_with_move(self.move, stand, held=self.held, moved_on=self.moved_on, on=self.on)
        refuse_if_blocked(once((*against, *self.problems, *problems_with(self.repair))), CannotMove)
        self.repair.save()
        step = RepairStep(
            repair=self.repair,
            number=stand.number + 1,
            move=self.move,
            moved_on=self.moved_on,
            recorded_by_id=current().user_id,
            **of_step,
        )
        save_checked(step, error=CannotMove)
        if stand.state in UNMENDED and MOVES[self.move].leads_to not in UNMENDED:
            declined = self.move == RepairMove.DECLINE
            reason = SettledReason.NO_LONGER_APPLIES if declined else SettledReason.DONE
            tell_settled(REPAIR, [self.repair.pk], reason, on=self.on)
        return self.repair


def _moving(
    move: RepairMove, pk: int, *, on: date, moved_on: date | None, expected_version: str | None
) -> _Moving:
    repair = locked(Repair, pk, expected_version=expected_version)
    return _Moving(repair, move, on=on, moved_on=moved_on or on)


@transaction.atomic
def triage(
    pk: int, *, on: date, moved_on: date | None = None, expected_version: str | None = None, **said: Any
) -> Repair:
    """Settle how soon and at whose cost (緊急度の判定): ``urgency``, ``cause``, ``expected_amount``,
    ``payer`` (empty: as the table says) with ``payer_reason``, ``insurance``, ``promised_on``."""
    moving = _moving(RepairMove.TRIAGE, pk, on=on, moved_on=moved_on, expected_version=expected_version)
    changed(moving.repair, {name: said[name] for name in ("cause", "expected_amount") if name in said})
    if said.get("urgency"):
        moving.held.add(Need.URGENCY)
    said |= _payer(moving, said, amount=moving.repair.expected_amount)
    return moving.finish(said)


@transaction.atomic
def add_estimate(
    pk: int, *, on: date, at: datetime, files: Iterable[CheckedFile] = (), **said: Any
) -> RepairEstimate:
    """Enter an estimate (見積りの登録) with its paper: ``contractor``, ``amount``, ``received_on`` (None: the
    day of entering), ``note``."""
    expected_version, received_on = said.pop("expected_version", None), said.pop("received_on", None)
    moving = _moving(RepairMove.ESTIMATE, pk, on=on, moved_on=received_on, expected_version=expected_version)
    moving.held |= _held(said, (Need.CONTRACTOR, Need.AMOUNT))
    moving.finish({})
    estimate = RepairEstimate(repair=moving.repair, received_on=moving.moved_on, **said)
    save_checked(estimate, error=CannotMove)
    for file in files:
        values = file_values(file, uploaded_by_id=current().user_id, at=at)
        EstimateFile.objects.create(estimate=estimate, **values)
    return estimate


@transaction.atomic
def decide(
    pk: int, *, on: date, moved_on: date | None = None, expected_version: str | None = None, **said: Any
) -> Repair:
    """Decide that it is done (実施の決定): ``estimate`` (one entered since the repair last began) or
    ``no_estimate_reason``,
    ``payer`` (empty: as the table says by the amount now known) with ``payer_reason``, ``fiscal_year``,
    ``budget_line``."""
    moving = _moving(RepairMove.DECIDE, pk, on=on, moved_on=moved_on, expected_version=expected_version)
    estimate, without = said.get("estimate"), said.pop("no_estimate_reason", "").strip()
    moving.problems += _problems_with_estimate(moving.repair, estimate)
    if estimate is not None or without:
        moving.held.add(Need.ESTIMATE)
    moving.held |= _held(said, (Need.FISCAL_YEAR,))
    amount = moving.repair.expected_amount
    if estimate is not None:
        amount = estimate.amount
        said |= {"contractor": estimate.contractor, "expected_amount": amount}
    said |= _payer(moving, said, amount=amount)
    said["note"] = _joined(said.get("note", ""), f"見積りを取らない理由：{without}" if without else "")
    return moving.finish(said)


@transaction.atomic
def order(
    pk: int, *, on: date, moved_on: date | None = None, expected_version: str | None = None, **said: Any
) -> Repair:
    """Order it (発注): ``contractor``, ``amount``, ``promised_on``."""
    moving = _moving(RepairMove.ORDER, pk, on=on, moved_on=moved_on, expected_version=expected_version)
    moving.held |= _held(said, (Need.CONTRACTOR, Need.AMOUNT, Need.PROMISED))
    said["ordered_amount"] = said.get("amount")
    moving.problems += _promised_too_early(said.get("promised_on"), moving.moved_on)
    return moving.finish(said)


@transaction.atomic
def mark_done(
    pk: int,
    *,
    on: date,
    at: datetime,
    photos: Iterable[CheckedFile] = (),
    **said: Any,
) -> Repair:
    """The thing is mended (修繕の完了), with photographs of how it is now."""
    moving = _moving(RepairMove.DONE, pk, on=on, **_when(said))
    done = moving.finish(said)
    attach_photos(done, photos, moment=PhotoMoment.AFTER, at=at)
    return done


@transaction.atomic
def accept(
    pk: int,
    *,
    on: date,
    at: datetime,
    photos: Iterable[CheckedFile] = (),
    **said: Any,
) -> Repair:
    """The city is content with the work (検収): with a photograph taken since it was last sent back or begun
    anew, or ``no_photo_reason``."""
    moving = _moving(RepairMove.ACCEPT, pk, on=on, **_when(said))
    taken, without = list(photos), said.pop("no_photo_reason", "").strip()
    if taken or without or photos_that_count(moving.repair).exists():
        moving.held.add(Need.AFTER_PHOTO)
    said["note"] = _joined(said.get("note", ""), f"写真がない理由：{without}" if without else "")
    accepted = moving.finish(said)
    attach_photos(accepted, taken, moment=PhotoMoment.AFTER, at=at)
    return accepted


@transaction.atomic
def pay(
    pk: int, *, on: date, moved_on: date | None = None, expected_version: str | None = None, **said: Any
) -> Repair:
    """It is paid (支払): ``amount``, and how the claim on the insurance ended (``insurance``,
    ``insurance_amount``)."""
    moving = _moving(RepairMove.PAY, pk, on=on, moved_on=moved_on, expected_version=expected_version)
    moving.held |= _held(said, (Need.AMOUNT,))
    insurance: dict[str, Any] = {
        name: said[name] for name in ("insurance", "insurance_amount") if name in said
    }
    moving.problems += problems_with_insurance(changed(moving.repair, insurance))
    return moving.finish(said)


@transaction.atomic
def decline(
    pk: int, *, on: date, moved_on: date | None = None, expected_version: str | None = None, **said: Any
) -> Repair:
    """It is not done (見送り), with the reason in ``note``."""
    return _with_reason(
        _moving(RepairMove.DECLINE, pk, on=on, moved_on=moved_on, expected_version=expected_version), said
    )


@transaction.atomic
def redo(
    pk: int, *, on: date, moved_on: date | None = None, expected_version: str | None = None, **said: Any
) -> Repair:
    """The work is not right and goes on (手直しの指示): the reason in ``note``, and a new ``promised_on``."""
    moving = _moving(RepairMove.REDO, pk, on=on, moved_on=moved_on, expected_version=expected_version)
    moving.held |= _held(said, (Need.PROMISED,))
    moving.problems += _promised_too_early(said.get("promised_on"), moving.moved_on)
    return _with_reason(moving, said)


@transaction.atomic
def reopen(
    pk: int, *, on: date, moved_on: date | None = None, expected_version: str | None = None, **said: Any
) -> Repair:
    """It begins anew (再開), with the reason in ``note``; the day promised before binds nobody any more."""
    moving = _moving(RepairMove.REOPEN, pk, on=on, moved_on=moved_on, expected_version=expected_version)
    return _with_reason(moving, {**said, "promised_on": None})


def _with_reason(moving: _Moving, said: dict[str, Any]) -> Repair:
    moving.held |= _held(said, (Need.REASON,))
    return moving.finish(said)


def _held(said: dict[str, Any], needs: Collection[Need]) -> set[Need]:
    """Of these needs those that something was said about; an amount of nothing is an amount."""
    return {need for need in needs if said.get(need.field) not in (None, "")}


def _when(said: dict[str, Any]) -> dict[str, Any]:
    return {name: said.pop(name, None) for name in ("moved_on", "expected_version")}


def _payer(moving: _Moving, said: dict[str, Any], *, amount: int | None) -> dict[str, Any]:
    """The payer as entered, else as the table says, with what the table says kept beside it."""
    repair = moving.repair
    proposal = proposed_payer(repair.centre_id, cause=repair.cause, amount=amount, on=moving.moved_on)
    payer = said.get("payer") or proposal.payer
    reason = (said.get("payer_reason") or "").strip()
    if payer:
        moving.held.add(Need.PAYER)
    if payer and proposal.payer and payer != proposal.payer and not reason:
        message = "費用を負担する側を責任分担表と変えるときは、理由を入力してください。"
        moving.problems.append(Problem("payer-reason-missing", message, field="payer_reason"))
    return {"payer": payer, "payer_proposed": proposal.payer, "payer_reason": reason}


def _problems_with_estimate(repair: Repair, estimate: RepairEstimate | None) -> list[Problem]:
    if estimate is None:
        return []
    if estimate.repair_id != repair.pk:
        return [Problem("estimate-elsewhere", "この修繕の見積りから選んでください。", field="estimate")]
    if not estimates_that_count(repair).filter(pk=estimate.pk).exists():
        message = "再開する前の見積りは選べません。再開のあとに受け取った見積りから選んでください。"
        return [Problem("estimate-of-earlier-round", message, field="estimate")]
    return []


def _promised_too_early(promised_on: date | None, moved_on: date) -> list[Problem]:
    if promised_on is None or promised_on >= moved_on:
        return []
    message = "いつまでに直すかは、この日付以後の日にしてください。"
    return [Problem("promised-too-early", message, field="promised_on")]


def _joined(*lines: str) -> str:
    return "\n".join(line for line in lines if line)

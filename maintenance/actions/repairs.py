"""The acts by which a repair is asked for, and those on what is written of it; its moves are in
``repair_moves``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from common.acting import current
from common.db.attached_files import file_values
from common.db.history import locked
from common.db.records import changed, problems_with, save_checked
from common.deadlines import SettledReason, tell_settled
from common.problems import Problem, Refused, refuse_if_blocked
from maintenance.choices import OVER, InsuranceState, PhotoMoment, RepairMove
from maintenance.models import InspectionFinding, Repair, RepairPhoto, RepairStep
from maintenance.queries.repairs import REPAIR, stand_of
from maintenance.rules.repair_moves import INSURANCE_CORRECTED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date, datetime

    from centres.models import Centre
    from common.files import CheckedFile
    from maintenance.choices import RequestedSide


class CannotRequest(Refused):
    """The repair cannot be entered as it is; ``problems`` says why."""


@transaction.atomic
def request_repair(
    centre: Centre,
    *,
    side: RequestedSide,
    photos: Iterable[CheckedFile] = (),
    on: date,
    at: datetime,
    **facts: Any,
) -> Repair:
    """Ask for a repair (修繕の受付) with photographs; raises ``CannotRequest`` with every problem.

    ``facts``: ``place``, ``what``, and what is known of ``building``, ``equipment``, ``requested_by``,
    ``requested_on`` (else the day of entering), ``internal_notes``.
    """
    day = facts.pop("requested_on", None) or on
    repair = Repair(centre=centre, requested_side=side, requested_on=day, **facts)
    save_checked(repair, *_problems_with_place(repair), *_to_come(day, on=on), error=CannotRequest)
    step = RepairStep(
        repair=repair,
        number=1,
        move=RepairMove.REQUEST,
        moved_on=day,
        recorded_by_id=current().user_id,
    )
    save_checked(step, error=CannotRequest)
    attach_photos(repair, photos, moment=PhotoMoment.BEFORE, at=at)
    return repair


@transaction.atomic
def request_from_finding(pk: int, *, side: RequestedSide, on: date, at: datetime, **facts: Any) -> Repair:
    """Make a finding of an inspection (指摘) a repair, in one step: where it is and what was seen are taken
    over unless told otherwise, and its photographs show as those before. Raises ``CannotRequest``."""
    finding = (
        InspectionFinding.objects.select_for_update(of=("self",))
        .select_related("turn__building__centre", "turn__equipment")
        .get(pk=pk)
    )
    if Repair.objects.filter(finding=finding).exists():
        message = "この指摘からは、すでに修繕が登録されています。"
        raise CannotRequest([Problem("finding-has-repair", message)])
    known = {"place": finding.place, "what": finding.text, **facts}
    return request_repair(
        finding.turn.building.centre,
        side=side,
        on=on,
        at=at,
        finding=finding,
        building=finding.turn.building,
        equipment=finding.turn.equipment,
        **known,
    )


@transaction.atomic
def change_repair(pk: int, *, on: date, expected_version: str | None = None, **facts: Any) -> Repair:
    """Correct what is written of a repair, or move the promised day (修繕の内容の訂正); where it stands does
    not change. Once it is accepted also how the claim on the insurance ended: ``insurance``,
    ``insurance_amount``. Raises ``Stale``, and ``CannotRequest`` with every other problem."""
    repair = locked(Repair, pk, expected_version=expected_version)
    before = repair.promised_on
    early = list(_insurance_too_early(repair, facts))
    changed(repair, facts)
    against = (*_problems_with_place(repair), *early, *problems_with_insurance(repair))
    refuse_if_blocked(once((*against, *problems_with(repair))), CannotRequest)
    repair.save()
    if before is not None and before != repair.promised_on:
        reason = SettledReason.DAY_CHANGED if repair.promised_on else SettledReason.NO_LONGER_APPLIES
        tell_settled(REPAIR, [pk], reason, on=on)
    return repair


@transaction.atomic
def add_photos(pk: int, *, moment: PhotoMoment, photos: Iterable[CheckedFile], at: datetime) -> Repair:
    """Add photographs to a repair that is not over (写真の追加); raises ``CannotRequest``."""
    repair = locked(Repair, pk)
    taken = list(photos)
    problems = []
    if not taken:
        problems.append(Problem("photos-missing", "写真を選んでください。", field="photos"))
    if stand_of(repair).state in OVER:
        problems.append(Problem("repair-over", "終わった修繕には、写真を加えられません。"))
    refuse_if_blocked(problems, CannotRequest)
    attach_photos(repair, taken, moment=moment, at=at)
    return repair


def attach_photos(
    repair: Repair, photos: Iterable[CheckedFile], *, moment: PhotoMoment, at: datetime
) -> None:
    """Keep these photographs with the repair."""
    for photo in photos:
        values = file_values(photo, uploaded_by_id=current().user_id, at=at)
        RepairPhoto.objects.create(repair=repair, moment=moment, **values)


def once(problems: Iterable[Problem]) -> list[Problem]:
    """Each sentence once, as it was told first: what an act says of a field, the record says as a whole."""
    told: dict[str, Problem] = {}
    for problem in problems:
        told.setdefault(problem.message, problem)
    return list(told.values())


def problems_with_insurance(repair: Repair) -> Iterator[Problem]:
    """What the record says of the money of the insurance as a whole, told at its field."""
    if repair.insurance_amount is not None and repair.insurance != InsuranceState.SETTLED:
        message = "保険金は、保険の請求が「支払われた」のときに入力してください。"
        yield Problem("insurance-amount-without-claim", message, field="insurance_amount")


def _insurance_too_early(repair: Repair, facts: dict[str, Any]) -> Iterator[Problem]:
    if {"insurance", "insurance_amount"}.isdisjoint(facts):
        return
    if stand_of(repair).state not in INSURANCE_CORRECTED:
        message = "保険の請求と保険金は、検収のあとに直せます。"
        yield Problem("insurance-too-early", message, field="insurance")


def _problems_with_place(repair: Repair) -> Iterator[Problem]:
    building, equipment = repair.building, repair.equipment
    if building is not None and building.centre_id != repair.centre_id:
        yield Problem("building-elsewhere", "建物は、その施設のものを選んでください。", field="building")
    if equipment is not None and building is not None and equipment.building_id != building.pk:
        yield Problem(
            "equipment-elsewhere", "設備は、その建物にあるものを選んでください。", field="equipment"
        )


def _to_come(day: date, *, on: date) -> Iterator[Problem]:
    if day > on:
        message = "受付日は、きょうまでの日にしてください。"
        yield Problem("requested-to-come", message, field="requested_on")

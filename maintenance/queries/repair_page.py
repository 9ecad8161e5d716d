"""The page of one repair, for the city and for a group."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Prefetch

from common.db.history import with_version
from common.db.scoped import without_hidden
from common.eras import era_day
from common.fiscal_year import FiscalYear
from designated_managers.choices import Bearer
from maintenance.choices import (
    InsuranceState,
    PhotoMoment,
    RepairCause,
    RepairMove,
    RepairState,
    RequestedSide,
    Urgency,
)
from maintenance.models import FindingPhoto, Repair, RepairEstimate, RepairPhoto, RepairStep
from maintenance.queries.repair_payers import Proposal, proposed_payer
from maintenance.queries.repairs import (
    IN_PLAIN_WORDS,
    nearing_of,
    part_of_repair,
    repairs_to_list,
    state_of_repair,
    title_of,
)
from maintenance.rules.repair_moves import MOVES, ROAD, Need, moves_from, spent_at

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from common.scope import Scope
    from ui.states import State


@dataclass(frozen=True)
class StepShown:
    """One state on the road, as the stepper shows it."""

    label: str
    state: str
    date: str


@dataclass(frozen=True)
class PhotoShown:
    """One photograph, and by which address it is read: its own, or the one of a finding."""

    url_name: str
    pk: int
    name: str


@dataclass(frozen=True)
class Happened:
    """One line of the history (経過)."""

    label: str
    moved_on: date
    note: str
    told: str
    amount: int | None
    by: str


@dataclass(frozen=True)
class Told:
    """What the city told about a repair, and when."""

    moved_on: date
    text: str


@dataclass(frozen=True)
class Offer:
    """One estimate, with its papers; ``chosen``: it was decided by."""

    contractor: str
    amount: int
    received_on: date
    note: str
    files: Sequence[Any]
    chosen: bool


@dataclass(frozen=True)
class RepairPage:
    """One repair with all that its page says. ``moves``: what may be done next; for a group, who reads no
    amounts, only ``plain``, the photographs and what it was ``told``."""

    repair: Repair
    version: str
    title: str
    part: str
    state: State
    plain: str
    code: RepairState
    nearing: State | None
    road: Sequence[StepShown]
    moves: Sequence[RepairMove]
    before: Sequence[PhotoShown]
    after: Sequence[PhotoShown]
    happened: Sequence[Happened]
    told: Sequence[Told]
    offers: Sequence[Offer]
    paid: int | None
    urgency: str
    cause: str
    side: str
    payer: str
    proposed: str
    insurance: str
    fiscal_year: str


def repairs_to_show(scope: Scope) -> Any:
    """The repairs that a person may open, each with its ``version``."""
    return with_version(repairs_to_list(scope).select_related("finding__turn"))


def repair_page(repair: Any, *, scope: Scope, on: date) -> RepairPage:
    """The page of one repair; ``repair`` comes from ``repairs_to_show``."""
    state, version = RepairState(repair.stands), repair.version
    steps = list(RepairStep.objects.filter(repair=repair).select_related("recorded_by").order_by("number"))
    photos = list(RepairPhoto.objects.filter(repair=repair))
    found = list(FindingPhoto.objects.filter(finding=repair.finding_id)) if repair.finding_id else []
    before = [photo for photo in photos if photo.moment == PhotoMoment.BEFORE]
    after = [photo for photo in photos if photo.moment == PhotoMoment.AFTER]
    anew = spent_at(Need.ESTIMATE, (RepairMove(step.move) for step in steps))
    chosen = next((step.estimate_id for step in reversed(steps[anew:]) if step.estimate_id), None)
    paid = [step.amount or 0 for step in steps if step.move == RepairMove.PAY]
    return RepairPage(
        repair=without_hidden(repair, scope),
        version=version,
        title=title_of(repair),
        part=part_of_repair(repair),
        state=state_of_repair(state),
        plain=IN_PLAIN_WORDS[state],
        code=state,
        nearing=nearing_of(repair, state, on=on),
        road=_road(steps, state),
        moves=moves_from(state) if scope.internal else (),
        before=(*_shown(found, "repair-finding-photo"), *_shown(before, "repair-photo")),
        after=_shown(after, "repair-photo"),
        happened=_happened(steps) if scope.internal else (),
        told=[Told(step.moved_on, step.told) for step in reversed(steps) if step.told],
        offers=_offers(repair, chosen) if scope.internal else (),
        paid=sum(paid) if paid and scope.internal else None,
        urgency=Urgency(repair.urgency).label if repair.urgency else "",
        cause=RepairCause(repair.cause).label,
        side=RequestedSide(repair.requested_side).label,
        payer=Bearer(repair.payer).label if repair.payer else "",
        proposed=Bearer(repair.payer_proposed).label if repair.payer_proposed else "",
        insurance=InsuranceState(repair.insurance).label if repair.insurance else "",
        fiscal_year=FiscalYear(repair.fiscal_year).label if repair.fiscal_year else "",
    )


def proposal_for(repair: Repair, *, on: date) -> Proposal:
    """Who pays by the table, by what is known now."""
    return proposed_payer(repair.centre_id, cause=repair.cause, amount=repair.expected_amount, on=on)


def _shown(photos: Sequence[Any], url_name: str) -> tuple[PhotoShown, ...]:
    return tuple(PhotoShown(url_name, photo.pk, photo.original_name) for photo in photos)


def _road(steps: Sequence[RepairStep], state: RepairState) -> tuple[StepShown, ...]:
    """The states of the road: what is behind with the day it was reached, where it stands, what is to come.
    What began anew begins the road anew. A repair that was declined ends where it was."""
    anew = max(
        (step.number for step in steps if step.move in {RepairMove.REOPEN, RepairMove.REQUEST}), default=1
    )
    reached: dict[RepairState, date] = {}
    for step in steps:
        if step.number >= anew:
            reached[MOVES[RepairMove(step.move)].leads_to] = step.moved_on
    if state == RepairState.DECLINED:
        behind = (StepShown(*_behind(one, reached)) for one in ROAD if one in reached)
        return (*behind, StepShown(state.label, "now", era_day(reached[state])))
    place = ROAD.index(state)
    return tuple(
        StepShown(*_behind(one, reached))
        if number < place
        else StepShown(one.label, "now" if number == place else "future", "")
        for number, one in enumerate(ROAD)
    )


DONE_WORDS = {
    RepairState.REQUESTED: "受付",
    RepairState.TRIAGED: "判定",
    RepairState.ESTIMATED: "見積り",
    RepairState.DECIDED: "決定",
    RepairState.ORDERED: "発注",
    RepairState.DONE: "完了",
    RepairState.ACCEPTED: "検収",
    RepairState.PAID: "支払",
}
"""What was done when a state was reached; the state itself says what is waited for."""


def _behind(state: RepairState, reached: dict[RepairState, date]) -> tuple[str, str, str]:
    return DONE_WORDS[state], "past", era_day(reached[state]) if state in reached else "省略"


def _happened(steps: Sequence[RepairStep]) -> tuple[Happened, ...]:
    return tuple(
        Happened(
            label=step.get_move_display(),
            moved_on=step.moved_on,
            note=step.note,
            told=step.told,
            amount=step.amount,
            by=str(step.recorded_by) if step.recorded_by else "",
        )
        for step in reversed(steps)
    )


def _offers(repair: Repair, chosen: int | None) -> tuple[Offer, ...]:
    rows = RepairEstimate.objects.filter(repair=repair).prefetch_related(Prefetch("files"))
    return tuple(
        Offer(
            contractor=row.contractor,
            amount=row.amount,
            received_on=row.received_on,
            note=row.note,
            files=list(row.files.all()),
            chosen=row.pk == chosen,
        )
        for row in rows
    )

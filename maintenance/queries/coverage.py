"""Which inspections contracts take on, and which nobody does (契約なし・未手当)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q, Subquery

from maintenance.choices import Coverage
from maintenance.models import (
    ContractCoverage,
    ContractEquipment,
    ContractType,
    DueInspection,
    ServiceContract,
)
from maintenance.queries.inspections import SIDE, part_of, state_of_turn
from maintenance.querysets.coverage import contract_column, coverage_column
from ui.states import State

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from common.scope import Scope
    from maintenance.querysets.inspections import DueInspectionQuerySet

MOST_SHOWN = 30
"""So many turns a contract's page names; the rest it counts."""

STATES = {
    Coverage.COVERED: State("done", Coverage.COVERED.label),
    Coverage.UNCOVERED: State("overdue", Coverage.UNCOVERED.label),
}


@dataclass(frozen=True)
class TurnCovered:
    """What a turn's page says of contracts: whether there is one, and which, or which it was; ``words`` say
    what is the matter where there is none."""

    state: State
    contract_pk: int | None
    contract: str
    words: str


@dataclass(frozen=True)
class CoveredTurn:
    """One turn on the page of a contract."""

    pk: int
    name: str
    centre: str
    part: str
    due_on: date | None
    done_on: date | None
    state: State


@dataclass(frozen=True)
class TurnsOfContract:
    """What a contract has to do with: the turns due in its term, and those due after its end that no other
    contract takes on; each so far as it is shown, and how many more there are."""

    within: tuple[CoveredTurn, ...]
    more_within: int
    uncovered: tuple[CoveredTurn, ...]
    more_uncovered: int


def coverage_of(turns: DueInspectionQuerySet) -> DueInspectionQuerySet:
    """These turns, each with its ``coverage`` (``Coverage``), in the same query."""
    return turns.annotate(coverage=coverage_column(SIDE))


def uncovered(turns: DueInspectionQuerySet) -> DueInspectionQuerySet:
    """Those of the turns still to be done that fall due on a day without a contract (契約なし・未手当)."""
    return turns.pending().alias(contracted=coverage_column(SIDE)).filter(contracted=Coverage.UNCOVERED)


def with_contract(turns: DueInspectionQuerySet) -> DueInspectionQuerySet:
    """These turns, each also with the contract that covers it or, where none does, the latest that had it."""
    named = ServiceContract.objects.filter(pk=OuterRef("contract_pk")).order_by().values("name")
    return coverage_of(turns).annotate(contract_pk=contract_column(), contract_name=Subquery(named[:1]))


def turn_covered(turn: Any) -> TurnCovered | None:
    """What the page of a turn from ``with_contract`` says of contracts; None where there is nothing to say:
    it is over, or done without a contract."""
    over = turn.done_on is not None or turn.withdrawn_on is not None
    if turn.coverage == Coverage.NOT_BY_CONTRACT or (over and turn.coverage == Coverage.UNCOVERED):
        return None
    words = ""
    if turn.coverage == Coverage.UNCOVERED:
        words = (
            "期限の日を受け持つ契約がありません。"
            if turn.contract_pk
            else "同じ種類の点検を行う契約の、対象に入っていません。"
        )
    return TurnCovered(STATES[Coverage(turn.coverage)], turn.contract_pk, turn.contract_name or "", words)


def turns_of_contract(contract: ServiceContract, *, scope: Scope, on: date) -> TurnsOfContract:
    """The turns within the scope that are this contract's work; two queries."""
    turns = (
        DueInspection.objects.within(scope)
        .filter(withdrawn_on__isnull=True)
        .filter(_is_work_of(contract))
        .select_related("building__centre", "equipment")
        .with_type_name()
        .order_by("due_on", "pk")
    )
    within = _told(turns.filter(due_on__range=(contract.first_on, contract.last_on)), on=on)
    after = _told(uncovered(turns.filter(due_on__gt=contract.last_on)).while_there(), on=on)
    return TurnsOfContract(
        tuple(within[:MOST_SHOWN]),
        max(len(within) - MOST_SHOWN, 0),
        tuple(after[:MOST_SHOWN]),
        max(len(after) - MOST_SHOWN, 0),
    )


def _is_work_of(contract: ServiceContract) -> Q:
    types = ContractType.objects.filter(contract=contract).order_by().values("type_code")
    centres = ContractCoverage.objects.filter(contract=contract).order_by().values("centre")
    named = ContractEquipment.objects.filter(contract=contract).order_by()
    this_piece = named.filter(equipment=OuterRef("equipment_id"))
    of_the_pieces = Q(equipment__isnull=True) | ~Exists(named) | Exists(this_piece)
    return Q(type_code__in=types, building__centre__in=centres) & of_the_pieces


def _told(turns: Iterable[Any], *, on: date) -> list[CoveredTurn]:
    return [
        CoveredTurn(
            pk=turn.pk,
            name=turn.type_name,
            centre=turn.building.centre.name,
            part=part_of(turn),
            due_on=turn.due_on,
            done_on=turn.done_on,
            state=state_of_turn(turn, on=on),
        )
        for turn in turns
    ]

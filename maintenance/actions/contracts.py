"""The acts on service contracts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction

from common.db.history import create_with_history, locked, update_with_history
from common.db.records import changed, save_checked
from common.deadlines import SettledReason, tell_settled
from common.eras import era_day
from common.periods import Period
from common.problems import Problem, Refused, refuse_if_blocked
from facilities.models import Equipment
from maintenance.models import (
    ContractCoverage,
    ContractEquipment,
    ContractType,
    ContractYear,
    ServiceContract,
)
from maintenance.queries.contracts import CONTRACT, NOTICE
from maintenance.queries.inspection_types import inspection_types
from maintenance.rules.contract_years import problems_with_years
from maintenance.rules.terms import problems_with_term_days

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from datetime import date

    from centres.models import Centre


class CannotContract(Refused):
    """The contract cannot be entered as it is; ``problems`` says why."""


@dataclass(frozen=True)
class ContractScope:
    """What a contract takes on (契約の範囲): inspections by the codes of their types, pieces of equipment
    (none: all at its centres), and its yen by fiscal year. None leaves what is there as it is; of a contract
    that follows another, types and equipment are then those of the one before."""

    types: Collection[str] | None = None
    equipment: Collection[Equipment] | None = None
    years: Mapping[int, int] | None = None


AS_IT_IS = ContractScope()


@transaction.atomic
def sign_contract(
    centres: Collection[Centre], *, scope: ContractScope = AS_IT_IS, **facts: Any
) -> ServiceContract:
    """Enter a service contract (委託契約の登録) over one or many centres; raises ``CannotContract``."""
    contract = ServiceContract(**facts)
    problems = [*_no_centre(centres), *_problems_with_scope(contract, centres, scope)]
    save_checked(contract, *problems, error=CannotContract)
    _cover(contract, centres)
    _take_on(contract, scope)
    return contract


@transaction.atomic
def change_contract(
    pk: int,
    centres: Collection[Centre] | None = None,
    *,
    scope: ContractScope = AS_IT_IS,
    expected_version: str | None = None,
    **facts: Any,
) -> ServiceContract:
    """Change a service contract and, unless None, the centres it covers (委託契約の変更); raises ``Stale`` if
    it is no longer what was looked at, ``CannotContract`` with every other problem."""
    contract = changed(locked(ServiceContract, pk, expected_version=expected_version), facts)
    after = ServiceContract.objects.filter(previous=contract).first()
    covered = list(contract.centres.all()) if centres is None else centres
    problems = [
        *_no_centre(covered),
        *_starts_too_early(contract.first_on, contract.previous),
        *_ends_too_late(contract.last_on, after),
        *_problems_with_scope(contract, covered, _as_it_will_be(contract, scope)),
    ]
    save_checked(contract, *problems, error=CannotContract)
    if centres is not None:
        _cover(contract, centres)
    _take_on(contract, scope)
    return contract


@transaction.atomic
def succeed_contract(
    pk: int,
    centres: Collection[Centre],
    *,
    on: date,
    scope: ContractScope = AS_IT_IS,
    **facts: Any,
) -> ServiceContract:
    """Enter the contract that follows this one (次の契約); the end of this one is answered thereby, and what
    it takes on is carried over unless said otherwise.

    Raises ``CannotContract``, also when this one has a successor already or was not to be renewed.
    """
    before = ServiceContract.objects.select_for_update().get(pk=pk)
    successor = ServiceContract(**facts, previous=before)
    scope = _carried_over(before, centres, scope)
    problems = [
        *_no_centre(centres),
        *problems_with_answering(before),
        *_starts_too_early(facts.get("first_on"), before),
        *_problems_with_scope(successor, centres, scope),
    ]
    save_checked(successor, *problems, error=CannotContract)
    _cover(successor, centres)
    _take_on(successor, scope)
    _tell_answered(before, on=on)
    return successor


@transaction.atomic
def decide_not_to_renew(pk: int, *, on: date, reason: str) -> ServiceContract:
    """Decide that nothing follows this contract (更新しない), with the reason; raises ``CannotContract``."""
    contract = ServiceContract.objects.select_for_update().get(pk=pk)
    refuse_if_blocked(problems_with_answering(contract), CannotContract)
    changed(contract, {"not_renewed_on": on, "not_renewed_reason": reason})
    save_checked(contract, error=CannotContract)
    _tell_answered(contract, on=on)
    return contract


def _tell_answered(contract: ServiceContract, *, on: date) -> None:
    """What follows is said: neither the end nor the notice day of the contract needs anybody any more."""
    for kind in (CONTRACT, NOTICE):
        tell_settled(kind, [contract.pk], SettledReason.ANSWERED, on=on)


def problems_with_answering(contract: ServiceContract) -> list[Problem]:
    """Why the end of this contract cannot be answered any more: it has been."""
    if ServiceContract.objects.filter(previous=contract).exists():
        return [Problem("has-successor", "この契約には、次の契約がすでに登録されています。")]
    if contract.not_renewed_on is not None:
        return [Problem("not-renewed", "この契約は、更新しないと決めたものです。")]
    return []


def _starts_too_early(first_on: date | None, before: ServiceContract | None) -> list[Problem]:
    """A contract begins after the one that it follows has ended."""
    if before is None or first_on is None or first_on > before.last_on:
        return []
    message = f"初日は、前の契約の末日（{era_day(before.last_on)}）より後にしてください。"
    return [Problem("starts-too-early", message, field="first_on")]


def _ends_too_late(last_on: date | None, after: ServiceContract | None) -> list[Problem]:
    """A contract ends before the one that follows it begins."""
    if after is None or last_on is None or last_on < after.first_on:
        return []
    message = f"末日は、次の契約の初日（{era_day(after.first_on)}）より前にしてください。"
    return [Problem("ends-too-late", message, field="last_on")]


def _no_centre(centres: Collection[Centre]) -> list[Problem]:
    return [] if centres else [Problem("no-centre", "対象の施設を1つ以上選んでください。", field="centres")]


def _cover(contract: ServiceContract, centres: Collection[Centre]) -> None:
    """Make the contract cover exactly these centres."""
    contract.coverages.exclude(centre__in=centres).delete()
    there = set(contract.coverages.values_list("centre_id", flat=True))
    create_with_history(
        [ContractCoverage(contract=contract, centre=centre) for centre in centres if centre.pk not in there]
    )


def _carried_over(
    before: ServiceContract, centres: Collection[Centre], scope: ContractScope
) -> ContractScope:
    """The scope of the contract that follows; equipment of centres that are covered no more stays behind."""
    there = _as_it_will_be(before, scope)
    equipment = there.equipment
    if scope.equipment is None:
        ids = {centre.pk for centre in centres}
        equipment = [one for one in there.equipment or () if one.building.centre_id in ids]
    return ContractScope(there.types, equipment, scope.years)


def _as_it_will_be(contract: ServiceContract, scope: ContractScope) -> ContractScope:
    """The whole scope of a contract after a change: what is said, and of the rest what is there."""
    types, equipment, years = scope.types, scope.equipment, scope.years
    if types is None:
        types = list(contract.types.values_list("type_code", flat=True))
    if equipment is None:
        pieces = Equipment.objects.filter(contract_pieces__contract=contract)
        equipment = list(pieces.select_related("building"))
    if years is None:
        years = dict(contract.years.values_list("fiscal_year", "amount"))
    return ContractScope(types, equipment, years)


def _problems_with_scope(
    contract: ServiceContract, centres: Collection[Centre], scope: ContractScope
) -> Iterator[Problem]:
    if scope.types:
        known = inspection_types()
        unknown = sorted(code for code in set(scope.types) if code not in known)
        if unknown:
            message = f"点検の種類を選び直してください（{'、'.join(unknown)}）。"
            yield Problem("type-unknown", message, field="types")
    ids = {centre.pk for centre in centres}
    elsewhere = [one.name for one in scope.equipment or () if one.building.centre_id not in ids]
    if elsewhere:
        message = (
            f"対象の施設にない設備があります（{'、'.join(elsewhere)}）。設備か施設を選び直してください。"
        )
        yield Problem("equipment-elsewhere", message, field="equipment")
    yield from problems_with_term_days(contract.first_on, contract.last_on)
    term = _term_of(contract)
    if scope.years and term is not None:
        yield from problems_with_years(scope.years, term, contract.amount)


def _term_of(contract: ServiceContract) -> Period | None:
    """The term as it was entered; None where its days are missing or the wrong way round."""
    first_on: date | None = contract.first_on
    last_on: date | None = contract.last_on
    if first_on is None or last_on is None or last_on < first_on:
        return None
    return Period(first_on, last_on)


def _take_on(contract: ServiceContract, scope: ContractScope) -> None:
    """Make the contract take on exactly what is said; what is not said stays as it is."""
    if scope.types is not None:
        contract.types.exclude(type_code__in=scope.types).delete()
        there = set(contract.types.values_list("type_code", flat=True))
        create_with_history(
            [
                ContractType(contract=contract, type_code=code)
                for code in sorted({*scope.types})
                if code not in there
            ]
        )
    if scope.equipment is not None:
        contract.pieces.exclude(equipment__in=scope.equipment).delete()
        named = set(contract.pieces.values_list("equipment_id", flat=True))
        create_with_history(
            [
                ContractEquipment(contract=contract, equipment=one)
                for one in scope.equipment
                if one.pk not in named
            ]
        )
    if scope.years is not None:
        _spread(contract, scope.years)


def _spread(contract: ServiceContract, amounts: Mapping[int, int]) -> None:
    """Make the contract cost so much in each fiscal year."""
    contract.years.exclude(fiscal_year__in=amounts).delete()
    there = {row.fiscal_year: row for row in contract.years.all()}
    fresh = [
        ContractYear(contract=contract, fiscal_year=year, amount=amount)
        for year, amount in sorted(amounts.items())
        if year not in there
    ]
    moved = [
        changed(row, {"amount": amounts[year]}) for year, row in there.items() if row.amount != amounts[year]
    ]
    create_with_history(fresh)
    update_with_history(moved, ["amount"])

"""The acts on service contracts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from common.db.history import create_with_history, locked
from common.db.records import changed, save_checked
from common.deadlines import SettledReason, tell_settled
from common.eras import era_day
from common.problems import Problem, Refused, refuse_if_blocked
from maintenance.models import ContractCoverage, ServiceContract
from maintenance.queries.contracts import CONTRACT

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from centres.models import Centre


class CannotContract(Refused):
    """The contract cannot be entered as it is; ``problems`` says why."""


@transaction.atomic
def sign_contract(centres: Collection[Centre], **facts: Any) -> ServiceContract:
    """Enter a service contract (委託契約の登録) over one or many centres; raises ``CannotContract``."""
    contract = save_checked(ServiceContract(**facts), *_no_centre(centres), error=CannotContract)
    _cover(contract, centres)
    return contract


@transaction.atomic
def change_contract(
    pk: int,
    centres: Collection[Centre] | None = None,
    *,
    expected_version: str | None = None,
    **facts: Any,
) -> ServiceContract:
    """Change a service contract and, unless None, the centres it covers (委託契約の変更); raises ``Stale`` if
    it is no longer what was looked at, ``CannotContract`` with every other problem."""
    contract = changed(locked(ServiceContract, pk, expected_version=expected_version), facts)
    after = ServiceContract.objects.filter(previous=contract).first()
    problems = [
        *([] if centres is None else _no_centre(centres)),
        *_starts_too_early(contract.first_on, contract.previous),
        *_ends_too_late(contract.last_on, after),
    ]
    save_checked(contract, *problems, error=CannotContract)
    if centres is not None:
        _cover(contract, centres)
    return contract


@transaction.atomic
def succeed_contract(pk: int, centres: Collection[Centre], *, on: date, **facts: Any) -> ServiceContract:
    """Enter the contract that follows this one (次の契約); the end of this one is answered thereby.

    Raises ``CannotContract``, also when this one has a successor already or was not to be renewed.
    """
    before = ServiceContract.objects.select_for_update().get(pk=pk)
    successor = ServiceContract(**facts, previous=before)
    problems = [
        *_no_centre(centres),
        *problems_with_answering(before),
        *_starts_too_early(facts.get("first_on"), before),
    ]
    save_checked(successor, *problems, error=CannotContract)
    _cover(successor, centres)
    tell_settled(CONTRACT, [before.pk], SettledReason.ANSWERED, on=on)
    return successor


@transaction.atomic
def decide_not_to_renew(pk: int, *, on: date, reason: str) -> ServiceContract:
    """Decide that nothing follows this contract (更新しない), with the reason; raises ``CannotContract``."""
    contract = ServiceContract.objects.select_for_update().get(pk=pk)
    refuse_if_blocked(problems_with_answering(contract), CannotContract)
    changed(contract, {"not_renewed_on": on, "not_renewed_reason": reason})
    save_checked(contract, error=CannotContract)
    tell_settled(CONTRACT, [contract.pk], SettledReason.ANSWERED, on=on)
    return contract


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

"""Answers for the pages on service contracts, and their deadlines for the nightly job."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Case, Count, F, Min, OuterRef, Prefetch, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce

from centres.models import Centre
from centres.rules.naming import in_short
from common.db.columns import text
from common.db.history import with_version
from common.deadlines import COLUMNS, SETTLED_COLUMNS, SettledReason, Side
from common.fiscal_year import FiscalYear, fiscal_years_of
from common.periods import Period
from facilities.models import Equipment
from maintenance.models import InspectionType, ServiceContract
from maintenance.queries.nearing import nearing_state, same_fiscal_year
from ui.states import State

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from common.scope import Scope
    from maintenance.querysets.contracts import ServiceContractQuerySet


CONTRACT = "contract"
"""The kind of deadline that the end of a service contract is (委託契約の満了)."""

NOTICE = "contract_notice"
"""The kind of deadline that the notice day of a service contract is (更新・解約の申し出の期限)."""


@dataclass(frozen=True)
class ContractLine:
    """One contract in a list; a contract over many centres names two of them."""

    pk: int
    name: str
    contractor: str
    kind: str
    place: str
    last_on: date
    this_year: bool
    amount: int | None
    state: State


@dataclass(frozen=True)
class ContractPage:
    """One contract with all that its page says. ``unanswered``: nobody has said yet what follows it;
    ``version``: which state of the contract this is."""

    contract: ServiceContract
    version: str
    term: Period
    kind: str
    centres: Sequence[Centre]
    post: str
    before: ServiceContract | None
    after: ServiceContract | None
    unanswered: bool
    days_left: int
    state: State


@dataclass(frozen=True)
class YearOfContract:
    """What a contract costs in one fiscal year; ``amount`` None: it is not entered."""

    year: FiscalYear
    amount: int | None


@dataclass(frozen=True)
class ScopeOfContract:
    """What a contract takes on: types of inspection by name, pieces of equipment (none: all at its centres),
    and every fiscal year of its term once the amount of one of them is entered."""

    types: Sequence[str]
    pieces: Sequence[Equipment]
    years: Sequence[YearOfContract]


def contracts_to_list(scope: Scope) -> ServiceContractQuerySet:
    """The contracts that a list or a page shows, with what follows them and the centres they cover."""
    return (
        ServiceContract.objects.within(scope)
        .select_related("successor")
        .prefetch_related(Prefetch("centres", Centre.objects.within(scope)))
    )


def contracts_to_show(scope: Scope) -> QuerySet[Any]:
    """The contracts that a person may open, each with its ``version``."""
    return with_version(contracts_to_list(scope).select_related("previous", "post_in_charge"))


def covered_unseen(contract: ServiceContract, *, scope: Scope) -> list[Centre]:
    """The centres of a contract that lie outside the scope: who changes it leaves them as they are."""
    seen = Centre.objects.within(scope).order_by().values("pk")
    return list(Centre.objects.filter(contract_coverages__contract=contract).exclude(pk__in=seen))


def named_unseen(contract: ServiceContract, *, scope: Scope) -> list[Equipment]:
    """The equipment that a contract names outside the scope: who changes it leaves it as it is."""
    seen = Equipment.objects.within(scope).order_by().values("pk")
    named = Equipment.objects.filter(contract_pieces__contract=contract).select_related("building")
    return list(named.exclude(pk__in=seen))


def contract_lines(contracts: Iterable[ServiceContract], *, on: date) -> list[ContractLine]:
    """These contracts as lines of a list, in the order given."""
    return [
        ContractLine(
            pk=contract.pk,
            name=contract.name,
            contractor=contract.contractor,
            kind=contract.get_contract_kind_display(),
            place=in_short([centre.name for centre in contract.centres.all()]),
            last_on=contract.last_on,
            this_year=same_fiscal_year(contract.last_on, on),
            amount=contract.amount,
            state=state_of_contract(contract, on=on),
        )
        for contract in contracts
    ]


def contract_page(contract: Any, *, on: date) -> ContractPage:
    """The page of one contract; ``contract`` comes from ``contracts_to_show``."""
    after: ServiceContract | None = getattr(contract, "successor", None)
    return ContractPage(
        contract=contract,
        version=contract.version,
        term=Period(contract.first_on, contract.last_on),
        kind=contract.get_contract_kind_display(),
        centres=list(contract.centres.all()),
        post=contract.post_in_charge.name if contract.post_in_charge else "",
        before=contract.previous,
        after=after,
        unanswered=after is None and contract.not_renewed_on is None,
        days_left=(contract.last_on - on).days,
        state=state_of_contract(contract, on=on),
    )


def scope_of_contract(contract: ServiceContract, *, scope: Scope) -> ScopeOfContract:
    """What a contract takes on, as far as this person sees it; three queries."""
    types = InspectionType.objects.in_front().filter(code=OuterRef("type_code")).order_by().values("name")
    named = contract.types.annotate(name=Coalesce(Subquery(types[:1]), "type_code"))
    seen = Equipment.objects.within(scope).select_related("building__centre")
    pieces = seen.filter(contract_pieces__contract=contract)
    amounts = dict(contract.years.values_list("fiscal_year", "amount"))
    years = fiscal_years_of(Period(contract.first_on, contract.last_on)) if amounts else ()
    return ScopeOfContract(
        types=list(named.values_list("name", flat=True)),
        pieces=list(
            pieces.select_related("building__centre").order_by("building__centre__kana", "name", "pk")
        ),
        years=[YearOfContract(year, amounts.get(year.year)) for year in years],
    )


def state_of_contract(contract: ServiceContract, *, on: date) -> State:
    """What follows a contract, and while nobody has said it, how long there is left to say it."""
    if getattr(contract, "successor", None) is not None:
        return State("done", "次の契約あり")
    if contract.not_renewed_on is not None:
        return State("none", "更新しない")
    nearing = nearing_state((contract.last_on - on).days)
    return State(nearing.shape, "次は未定" if nearing.shape == "planned" else f"次は未定 {nearing.word}")


def contract_deadlines(*, until: date) -> QuerySet[ServiceContract, tuple[Any, ...]]:
    """Ends of contracts that nothing answers yet."""
    return _deadlines(CONTRACT, "last_on", until=until)


def notice_deadlines(*, until: date) -> QuerySet[ServiceContract, tuple[Any, ...]]:
    """Notice days of contracts of which nobody has said yet what follows."""
    return _deadlines(NOTICE, "notice_on", until=until)


def _deadlines(kind: str, day: str, *, until: date) -> QuerySet[ServiceContract, tuple[Any, ...]]:
    """A contract over several centres belongs to none of them alone."""
    return (
        ServiceContract.objects.unanswered()
        .filter(**{f"{day}__lte": until})
        .order_by()
        .annotate(
            covered=Count("coverages"),
            lowest_centre=Min("coverages__centre_id"),
            lowest_post=Min("coverages__centre__post_in_charge_id"),
        )
        .annotate(
            kind=text(kind),
            lead=text(kind),
            subject_id=F("pk"),
            centre_id=Case(When(Q(covered=1), then=F("lowest_centre"))),
            due_on=F(day),
            post_id=Coalesce("post_in_charge_id", F("lowest_post")),
            side=text(Side.CITY),
        )
        .values_list(*COLUMNS)
    )


def settled_contracts() -> QuerySet[ServiceContract, tuple[Any, ...]]:
    """Contracts whose end is answered."""
    return _settled(ServiceContract.objects.answered(), CONTRACT)


def settled_notices() -> QuerySet[ServiceContract, tuple[Any, ...]]:
    """Contracts with a notice day of which it is said what follows."""
    return _settled(ServiceContract.objects.answered().filter(notice_on__isnull=False), NOTICE)


def _settled(contracts: ServiceContractQuerySet, kind: str) -> QuerySet[ServiceContract, tuple[Any, ...]]:
    return (
        contracts.order_by()
        .annotate(kind=text(kind), subject_id=F("pk"), reason=text(SettledReason.ANSWERED))
        .values_list(*SETTLED_COLUMNS)
    )

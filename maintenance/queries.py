"""Answers for the pages on inspections and contracts, and their deadlines for the nightly job."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Case, CharField, Count, F, Min, Prefetch, Q, QuerySet, When
from django.db.models.functions import Cast, Coalesce, Concat

from centres.models import Centre
from centres.rules.naming import in_short
from common.certainty import needs_check
from common.db.columns import text
from common.db.history import with_version
from common.deadlines import COLUMNS, SETTLED_COLUMNS, SettledReason, Side
from common.fiscal_year import FiscalYear
from common.periods import Period
from designated_managers.queries.responsibility import side_of_inspection
from facilities.models import Building, Equipment
from maintenance.choices import Outcome, TurnState
from maintenance.models import DueInspection, InspectionType, ServiceContract
from maintenance.rules.state import turn_state
from ui.states import State

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from common.scope import Scope
    from maintenance.querysets import DueInspectionQuerySet, ServiceContractQuerySet

INSPECTION = "inspection"
"""The kind of deadline that an inspection due is (点検の期限)."""

CONTRACT = "contract"
"""The kind of deadline that the end of a service contract is (委託契約の満了)."""

SIDE = side_of_inspection(centre="building__centre_id", type_code="type_code", day="due_on")
"""Whose task a turn is: the designated manager's where the agreement in force on its due day says so
(責任分担表), else the city's."""

SHAPES = {TurnState.DONE: "done", TurnState.WITHDRAWN: "none", TurnState.UNKNOWN_DAY: "forecast"}
SETTLED = frozenset({TurnState.DONE, TurnState.WITHDRAWN})


def inspection_types() -> Mapping[str, InspectionType]:
    """The catalogue by code, the city's row in front of the shipped one; retired types too, for old
    records."""
    return {row.code: row for row in InspectionType.objects.in_front()}


def offered_types(types: Mapping[str, InspectionType], *, on: date) -> list[InspectionType]:
    """The types that an inspection can be put under watch for on this day: those still in use."""
    return [kind for kind in types.values() if kind.retired_on is None or kind.retired_on > on]


@dataclass(frozen=True)
class InspectionLine:
    """One turn in a list. A day in the fiscal year at hand needs no year."""

    pk: int
    name: str
    statute: str
    centre: str
    part: str
    due_on: date | None
    due_this_year: bool
    done_on: date | None
    done_this_year: bool
    state: State
    outcome: str
    done_by: str
    post: str
    by_manager: bool


@dataclass(frozen=True)
class TurnPage:
    """One turn with all that its page says: the article it rests on, the turns before and after it.
    ``by_manager``: it is the designated manager's by the agreement in force on its due day."""

    turn: DueInspection
    name: str
    statute: str
    statute_unsure: bool
    qualified: str
    part: str
    days_left: int | None
    state: State
    outcome: str
    before: DueInspection | None
    after: DueInspection | None
    by_manager: bool


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


def places_to_inspect(centre: Centre, *, on: date) -> list[Building]:
    """The buildings of a centre that stand on this day, each with the equipment installed in it."""
    installed = Prefetch("equipment", Equipment.objects.installed(on))
    return list(Building.objects.filter(centre=centre).standing(on).prefetch_related(installed))


def turns_to_list(scope: Scope) -> DueInspectionQuerySet:
    """The turns that a list or a page shows, with the rows that it names."""
    return (
        DueInspection.objects.within(scope)
        .select_related("building__centre__post_in_charge", "equipment")
        .annotate(side=SIDE)
    )


def inspection_lines(
    turns: Iterable[DueInspection], *, types: Mapping[str, InspectionType], on: date
) -> list[InspectionLine]:
    """These turns as lines of a list, in the order given; no query besides the turns."""
    lines = []
    for turn in turns:
        kind: InspectionType | None = types.get(turn.type_code)
        centre = turn.building.centre
        lines.append(
            InspectionLine(
                pk=turn.pk,
                name=kind.name if kind else turn.type_code,
                statute=kind.law if kind else "",
                centre=centre.name,
                part=part_of(turn),
                due_on=turn.due_on,
                due_this_year=_same_year(turn.due_on, on),
                done_on=turn.done_on,
                done_this_year=_same_year(turn.done_on, on),
                state=state_of_turn(turn, on=on),
                outcome=Outcome(turn.outcome).label if turn.outcome else "",
                done_by=turn.done_by,
                post=centre.post_in_charge.name if centre.post_in_charge else "",
                by_manager=is_by_manager(turn),
            )
        )
    return lines


def turn_page(turn: DueInspection, *, on: date) -> TurnPage:
    """The page of one turn; ``turn`` comes from ``turns_to_show``."""
    kind: InspectionType | None = inspection_types().get(turn.type_code)
    return TurnPage(
        turn=turn,
        name=kind.name if kind else turn.type_code,
        statute=kind.law if kind else "",
        statute_unsure=kind is not None and needs_check(kind.certainty),
        qualified=kind.qualified if kind else "",
        part=part_of(turn),
        days_left=(turn.due_on - on).days if turn.due_on else None,
        state=state_of_turn(turn, on=on),
        outcome=Outcome(turn.outcome).label if turn.outcome else "",
        before=turn.previous,
        after=getattr(turn, "next", None),
        by_manager=is_by_manager(turn),
    )


def turns_to_show(scope: Scope) -> DueInspectionQuerySet:
    """The turns that a person may open, each with the turns before and after it."""
    return turns_to_list(scope).select_related("previous", "next")


def is_by_manager(turn: Any) -> bool:
    """Whether the turn, as ``turns_to_list`` finds it, is the designated manager's (責任分担表)."""
    return bool(turn.side == Side.MANAGER)


def part_of(turn: DueInspection) -> str:
    """What is looked at: the building, and in it the equipment (本館　エレベーター)."""
    return f"{turn.building.name}　{turn.equipment.name}" if turn.equipment else turn.building.name


def state_of_turn(turn: DueInspection, *, on: date) -> State:
    """Where a turn stands on this day."""
    state = turn_state(on, due_on=turn.due_on, done_on=turn.done_on, withdrawn_on=turn.withdrawn_on)
    if turn.due_on is None or state in SETTLED:
        return State(SHAPES[state], state.label)
    return _nearing((turn.due_on - on).days)


def _same_year(day: date | None, on: date) -> bool:
    return day is not None and FiscalYear.of(day) == FiscalYear.of(on)


def _nearing(days_left: int) -> State:
    """3日超過, きょうまで, あと3日."""
    if days_left < 0:
        return State("overdue", f"{-days_left:,}日超過")
    word = f"あと{days_left:,}日" if days_left else "きょうまで"
    return State("soon" if days_left <= 7 else "planned", word)


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
            this_year=_same_year(contract.last_on, on),
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


def state_of_contract(contract: ServiceContract, *, on: date) -> State:
    """What follows a contract, and while nobody has said it, how long there is left to say it."""
    if getattr(contract, "successor", None) is not None:
        return State("done", "次の契約あり")
    if contract.not_renewed_on is not None:
        return State("none", "更新しない")
    nearing = _nearing((contract.last_on - on).days)
    return State(nearing.shape, "次は未定" if nearing.shape == "planned" else f"次は未定 {nearing.word}")


def inspection_deadlines(*, until: date) -> QuerySet[DueInspection, tuple[Any, ...]]:
    """Turns not done yet. What would fall due when the thing itself is gone is no duty any more."""
    return (
        DueInspection.objects.pending()
        .while_there()
        .filter(Q(due_on__isnull=True) | Q(due_on__lte=until))
        .order_by()
        .annotate(
            kind=text(INSPECTION),
            lead=Concat(text(f"{INSPECTION}/"), Cast("cycle_months", CharField())),
            subject_id=F("pk"),
            centre_id=F("building__centre_id"),
            post_id=F("building__centre__post_in_charge_id"),
            side=SIDE,
        )
        .values_list(*COLUMNS)
    )


def contract_deadlines(*, until: date) -> QuerySet[ServiceContract, tuple[Any, ...]]:
    """Ends of contracts that nothing answers yet. A contract over several centres belongs to none of them
    alone."""
    return (
        ServiceContract.objects.unanswered()
        .filter(last_on__lte=until)
        .order_by()
        .annotate(
            covered=Count("coverages"),
            lowest_centre=Min("coverages__centre_id"),
            lowest_post=Min("coverages__centre__post_in_charge_id"),
        )
        .annotate(
            kind=text(CONTRACT),
            lead=text(CONTRACT),
            subject_id=F("pk"),
            centre_id=Case(When(Q(covered=1), then=F("lowest_centre"))),
            due_on=F("last_on"),
            post_id=Coalesce("post_in_charge_id", F("lowest_post")),
            side=text(Side.CITY),
        )
        .values_list(*COLUMNS)
    )


def settled_inspections() -> QuerySet[DueInspection, tuple[Any, ...]]:
    """Turns that were done."""
    return (
        DueInspection.objects.done()
        .order_by()
        .annotate(kind=text(INSPECTION), subject_id=F("pk"), reason=text(SettledReason.DONE))
        .values_list(*SETTLED_COLUMNS)
    )


def settled_contracts() -> QuerySet[ServiceContract, tuple[Any, ...]]:
    """Contracts whose end is answered."""
    return (
        ServiceContract.objects.answered()
        .order_by()
        .annotate(kind=text(CONTRACT), subject_id=F("pk"), reason=text(SettledReason.ANSWERED))
        .values_list(*SETTLED_COLUMNS)
    )

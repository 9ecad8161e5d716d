"""What costs money in a fiscal year (予算要求の費目), each as one line with its yen and their basis."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from centres.rules.naming import in_short
from common.periods import Period
from maintenance.queries.inspections import part_of
from maintenance.rules.budgeting import going_on_at, share_of_amount, turns_expected

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from common.fiscal_year import FiscalYear
    from facilities.queries.project_costs import ProjectCost
    from maintenance.models import ServiceContract

ONE_DAY = timedelta(days=1)


class Kind(StrEnum):
    """What kind of cost it is (種類), in the order of the list."""

    PROJECT = "project"
    CONTRACT = "contract"
    INSPECTION = "inspection"

    @property
    def label(self) -> str:
        """In the office's words."""
        return {"project": "整備・更新", "contract": "委託契約", "inspection": "点検"}[self.value]


@dataclass(frozen=True)
class CostLine:
    """One thing that costs money in the year.

    ``centre_id`` is None where it covers several centres, which ``place`` then names. ``yen`` is None while
    nobody knows; ``basis`` says in words where the amount comes from, or what is missing.
    """

    kind: Kind
    centre_id: int | None
    place: str
    title: str
    basis: str
    yen: int | None
    url: str


def project_lines(costs: Iterable[ProjectCost], *, year: FiscalYear) -> Iterator[CostLine]:
    """What renewal projects cost in the year by the plans in force, with where the money is to come from."""
    for cost in costs:
        if cost.fiscal_year == year.year:
            yield CostLine(
                kind=Kind.PROJECT,
                centre_id=cost.centre_id,
                place=cost.centre,
                title=cost.name,
                basis=_funding_in_words(cost),
                yen=cost.total,
                url=reverse("project", args=[cost.project_id]),
            )


def _funding_in_words(cost: ProjectCost) -> str:
    """いまの計画。一般財源50,000,000円・地方債150,000,000円."""
    sources = (
        ("一般財源", cost.general),
        ("地方債", cost.bonds),
        ("国県支出金", cost.subsidies),
        ("基金", cost.fund),
    )
    return f"いまの計画（{cost.kind}）。" + "・".join(f"{name}{yen:,}円" for name, yen in sources if yen)


def contract_lines(coverages: Iterable[Any], *, year: FiscalYear) -> Iterator[CostLine]:
    """What contracts cost in the year: what is entered for it, else its share of the whole, and of those that
    end with nothing said about what follows, what it would cost to go on.

    ``coverages`` say which contract covers which centre, as ``budget_contracts`` finds them.
    """
    for _, of_contract in groupby(coverages, key=attrgetter("contract_id")):
        rows = list(of_contract)
        contract = rows[0].contract
        yen, basis = _contract_cost(contract, year, entered=rows[0].entered, unanswered=rows[0].unanswered)
        yield CostLine(
            kind=Kind.CONTRACT,
            centre_id=rows[0].centre_id if len(rows) == 1 else None,
            place=in_short([row.centre.name for row in rows]),
            title=contract.name,
            basis=basis,
            yen=yen,
            url=reverse("contract", args=[contract.pk]),
        )


def _contract_cost(
    contract: ServiceContract, year: FiscalYear, *, entered: int | None, unanswered: bool
) -> tuple[int | None, str]:
    """The yen of the year, and the words that say how they came about: the amount entered for the year, or
    the share of the whole."""
    term = Period(contract.first_on, contract.last_on)
    runs = term.overlaps(year.period)
    ends = unanswered and term.last < year.last_day
    running = "年度別の金額" if entered is not None else "契約額のうちこの年度の分"
    words = "・".join(
        words
        for words, said in (
            (f"{contract.get_contract_kind_display()}の{running}", runs),
            (_end_in_words(term, year), ends),
        )
        if said
    )
    yen: int | None = entered
    if entered is None and contract.amount is not None:
        yen = share_of_amount(contract.amount, term, year.period)
    if ends and contract.amount is None:
        yen = None
    if yen is None or contract.amount is None:
        return yen, words if yen is not None else f"{words}。契約額が登録されていません"
    if ends:
        after = Period(max(term.last + ONE_DAY, year.first_day), year.last_day)
        yen += going_on_at(contract.amount, term, after)
    return yen, words


def _end_in_words(term: Period, year: FiscalYear) -> str:
    when = "期間の途中で満了" if term.last >= year.first_day else "前の年度までに満了"
    return f"{when}し次の契約は未定。いまの契約額で続けた場合"


def inspection_lines(turns: Iterable[Any], *, year: FiscalYear) -> Iterator[CostLine]:
    """What inspections cost in the year: so many turns at what the latest one cost.

    Each turn is pending and carries ``name`` and ``last_cost``, as ``budget_turns`` finds them.
    """
    for turn in turns:
        times = _times(turn, year)
        if times != 0:
            yield CostLine(
                kind=Kind.INSPECTION,
                centre_id=turn.building.centre_id,
                place=part_of(turn),
                title=turn.name,
                basis=_times_in_words(turn.last_cost, times),
                yen=None if turn.last_cost is None or times is None else turn.last_cost * times,
                url=reverse("inspection-record", args=[turn.pk]),
            )


def _times(turn: Any, year: FiscalYear) -> int | None:
    """How often the inspection is due in the year; None while its day is not known."""
    if turn.due_on is None:
        return None
    return len(turns_expected(turn.due_on, turn.cycle_months, year.period))


def _times_in_words(last_cost: int | None, times: int | None) -> str:
    if times is None:
        return "期日不明のため、回数を見込めません"
    if last_cost is None:
        return f"年{times}回。前回の費用が記録されていません"
    if last_cost == 0:
        return f"年{times}回。委託契約に含む"
    return f"年{times}回×前回の費用{last_cost:,}円"

"""The answer behind the list for the budget request: by centre, what costs money in one fiscal year."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, F, OuterRef, Q, Subquery

from centres.models import Centre
from facilities.queries.project_costs import costs_by_year
from maintenance.models import ContractCoverage, ContractYear, DueInspection, ServiceContract
from portal.budget.lines import CostLine, Kind, contract_lines, inspection_lines, project_lines
from reminders.subjects.maintenance import INSPECTION_NAME

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date

    from django.db.models import QuerySet

    from common.fiscal_year import FiscalYear
    from common.scope import Scope
    from maintenance.querysets.inspections import DueInspectionQuerySet
    from portal.viewer import Viewer

SEVERAL = "複数の施設にかかるもの"


@dataclass(frozen=True)
class Sum:
    """Yen added up, and how many lines could not be added because nobody knows their amount yet."""

    yen: int
    unknown: int


@dataclass(frozen=True)
class CentreCosts:
    """Everything one centre costs in the year; ``centre_id`` None: what covers several centres."""

    centre_id: int | None
    name: str
    district: str
    lines: tuple[CostLine, ...]

    @property
    def sum(self) -> Sum:
        """What it comes to."""
        return sum_of(self.lines)


@dataclass(frozen=True)
class Budget:
    """The list of one fiscal year (予算要求の一覧)."""

    year: FiscalYear
    groups: tuple[CentreCosts, ...]

    @property
    def lines(self) -> tuple[CostLine, ...]:
        """Every line, in the order of the list."""
        return tuple(line for group in self.groups for line in group.lines)

    @property
    def sum(self) -> Sum:
        """What the whole list comes to."""
        return sum_of(self.lines)

    @property
    def by_kind(self) -> tuple[tuple[Kind, Sum], ...]:
        """What each kind of cost comes to, for the kinds there are."""
        return tuple(
            (kind, sum_of(lines))
            for kind in Kind
            if (lines := [line for line in self.lines if line.kind is kind])
        )


def sum_of(lines: Iterable[CostLine]) -> Sum:
    """What these lines come to."""
    amounts = [line.yen for line in lines]
    return Sum(sum(yen for yen in amounts if yen is not None), amounts.count(None))


def budget(
    year: FiscalYear,
    *,
    viewer: Viewer,
    on: date,
    district_id: int | None = None,
    kind: Kind | None = None,
) -> Budget:
    """Everything that costs money in the year, by centre in the order of the register; a constant number of
    queries.

    What the viewer may not see is left out. What covers several centres stands at the end, unless the list is
    narrowed to one district.
    """
    of_centre: dict[int | None, list[CostLine]] = defaultdict(list)
    for of_kind, (permission, lines) in SOURCES.items():
        if kind in {None, of_kind} and viewer.may(permission):
            for line in lines(year, viewer.scope, on):
                of_centre[line.centre_id].append(line)
    centres = Centre.objects.within(viewer.scope).filter(pk__in=[pk for pk in of_centre if pk])
    if district_id is not None:
        centres = centres.filter(district=district_id)
    named = centres.order_by("district__name", "kana", "pk").values_list("pk", "name", "district__name")
    groups = [CentreCosts(pk, name, district or "", tuple(of_centre[pk])) for pk, name, district in named]
    if of_centre[None] and district_id is None:
        groups.append(CentreCosts(None, SEVERAL, "", tuple(of_centre[None])))
    return Budget(year, tuple(groups))


def _projects(year: FiscalYear, scope: Scope, on: date) -> Iterable[CostLine]:
    return project_lines(costs_by_year(scope=scope, on=on), year=year)


def _contracts(year: FiscalYear, scope: Scope, _on: date) -> Iterable[CostLine]:
    return contract_lines(budget_contracts(scope, year), year=year)


def _inspections(year: FiscalYear, scope: Scope, _on: date) -> Iterable[CostLine]:
    return inspection_lines(budget_turns(scope, year), year=year)


SOURCES: Mapping[Kind, tuple[str, Callable[[FiscalYear, Scope, date], Iterable[CostLine]]]] = {
    Kind.PROJECT: ("facilities.view_plannedcost", _projects),
    Kind.CONTRACT: ("maintenance.view_servicecontract", _contracts),
    Kind.INSPECTION: ("maintenance.view_dueinspection", _inspections),
}
"""For each kind of cost the permission without which it is left out, and where its lines come from."""


def budget_contracts(scope: Scope, year: FiscalYear) -> QuerySet[Any]:
    """What covers the centres (``ContractCoverage``) by contracts that run in the year, and by those that end
    before it is over with nothing said about what follows (``unanswered``); each with what is entered for the
    year (``entered``), contract and centre."""
    entered = ContractYear.objects.filter(contract=OuterRef("contract_id"), fiscal_year=year.year).order_by()
    followed = ServiceContract.objects.filter(previous=OuterRef("contract_id"))
    return (
        ContractCoverage.objects.filter(
            contract__in=ServiceContract.objects.within(scope), centre__in=Centre.objects.within(scope)
        )
        .annotate(
            unanswered=Q(contract__not_renewed_on__isnull=True) & ~Exists(followed),
            entered=Subquery(entered.values("amount")[:1]),
        )
        .filter(
            Q(contract__first_on__lte=year.last_day, contract__last_on__gte=year.first_day)
            | Q(unanswered=True, contract__last_on__lt=year.first_day)
        )
        .select_related("contract", "centre")
        .order_by("contract__name", "contract_id", "centre_id")
    )


def budget_turns(scope: Scope, year: FiscalYear) -> DueInspectionQuerySet:
    """Pending turns of inspections that are due by the end of the year or whose day is not known, each with
    its ``name`` and with what the turn before it cost (``last_cost``)."""
    return (
        DueInspection.objects.within(scope)
        .pending()
        .while_there()
        .filter(Q(due_on__isnull=True) | Q(due_on__lte=year.last_day))
        .select_related("building", "equipment")
        .annotate(name=INSPECTION_NAME, last_cost=F("previous__cost"))
        .order_by("building_id", "name", "pk")
    )

"""What the year plan is made from: the series of turns of a year, and the contracts that could cover them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from common.db.columns import text
from maintenance.choices import Counting
from maintenance.models import (
    ContractCoverage,
    ContractEquipment,
    ContractType,
    DueInspection,
    InspectionType,
)
from maintenance.rules.cycles import Anchor
from maintenance.rules.year_plan import Occurrence, Offer, SeriesTurn, occurrences

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from common.fiscal_year import FiscalYear


class SeriesKey(NamedTuple):
    """What makes a series: the same inspection of the same building, or of the same piece of equipment."""

    building_id: int
    equipment_id: int | None
    type_code: str


@dataclass
class Series:
    """A series with the turns that concern the year, what it cost and who did it the last time as far as is
    known (``last_cost``, ``last_done_by``)."""

    centre_id: int
    turns: list[SeriesTurn] = field(default_factory=list)
    last_cost: int | None = None
    last_done_by: str = ""


def series_of_year(year: FiscalYear, *, buildings: Any = None) -> dict[SeriesKey, Series]:
    """Every series that may have to do with the year: what was due or done in it, and what is pending while
    the thing is there. One query, for all buildings or for these."""
    rows = _turns_concerning(year)
    if buildings is not None:
        rows = rows.filter(building__in=buildings)
    found: dict[SeriesKey, Series] = {}
    for row in rows.values(*COLUMNS).order_by("done_on", "pk"):
        key = SeriesKey(row["building_id"], row["equipment_id"], row["type_code"])
        series = found.setdefault(key, Series(row["building__centre_id"]))
        series.turns.append(
            SeriesTurn(
                row["pk"],
                row["due_on"],
                row["done_on"],
                row["planned_on"],
                row["cycle_months"],
                _anchor_of(row),
                row["counting"],
            )
        )
        _remember(series, row)
    return found


COLUMNS = (
    "pk",
    "building_id",
    "equipment_id",
    "building__centre_id",
    "type_code",
    "due_on",
    "done_on",
    "planned_on",
    "cycle_months",
    "counted_from",
    "counted_months",
    "due_estimated",
    "counting",
    "cost",
    "done_by",
    "previous__cost",
    "previous__done_by",
)


def _turns_concerning(year: FiscalYear) -> Any:
    in_year = Q(due_on__range=(year.first_day, year.last_day)) | Q(
        done_on__range=(year.first_day, year.last_day)
    )
    open_at_its_beginning = Q(due_on__lt=year.first_day, done_on__gte=year.first_day)
    there = DueInspection.objects.pending().while_there().order_by().values("pk")
    done = Q(done_on__isnull=False) & (in_year | open_at_its_beginning)
    in_front = InspectionType.objects.in_front().filter(code=OuterRef("type_code")).order_by()
    counting = Coalesce(Subquery(in_front.values("counting")[:1]), text(Counting.FROM_LAST))
    return DueInspection.objects.filter(done | Q(pk__in=there)).annotate(counting=counting)


def _anchor_of(row: Mapping[str, Any]) -> Anchor | None:
    """From where its due day is counted, unless that is a mere estimate (推定)."""
    if row["counted_from"] is None or row["due_estimated"]:
        return None
    return Anchor(row["counted_from"], row["counted_months"])


def _remember(series: Series, row: Mapping[str, Any]) -> None:
    """What the turn itself says of cost and contractor, else the one before it; later turns come later."""
    for prefix in ("previous__", ""):
        if row[f"{prefix}cost"] is not None:
            series.last_cost = row[f"{prefix}cost"]
        if row[f"{prefix}done_by"]:
            series.last_done_by = row[f"{prefix}done_by"]


def occurrences_of(
    series: Mapping[SeriesKey, Series], year: FiscalYear, *, on: date
) -> dict[tuple[SeriesKey, int], Occurrence]:
    """Everything that the year has, by series and number."""
    return {
        (key, number): one
        for key, of_one in series.items()
        for number, one in occurrences(of_one.turns, year, on=on).items()
    }


def offers_of_year(year: FiscalYear) -> dict[int, list[Offer]]:
    """The contracts that run in the year, by centre, with the inspections and the equipment that they name;
    three queries.

    Of a contract that names none, what it covers is told by who did the inspection the last time
    (``rules.year_plan.contract_for``).
    """
    running = Q(contract__first_on__lte=year.last_day, contract__last_on__gte=year.first_day)
    named: dict[int, set[str]] = defaultdict(set)
    for pk, code in ContractType.objects.filter(running).values_list("contract_id", "type_code"):
        named[pk].add(code)
    pieces: dict[int, set[int]] = defaultdict(set)
    for pk, equipment_id in ContractEquipment.objects.filter(running).values_list(
        "contract_id", "equipment_id"
    ):
        pieces[pk].add(equipment_id)
    rows = (
        ContractCoverage.objects.filter(running)
        .order_by("contract__first_on", "contract_id")
        .values_list(
            "centre_id",
            "contract_id",
            "contract__contractor",
            "contract__first_on",
            "contract__last_on",
        )
    )
    found: dict[int, list[Offer]] = defaultdict(list)
    for centre_id, pk, contractor, first_on, last_on in rows:
        found[centre_id].append(
            Offer(
                pk,
                contractor,
                first_on,
                last_on,
                type_codes=frozenset(named[pk]) if pk in named else None,
                pieces=frozenset(pieces[pk]) if pk in pieces else None,
            )
        )
    return found

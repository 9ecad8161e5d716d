"""How often something is inspected and reported at one place (周期): what the catalogue says of the case that
the facts of the place make."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from common.scope import Scope
from maintenance.queries.verdicts import told_of
from maintenance.rules.applicability import months_by_case

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import date

    from maintenance.models import InspectionType


@dataclass(frozen=True)
class Cycles:
    """The months between two turns (``None``: looked at on occasion only) and between two reports (``None``:
    not reported at this place). While a fact that decides is missing, the shortest that can be meant."""

    inspected_months: int | None
    report_months: int | None


NO_CYCLES = Cycles(None, None)


class Places:
    """Some buildings and their equipment as they stand on a day: four queries, however many.

    Of a place that does not stand on the day nothing is known, so that the shortest cycles count.
    """

    def __init__(self, building_ids: Collection[int], *, on: date) -> None:
        told = told_of(building_ids, scope=Scope.everything(), on=on)
        self._facts: dict[tuple[int, int | None], Mapping[str, Any]] = {}
        for building in told:
            self._facts[building.pk, None] = building.facts
            self._facts |= {(building.pk, piece.pk): piece.facts for piece in building.pieces}

    def cycles(self, kind: InspectionType, building_pk: int, equipment_pk: int | None) -> Cycles:
        """How often this type is done and reported there."""
        rule, facts = kind.rule, self._facts.get((building_pk, equipment_pk), {})
        inspected, _missing = months_by_case(rule.cycle_months, rule.cycle_cases, facts)
        reported, _missing = months_by_case(rule.report_months, rule.report_cases, facts)
        return Cycles(inspected, reported)

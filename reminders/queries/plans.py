"""The plans of reminders in force: the city's in front of the shipped ones, a centre's in front of both."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reminders.models import CentreLeadTime, LeadTime

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from reminders.rules.plans import Plan, PlanText

AT_CENTRE = "@"
"""Joins a lead to the centre that has a plan of its own: ``inspection/12@7``."""


@dataclass(frozen=True)
class Plans:
    """Every plan: by code, and by code and centre."""

    everywhere: Mapping[str, PlanText]
    at_centres: Mapping[tuple[str, int], PlanText]

    def of(self, lead: str, centre_id: int | None) -> Plan:
        """The plan of a lead at a centre. ``inspection/12`` is the series ``inspection`` at a cycle of 12
        months. Raises ``KeyError`` where the catalogue has none."""
        series, _, cycle = lead.partition("/")
        own = self.at_centres.get((series, centre_id)) if centre_id is not None else None
        return (own or self.everywhere[series]).read(int(cycle) if cycle else None)

    def of_key(self, key: str) -> Plan:
        """The plan of a lead with its centre behind it, as the sweep writes them."""
        lead, _, centre = key.partition(AT_CENTRE)
        return self.of(lead, int(centre) if centre else None)

    def missing(self, keys: Collection[str]) -> list[str]:
        """The series among these leads that no plan is known of."""
        return sorted({series_of(key) for key in keys} - self.everywhere.keys())


def series_of(key: str) -> str:
    """The code of the plan that a lead asks for."""
    return key.partition(AT_CENTRE)[0].partition("/")[0]


def plans_in_force() -> Plans:
    """Every plan as it stands; two queries."""
    return Plans(
        everywhere={row.code: row.plan for row in LeadTime.objects.in_front()},
        at_centres={(row.code, row.centre_id): row.plan for row in CentreLeadTime.objects.all()},
    )

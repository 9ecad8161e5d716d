"""The shipped catalogues of the road as the rules take them, without a database."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from common.catalogues import read_catalogue
from designated_managers.rules.council import DAYS, Window
from designated_managers.rules.road_steps import StepRule, step_rule

CATALOGUES = Path(__file__).parents[3] / "designated_managers/catalogues"


@cache
def shipped_rules() -> tuple[StepRule, ...]:
    """The steps of ``road_steps.yaml``."""
    catalogue = read_catalogue(
        CATALOGUES / "road_steps.yaml",
        required=(
            "name",
            "place",
            "roads",
            "counts_from",
            "latest",
            "usual",
            "decided_by",
            "evidence",
            "side",
        ),
        optional=("step", "rolls", "law", "answered_by", "needs", "note"),
    )
    return tuple(step_rule(entry.code, entry.values) for entry in catalogue.entries)


@cache
def shipped_windows() -> dict[str, Window]:
    """The windows of ``council_windows.yaml``."""
    catalogue = read_catalogue(
        CATALOGUES / "council_windows.yaml",
        required=("name", "kind", "bills_by", "opens_on", "votes_on", "closes_on"),
        optional=("late_bills_by",),
    )
    return {
        entry.code: Window(
            code=entry.code,
            name=entry.values["name"],
            kind=entry.values["kind"],
            **{name: entry.values.get(name, "") for name in DAYS},
        )
        for entry in catalogue.entries
    }

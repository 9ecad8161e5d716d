"""What an entry of the catalogue of inspections may say, wherever it is read: from the shipped file or from
one that is only tried."""

from __future__ import annotations

from typing import TYPE_CHECKING

from maintenance.rules.applicability import TypeRule, read_rule

if TYPE_CHECKING:
    from common.catalogues import Entry

NAME = "inspection_types"

REQUIRED = ("name", "law", "subject")

OPTIONAL = (
    "footing",
    "equipment_categories",
    "exists_when",
    "applies_when",
    "counting",
    "cycle_months",
    "cycle_cases",
    "first_from",
    "first_months",
    "outcome_family",
    "qualified",
    "report_to",
    "report_months",
    "report_cases",
    "keep_years",
    "effective_from",
)


def check(entry: Entry) -> TypeRule:
    """The rule of an entry. Raises ``ValueError`` with one sentence in each line."""
    return read_rule(entry.values)

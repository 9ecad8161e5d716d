"""What the city still has to ask of a body before it can run a centre (不足)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from common.fiscal_year import FiscalYear
from common.months import add_months
from designated_managers.choices import IN_LAW, CorporateStatus, OfficerRole, PaperKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from common.partial_dates import PartialDate

NEEDED_ROLES = (OfficerRole.CHAIR, OfficerRole.TREASURER, OfficerRole.AUDITOR)
"""Who leads, who keeps the accounts, and who looks at them."""


@dataclass(frozen=True)
class OrganisationKnown:
    """What is known of a body on a day: its status, its number, when it was founded, who is in office, and
    for each kind of paper the fiscal years on file (0: of no year)."""

    status: str
    number: str = ""
    founded: PartialDate | None = None
    in_office: frozenset[str] = frozenset()
    papers: Mapping[str, frozenset[int]] = field(default_factory=dict)


def active_a_year_from(founded: date | None) -> date | None:
    """The first day on which the body has been active for a year (1年以上の活動実績), as 高松市 asks for;
    ``founded`` is the last possible day of its founding. None while that is not known."""
    return None if founded is None else add_months(founded, 12)


def gaps(known: OrganisationKnown, *, on: date) -> Iterator[str]:
    """What is missing on the day, in the order in which the office asks for it."""
    if known.status == CorporateStatus.UNKNOWN:
        yield "法人格が不明です"
    if known.status in IN_LAW and not known.number:
        yield "法人番号が入っていません"
    if known.founded is None:
        yield "設立日が不明です"
    yield from _missing_people_and_papers(known, on=on)


def _missing_people_and_papers(known: OrganisationKnown, *, on: date) -> Iterator[str]:
    if PaperKind.BYLAWS not in known.papers:
        yield "規約・定款がありません"
    for role in NEEDED_ROLES:
        if role not in known.in_office:
            yield f"在任中の{role.label}がいません"
    year = FiscalYear.of(on) - 1
    for kind in (PaperKind.ACCOUNTS, PaperKind.REPORT):
        existed = known.founded is None or known.founded.first <= year.last_day
        if existed and year.year not in known.papers.get(kind, ()):
            yield f"{year.label}の{kind.label}がありません"

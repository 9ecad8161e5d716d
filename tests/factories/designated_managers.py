"""Organisations and designations for tests: dull, fixed, made by the office's own acts."""

from __future__ import annotations

from datetime import date, datetime
from itertools import count
from typing import TYPE_CHECKING, Any

from common.clock import TOKYO
from common.fiscal_year import FiscalYear
from designated_managers import actions
from designated_managers.choices import OfficerRole, OrganisationKind, PaperKind
from tests.factories.centres import make_centre

if TYPE_CHECKING:
    from designated_managers.models import (
        Bundle,
        Designation,
        Organisation,
        OrganisationFile,
        OrganisationOfficer,
    )

_numbers = count(1)

ENTERED_ON = date(2026, 11, 23)
FIRST_ON = date(2024, 4, 1)
LAST_ON = date(2029, 3, 31)


def make_organisation(name: str = "", **facts: Any) -> Organisation:
    """An organisation; without a name 見本協議会 and a number."""
    return actions.register_organisation(
        name=name or f"見本協議会{next(_numbers)}", **{"kind": OrganisationKind.RUNNING_COUNCIL, **facts}
    )


def make_designation(*, on: date = ENTERED_ON, **facts: Any) -> Designation:
    """A designation made in the December before its term: 令和6年度から令和10年度まで unless told."""
    december = FiscalYear.of(facts.get("first_on") or FIRST_ON).year - 1
    defaults: dict[str, Any] = {
        "voted_on": date(december, 12, 15),
        "vote_result": "passed",
        "designated_on": date(december, 12, 20),
        "announced_on": date(december, 12, 20),
        "first_on": FIRST_ON,
        "last_on": LAST_ON,
    }
    if "centre" not in facts:
        defaults["centre"] = make_centre()
    if "organisation" not in facts:
        defaults["organisation"] = make_organisation()
    return actions.register_designation(on=on, **{**defaults, **facts})


def bundle_of(designation: Designation) -> Bundle:
    """The bundle in which a designation is decided together with others."""
    assert designation.bundle is not None
    return designation.bundle


PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
FILED_AT = datetime(2026, 11, 23, 9, 0, tzinfo=TOKYO)


def make_officer(name: str = "見本 花子", *, on: date = ENTERED_ON, **facts: Any) -> OrganisationOfficer:
    """The chair of a new organisation from April 2026 to March 2028 unless told."""
    defaults: dict[str, Any] = {
        "role": OfficerRole.CHAIR,
        "first_on": date(2026, 4, 1),
        "last_on": date(2028, 3, 31),
    }
    if "organisation" not in facts:
        defaults["organisation"] = make_organisation()
    return actions.register_officer(on=on, name=name, **{**defaults, **facts})


def make_paper(title: str = "規約", *, content: bytes = PDF, **facts: Any) -> OrganisationFile:
    """Bylaws on file; without an organisation, of a new one."""
    if "organisation" not in facts:
        facts["organisation"] = make_organisation()
    defaults = {"kind": PaperKind.BYLAWS, "name": "見本.pdf", "at": FILED_AT}
    return actions.file_paper(title=title, content=content, **{**defaults, **facts})

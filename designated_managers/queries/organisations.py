"""Answers for the pages on organisations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Prefetch

from common.db.scoped import without_hidden
from designated_managers.choices import OfficerRole
from designated_managers.models import (
    Designation,
    Organisation,
    OrganisationFile,
    OrganisationOfficer,
)
from designated_managers.queries.designations import DesignationLine, designation_lines, designations
from designated_managers.queries.officers import OfficerLine, officer_lines
from designated_managers.rules.organisation_gaps import OrganisationKnown, active_a_year_from, gaps

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from common.scope import Scope
    from designated_managers.querysets.organisations import OrganisationQuerySet


@dataclass(frozen=True)
class OrganisationLine:
    """One organisation in the list, with the centres it runs on the day."""

    pk: int
    name: str
    kind: str
    corporate_status: str
    running: Sequence[str]
    representative: str
    phone: str


def organisations(*, scope: Scope, on: date) -> OrganisationQuerySet:
    """The organisations this person may see, each with ``is_running`` and the designations it holds today."""
    in_force = Designation.objects.within(scope).in_force(on).select_related("centre")
    return (
        Organisation.objects.within(scope)
        .with_running(on)
        .prefetch_related(Prefetch("designations", in_force.order_by("centre__kana"), to_attr="held_today"))
    )


def organisation_lines(rows: Iterable[Any]) -> list[OrganisationLine]:
    """These organisations, as ``organisations`` finds them, ready to be shown."""
    return [
        OrganisationLine(
            pk=organisation.pk,
            name=organisation.name,
            kind=organisation.get_kind_display(),
            corporate_status=organisation.get_corporate_status_display(),
            running=[designation.centre.name for designation in organisation.held_today],
            representative=organisation.representative,
            phone=organisation.phone,
        )
        for organisation in rows
    ]


@dataclass(frozen=True)
class OrganisationPage:
    """One organisation with all that its page says; what is missing (不足) is for the city alone.

    ``chair_differs``: another person is in office as chair than the register names as representative.
    """

    organisation: Organisation
    lines: Sequence[DesignationLine]
    officers: Sequence[OfficerLine]
    files: Sequence[OrganisationFile]
    active_a_year_from: date | None
    gaps: Sequence[str]
    chair_differs: str


def organisation_page(organisation: Organisation, *, scope: Scope, on: date) -> OrganisationPage:
    """The page of one organisation that this person may see."""
    held = designations(scope=scope, on=on).filter(organisation=organisation)
    officers = list(OrganisationOfficer.objects.within(scope).filter(organisation=organisation))
    files = list(
        OrganisationFile.objects.within(scope)
        .kept()
        .filter(organisation=organisation)
        .order_by("kind", "-fiscal_year", "-dated_on", "-pk")
    )
    known, founded = _known(organisation, officers, files, on=on), organisation.founded_on
    return OrganisationPage(
        organisation=without_hidden(organisation, scope),
        lines=designation_lines(held, scope=scope, on=on),
        officers=officer_lines(officers, on=on),
        files=files,
        active_a_year_from=active_a_year_from(founded.last if founded else None),
        gaps=tuple(gaps(known, on=on)) if scope.internal else (),
        chair_differs=_other_chair(organisation, officers, on=on) if scope.internal else "",
    )


def _known(
    organisation: Organisation,
    officers: Iterable[OrganisationOfficer],
    files: Iterable[OrganisationFile],
    *,
    on: date,
) -> OrganisationKnown:
    papers: dict[str, set[int]] = {}
    for file in files:
        papers.setdefault(file.kind, set()).add(file.fiscal_year or 0)
    return OrganisationKnown(
        status=organisation.corporate_status,
        number=organisation.corporate_number,
        founded=organisation.founded_on,
        in_office=frozenset(officer.role for officer in officers if _in_office(officer, on)),
        papers={kind: frozenset(years) for kind, years in papers.items()},
    )


def _other_chair(organisation: Organisation, officers: Iterable[OrganisationOfficer], *, on: date) -> str:
    chairs = [o.name for o in officers if o.role == OfficerRole.CHAIR and _in_office(o, on)]
    same = {_plain(name) for name in chairs}
    if not chairs or not organisation.representative or _plain(organisation.representative) in same:
        return ""
    return chairs[0]


def _plain(name: str) -> str:
    return "".join(name.split())


def _in_office(officer: OrganisationOfficer, on: date) -> bool:
    return officer.first_on <= on and (officer.last_on is None or on <= officer.last_on)

"""The officers of organisations as pages show them, and the ends of their terms for the nightly job."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Subquery, When

from common.db.columns import text
from common.deadlines import COLUMNS, SETTLED_COLUMNS, SettledReason, Side
from common.eras import era_day
from designated_managers.choices import OfficerRole
from designated_managers.models import Designation, Organisation, OrganisationOfficer
from designated_managers.querysets.designations import MADE
from designated_managers.rules.term import day_after

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

OFFICER_TERM = "officer_term"
"""The kind of deadline that the end of the terms of a body's officers is (役員の任期満了)."""

_OF_THE_ROLE = OrganisationOfficer.objects.filter(
    organisation=OuterRef("organisation_id"), role=OuterRef("role")
).order_by()

_FOLLOWED = Exists(_OF_THE_ROLE.filter(Q(last_on__gt=OuterRef("last_on")) | Q(last_on__isnull=True)))
"""Somebody holds the same office beyond that day."""

_NAMED_ALREADY = Exists(_OF_THE_ROLE.filter(last_on=OuterRef("last_on"), pk__lt=OuterRef("pk")))
"""The end of several terms of one role on one day is told once."""

_RUNNING_THEN = (
    Designation.objects.filter(
        MADE,
        Q(last_on__isnull=True) | Q(last_on__gte=OuterRef("last_on")),
        organisation=OuterRef("organisation_id"),
        revoked_on__isnull=True,
    )
    .order_by("centre_id")
    .values("centre_id")
)
"""The centres that the body runs on the day on which the term ends, or is about to."""


def deadlines(*, until: date) -> QuerySet[OrganisationOfficer, tuple[Any, ...]]:
    """Ends of terms of office after which nobody holds the office yet, in bodies that run a centre then."""
    first, last = _RUNNING_THEN[:1], _RUNNING_THEN.reverse()[:1]
    post = _RUNNING_THEN.values("centre__post_in_charge_id")[:1]
    return (
        OrganisationOfficer.objects.filter(Exists(_RUNNING_THEN), last_on__lte=until)
        .exclude(_FOLLOWED)
        .exclude(_NAMED_ALREADY)
        .order_by()
        .annotate(
            kind=text(OFFICER_TERM),
            lead=text(OFFICER_TERM),
            subject_id=F("pk"),
            lowest=Subquery(first),
            highest=Subquery(last),
            # None where the body runs several centres.
            centre_id=Case(When(lowest=F("highest"), then=F("lowest"))),
            due_on=F("last_on"),
            post_id=Subquery(post),
            side=text(Side.MANAGER),
        )
        .values_list(*COLUMNS)
    )


def settled() -> QuerySet[OrganisationOfficer, tuple[Any, ...]]:
    """Terms of office after which somebody holds the office."""
    return (
        OrganisationOfficer.objects.filter(_FOLLOWED, last_on__isnull=False)
        .order_by()
        .annotate(kind=text(OFFICER_TERM), subject_id=F("pk"), reason=text(SettledReason.ANSWERED))
        .values_list(*SETTLED_COLUMNS)
    )


@dataclass(frozen=True)
class OfficerLine:
    """One term of an officer as the page shows it."""

    pk: int
    role: str
    name: str
    kana: str
    term: str
    in_office: bool
    word: str


def officer_lines(officers: Iterable[OrganisationOfficer], *, on: date) -> Sequence[OfficerLine]:
    """The officers of one body: those in office first, role by role, then what is to come and what was."""
    order = {role: number for number, role in enumerate(OfficerRole.values)}

    def rank(officer: OrganisationOfficer) -> Any:
        word = _word(officer, on)
        return ("在任中", "これから", "退任").index(word), order[officer.role], -officer.first_on.toordinal()

    return [
        OfficerLine(
            pk=officer.pk,
            role=officer.get_role_display(),
            name=officer.name,
            kana=officer.kana,
            term=_term(officer),
            in_office=_word(officer, on) == "在任中",
            word=_word(officer, on),
        )
        for officer in sorted(officers, key=rank)
    ]


def _term(officer: OrganisationOfficer) -> str:
    end = f"{era_day(officer.last_on)}まで" if officer.last_on else "（末日は未定）"
    return f"{era_day(officer.first_on)}から{end}"


def next_term(organisation: Organisation, *, after: str | None) -> dict[str, Any]:
    """What the form of the next term begins with, as a link asked: the same person, from the day after."""
    officer = organisation.officers.filter(pk=after).first() if after and after.isdecimal() else None
    if officer is None:
        return {}
    begins = day_after(officer.last_on) if officer.last_on else None
    return {"role": officer.role, "name": officer.name, "kana": officer.kana, "first_on": begins}


def _word(officer: OrganisationOfficer, on: date) -> str:
    if on < officer.first_on:
        return "これから"
    return "退任" if officer.last_on is not None and officer.last_on < on else "在任中"

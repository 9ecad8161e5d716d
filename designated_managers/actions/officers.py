"""The acts on the officers of organisations (役員)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q

from common.db.history import locked
from common.db.records import changed, save_checked
from common.deadlines import SettledReason, tell_settled
from common.eras import era_day
from common.problems import Problem, Refused
from designated_managers.choices import OfficerRole
from designated_managers.models import Organisation, OrganisationOfficer
from designated_managers.queries.officers import OFFICER_TERM

if TYPE_CHECKING:
    from collections.abc import Iterator


class CannotTakeOffice(Refused):
    """The term of an officer cannot stand as entered; ``problems`` says why."""


@transaction.atomic
def register_officer(*, on: date, **facts: Any) -> OrganisationOfficer:
    """Enter somebody in office for a term (役員の登録), also the next term of the same person.

    Raises ``CannotTakeOffice`` with every problem. What this term answers is closed at once.
    """
    return _save(OrganisationOfficer(**facts), on=on)


@transaction.atomic
def change_officer(
    pk: int, *, on: date, expected_version: str | None = None, **facts: Any
) -> OrganisationOfficer:
    """Change a term of office (任期の変更), also its end when somebody steps down; raises ``Stale`` if it is
    no longer what was looked at, ``CannotTakeOffice`` with every other problem."""
    officer = locked(OrganisationOfficer, pk, expected_version=expected_version)
    ended = officer.last_on
    saved = _save(changed(officer, facts), on=on)
    if saved.last_on != ended:
        tell_settled(OFFICER_TERM, [pk], SettledReason.DAY_CHANGED, on=on)
    return saved


def _save(officer: OrganisationOfficer, *, on: date) -> OrganisationOfficer:
    if officer.organisation_id:
        # Whoever enters the same term at this moment waits here and then sees the first.
        Organisation.objects.select_for_update().filter(pk=officer.organisation_id).first()
    save_checked(officer, *_in_each_others_way(officer), error=CannotTakeOffice)
    _tell_followed(officer, on=on)
    return officer


def _in_each_others_way(officer: OrganisationOfficer) -> Iterator[Problem]:
    """Terms of the same office that share a day with this one: of the same person, and of another chair."""
    if not officer.organisation_id or not isinstance(officer.first_on, date):
        return
    others = OrganisationOfficer.objects.filter(
        Q(last_on__isnull=True) | Q(last_on__gte=officer.first_on),
        organisation=officer.organisation_id,
        role=officer.role,
    ).exclude(pk=officer.pk)
    if officer.last_on is not None:
        others = others.filter(first_on__lte=officer.last_on)
    for other in others:
        if other.name == officer.name or officer.role == OfficerRole.CHAIR:
            ends = f"{era_day(other.last_on)}まで" if other.last_on else "末日は未定"
            term = f"{era_day(other.first_on)}から{ends}"
            message = f"{other}さんの任期（{term}）と重なっています。先の任期の末日を直してください。"
            yield Problem("officer-overlaps", message, field="first_on")


def _tell_followed(officer: OrganisationOfficer, *, on: date) -> None:
    before = OrganisationOfficer.objects.filter(
        organisation=officer.organisation_id, role=officer.role, last_on__isnull=False
    ).exclude(pk=officer.pk)
    if officer.last_on is not None:
        before = before.filter(last_on__lt=officer.last_on)
    answered = list(before.values_list("pk", flat=True))
    if answered:
        tell_settled(OFFICER_TERM, answered, SettledReason.ANSWERED, on=on)

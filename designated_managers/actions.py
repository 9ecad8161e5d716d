"""The acts on organisations and designations."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import transaction

from centres.models import Centre
from common.db.records import changed, save_checked
from common.deadlines import SettledReason, tell_settled
from common.problems import Problem, Refused
from designated_managers.models import Bundle, Designation, DesignationFact, Organisation
from designated_managers.queries import DESIGNATION_END

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from centres.actions import Statement


class CannotDesignate(Refused):
    """The designation cannot stand as entered; ``problems`` says why."""


@transaction.atomic
def register_organisation(**facts: Any) -> Organisation:
    """Enter an organisation (団体の登録); raises ``Refused`` with every problem."""
    return save_checked(Organisation(**facts))


@transaction.atomic
def change_organisation(pk: int, **facts: Any) -> Organisation:
    """Change facts of an organisation (団体の変更); raises ``Refused`` with every problem."""
    return save_checked(changed(Organisation.objects.select_for_update().get(pk=pk), facts))


@transaction.atomic
def bundle_together(name: str, notes: str = "") -> Bundle:
    """Open a bundle (一括) in which several centres are decided together."""
    return save_checked(Bundle(name=name, notes=notes))


@transaction.atomic
def register_designation(*, on: date, **facts: Any) -> Designation:
    """Enter a designation (指定の登録): one centre, one organisation, one term.

    Raises ``CannotDesignate`` with every problem: what its own facts have against it, and a term that
    overlaps a made designation of the same centre. ``on`` is the day of the act: if the one before is
    answered by it, its flag closes.
    """
    return _save_designation(Designation(**facts), on=on)


@transaction.atomic
def change_designation(pk: int, *, on: date, **facts: Any) -> Designation:
    """Change facts of a designation (指定の変更); raises ``CannotDesignate`` with every problem."""
    return _save_designation(changed(Designation.objects.select_for_update().get(pk=pk), facts), on=on)


@transaction.atomic
def state_sources(designation: Designation, statements: Mapping[str, Statement]) -> None:
    """Say where facts of a designation come from and how sure we are of each (出典・確かさ), by field name."""
    for field, statement in statements.items():
        DesignationFact.objects.update_or_create(record=designation, field=field, defaults=dict(statement))


@transaction.atomic
def decide_direct_return(pk: int, *, on: date, reason: str) -> Designation:
    """Decide that the city itself runs the centre again after this designation (直営復帰), with the
    reason."""
    return change_designation(pk, on=on, direct_return_decided_on=on, direct_return_reason=reason)


def _save_designation(designation: Designation, *, on: date) -> Designation:
    if designation.centre_id:
        # Whoever enters a second designation of this centre at the same moment waits here and then sees the
        # first.
        Centre.objects.select_for_update().filter(pk=designation.centre_id).first()
    save_checked(designation, *_overlaps(designation), error=CannotDesignate)
    answered = [designation.pk] if designation.direct_return_decided_on is not None else []
    if designation.previous_id is not None and designation.is_made:
        answered.append(designation.previous_id)
    if answered:
        tell_settled(DESIGNATION_END, answered, SettledReason.ANSWERED, on=on)
    return designation


def _overlaps(designation: Designation) -> Iterable[Problem]:
    """Made designations of the same centre whose term shares a day with this one."""
    if not designation.is_made or designation.centre_id is None:
        return
    others = Designation.objects.filter(centre=designation.centre_id).exclude(pk=designation.pk)
    for other in others.select_related("organisation"):
        if other.is_made and _share_a_day(designation, other):
            yield Problem(
                code="designation-overlaps",
                message=f"「{other.organisation}」の指定期間と重なっています。",
                field="first_on",
            )


def _share_a_day(one: Designation, other: Designation) -> bool:
    """Whether both have effect on some day; a day not known reaches without end."""
    one_first, one_last = _effect(one)
    other_first, other_last = _effect(other)
    return one_first <= other_last and other_first <= one_last


def _effect(designation: Designation) -> tuple[date, date]:
    """First and last day of effect; a revoked designation has none from ``revoked_on`` on."""
    first = designation.first_on or date.min
    last = designation.last_on or date.max
    if designation.revoked_on is not None:
        last = min(last, date.fromordinal(max(designation.revoked_on.toordinal() - 1, 1)))
    return first, last

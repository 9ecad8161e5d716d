"""Answers for the pages on organisations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Prefetch

from designated_managers.models import Designation, Organisation

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
            running=[designation.centre.name for designation in organisation.held_today],
            representative=organisation.representative,
            phone=organisation.phone,
        )
        for organisation in rows
    ]

"""Questions to the flags."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.db.models import Q

from common.db.scoped import ScopedQuerySet
from common.deadlines import Side
from designated_managers.models import (
    FeePayment,
    Finding,
    Measure,
    Obligation,
    OrganisationOfficer,
    Submission,
)
from maintenance.models import ContractCoverage
from reminders.choices import FlagKind

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import date

    from common.scope import Scope
    from reminders.models import Flag  # noqa: F401 -- named in the class heads below


OF_A_BODY: Mapping[str, Any] = MappingProxyType(
    {
        FlagKind.OBLIGATION: Obligation,
        FlagKind.RETURNED_SUBMISSION: Submission,
        FlagKind.INSTRUCTION: Measure,
        FlagKind.FINDING: Finding,
        FlagKind.OFFICER_TERM: OrganisationOfficer,
    }
)
"""What is due of one organisation, not of a centre whoever runs it."""

OVER_SEVERAL_CENTRES: Mapping[str, Any] = MappingProxyType(
    {FlagKind.OFFICER_TERM: OrganisationOfficer, FlagKind.FEE_PAYMENT: FeePayment}
)
"""What may concern several centres, and is then kept under none; contracts besides."""


def subjects_among(ids: Collection[int]) -> Mapping[str, Any]:
    """By kind, the records that concern one of these centres among others."""
    covering = ContractCoverage.objects.filter(centre_id__in=ids).values("contract_id")
    return {
        FlagKind.CONTRACT: covering,
        FlagKind.CONTRACT_NOTICE: covering,
        **{
            kind: model.objects.within_centres(ids).order_by().values("pk")
            for kind, model in OVER_SEVERAL_CENTRES.items()
        },
    }


def within_centres(ids: Collection[int]) -> Q:
    """Of what is due (``kind`` and ``subject_id``): what belongs to these centres, and what concerns one of
    them among others."""
    among = Q()
    for kind, rows in subjects_among(ids).items():
        among |= Q(kind=kind, subject_id__in=rows)
    return Q(centre_id__in=ids) | Q(among, centre__isnull=True)


class FlagQuerySet(ScopedQuerySet["Flag"]):
    """Flags. A community group is told of its own duties only, never of the city's, nor of those of the body
    that runs the centre before it or after it."""

    centre_path: ClassVar[str] = "centre_id"
    shared_with_group: ClassVar[Q | None] = Q(side=Side.MANAGER)

    def within(self, scope: Scope) -> Self:
        """The flags this person may see; a group: of its centres, and of what is its own."""
        rows = super().within(scope)
        if scope.internal:
            return rows
        own = Q(kind=FlagKind.INSPECTION)
        for kind, model in OF_A_BODY.items():
            own |= Q(kind=kind, subject_id__in=model.objects.within(scope).order_by().values("pk"))
        return rows.filter(own)

    def within_centres(self, ids: Collection[int]) -> Self:
        """Flags of these centres, and of what concerns one of them among others."""
        return self.filter(within_centres(ids))

    def open(self) -> Self:
        return self.filter(closed_on__isnull=True)

    def overdue(self, on: date) -> Self:
        """Open, and the due day is before this day."""
        return self.open().filter(due_on__lt=on)

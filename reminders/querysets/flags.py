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

    from django.db.models import QuerySet

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


OF_CONTRACTS = (FlagKind.CONTRACT, FlagKind.CONTRACT_NOTICE)


def concerning(kind: str, ids: Collection[int]) -> QuerySet[Any, Any] | None:
    """The ids of what concerns one of these centres, where things of this kind may concern several."""
    if kind in OF_CONTRACTS:
        return ContractCoverage.objects.filter(centre_id__in=ids).values("contract_id")
    if kind in OVER_SEVERAL_CENTRES:
        rows: QuerySet[Any, Any] = OVER_SEVERAL_CENTRES[kind].objects.within_centres(ids).order_by()
        return rows.values("pk")
    return None


def within_centres(ids: Collection[int]) -> Q:
    """Of what is due (``kind`` and ``subject_id``): what belongs to these centres, and what concerns one of
    them among others."""
    among = Q(kind__in=OF_CONTRACTS, subject_id__in=concerning(FlagKind.CONTRACT, ids))
    for kind in OVER_SEVERAL_CENTRES:
        among |= Q(kind=kind, subject_id__in=concerning(kind, ids))
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

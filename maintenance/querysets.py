"""Questions to inspections and contracts, named as the office speaks."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from django.db.models import Q

from common.db.scoped import ScopedQuerySet

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from maintenance.models import DueInspection, ServiceContract  # noqa: F401 -- named in the class heads below


class DueInspectionQuerySet(ScopedQuerySet["DueInspection"]):
    """Turns of inspections, due and done."""

    centre_path: ClassVar[str] = "building__centre_id"

    def pending(self) -> Self:
        """Not done and not withdrawn."""
        return self.filter(done_on__isnull=True, withdrawn_on__isnull=True)

    def done(self) -> Self:
        return self.filter(done_on__isnull=False)

    def overdue(self, on: date) -> Self:
        """Pending, and the due day is before this day."""
        return self.pending().filter(due_on__lt=on)


class ServiceContractQuerySet(ScopedQuerySet["ServiceContract"]):
    """Service contracts."""

    centre_path: ClassVar[str] = "coverages__centre_id"

    def within_centres(self, ids: Collection[int]) -> Self:
        """Contracts that cover at least one of these centres; each once, however many it covers."""
        covering = self.model._default_manager.filter(coverages__centre__in=ids).values("pk")
        return self.filter(pk__in=covering)

    def unanswered(self) -> Self:
        """Neither a successor nor the decision not to renew."""
        return self.filter(successor__isnull=True, not_renewed_on__isnull=True)

    def running(self, on: date) -> Self:
        return self.filter(Q(last_on__gte=on), first_on__lte=on)

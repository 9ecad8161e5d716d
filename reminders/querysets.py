"""Questions to the flags."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from django.db.models import Q

from common.db.scoped import ScopedQuerySet
from common.deadlines import Side
from maintenance.models import ContractCoverage
from reminders.choices import FlagKind

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from reminders.models import Flag  # noqa: F401 -- named in the class heads below


class FlagQuerySet(ScopedQuerySet["Flag"]):
    """Flags. A community group is told of its own duties only, never of the city's."""

    centre_path: ClassVar[str] = "centre_id"
    shared_with_group: ClassVar[Q | None] = Q(side=Side.MANAGER)

    def within_centres(self, ids: Collection[int]) -> Self:
        """Flags of these centres, and of contracts that cover one of them among others."""
        return self.filter(Q(centre_id__in=ids) | self._of_contracts_over(ids))

    @staticmethod
    def _of_contracts_over(ids: Collection[int]) -> Q:
        covering = ContractCoverage.objects.filter(centre_id__in=ids).values("contract_id")
        return Q(kind=FlagKind.CONTRACT, centre__isnull=True, subject_id__in=covering)

    def open(self) -> Self:
        return self.filter(closed_on__isnull=True)

    def overdue(self, on: date) -> Self:
        """Open, and the due day is before this day."""
        return self.open().filter(due_on__lt=on)

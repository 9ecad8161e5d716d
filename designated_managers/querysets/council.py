"""Questions to the sessions of the council."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from django.db.models import Q

from common.db.scoped import ScopedQuerySet

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from designated_managers.models import CouncilSession  # noqa: F401 -- named in the class heads below


class CouncilSessionQuerySet(ScopedQuerySet["CouncilSession"]):
    """Sessions of the council. They belong to no centre: whoever is inside the city sees them all, a group
    none."""

    shared_with_group: ClassVar[Q | None] = None

    def within_centres(self, ids: Collection[int]) -> Self:  # noqa: ARG002
        return self.all()

    def sitting_from(self, on: date) -> Self:
        """Those that are not over by this day; one whose days are not known is over with its year."""
        return self.filter(Q(closes_on__isnull=True, year__gte=on.year) | Q(closes_on__gte=on))

"""Questions to the building register."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from django.db.models import Q

from common.db.scoped import ScopedQuerySet

if TYPE_CHECKING:
    from datetime import date

    from facilities.models import Building, Equipment  # noqa: F401 -- named in the class heads below


class BuildingQuerySet(ScopedQuerySet["Building"]):
    """Buildings."""

    centre_path: ClassVar[str] = "centre_id"
    shared_with_group: ClassVar[Q | None] = Q()

    def standing(self, on: date) -> Self:
        """Not taken out of use by this day."""
        return self.filter(Q(retired_on_first__isnull=True) | Q(retired_on_first__gt=on))


class EquipmentQuerySet(ScopedQuerySet["Equipment"]):
    """Plant and equipment."""

    centre_path: ClassVar[str] = "building__centre_id"
    shared_with_group: ClassVar[Q | None] = Q()

    def installed(self, on: date) -> Self:
        """Not removed by this day, in a building that stands."""
        return self.filter(
            Q(removed_on_first__isnull=True) | Q(removed_on_first__gt=on),
            Q(building__retired_on_first__isnull=True) | Q(building__retired_on_first__gt=on),
        )

"""Questions to the building register."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from django.db.models import F, Q

from common.db.scoped import ScopedQuerySet

if TYPE_CHECKING:
    from datetime import date

    from facilities.models import Building, Equipment  # noqa: F401 -- named in the class heads below


def in_use(on: date, *, at: str = "") -> Q:
    """Buildings in use on this day, ``at`` the end of this path: opened (or it is not said that they are not
    yet), and not taken out of use."""
    opened = Q(**{f"{at}opened_on_first__isnull": True}) | Q(**{f"{at}opened_on_first__lte": on})
    kept = Q(**{f"{at}retired_on_first__isnull": True}) | Q(**{f"{at}retired_on_first__gt": on})
    return Q(opened, kept, **{f"{at}awaits_opening": False})


class BuildingQuerySet(ScopedQuerySet["Building"]):
    """Buildings."""

    centre_path: ClassVar[str] = "centre_id"
    shared_with_group: ClassVar[Q | None] = Q()

    def standing(self, on: date) -> Self:
        """In use on this day: opened, and not taken out of use."""
        return self.filter(in_use(on))


class EquipmentQuerySet(ScopedQuerySet["Equipment"]):
    """Plant and equipment."""

    centre_path: ClassVar[str] = "building__centre_id"
    shared_with_group: ClassVar[Q | None] = Q()

    def installed(self, on: date) -> Self:
        """Not removed by this day, in a building that stands."""
        kept = Q(removed_on_first__isnull=True) | Q(removed_on_first__gt=on)
        return self.filter(kept, in_use(on, at="building__"))

    def kept_beyond(self, day: date | F) -> Self:
        """Not gone by this day, or by the day in this column: neither removed nor its building or its centre
        given up. Where the building is not opened yet, it is there nevertheless."""
        kept = self
        for gone_on in ("removed_on", "building__retired_on", "building__centre__abolished_on"):
            still = Q(**{f"{gone_on}_first__isnull": True}) | Q(**{f"{gone_on}_first__gt": day})
            kept = kept.filter(still)
        return kept

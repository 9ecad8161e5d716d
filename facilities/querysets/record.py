"""Questions to what stands on the card of a centre: uses, rooms, land, years of use, files."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from django.db.models import Q

from common.db.scoped import ScopedQuerySet

if TYPE_CHECKING:
    from datetime import date

    from facilities.models import (  # noqa: F401 -- named in the class heads below
        BuildingUse,
        CentreFile,
        Land,
        Room,
        YearOfUse,
    )


class BuildingUseQuerySet(ScopedQuerySet["BuildingUse"]):
    """Uses of parts of a building."""

    centre_path: ClassVar[str] = "building__centre_id"
    shared_with_group: ClassVar[Q | None] = Q()


class RoomQuerySet(ScopedQuerySet["Room"]):
    """Rooms."""

    centre_path: ClassVar[str] = "building__centre_id"
    shared_with_group: ClassVar[Q | None] = Q()

    def usable(self, on: date) -> Self:
        """Not taken out of use by this day, in a building that stands."""
        return self.filter(
            Q(retired_on__isnull=True) | Q(retired_on__gt=on),
            Q(building__retired_on_first__isnull=True) | Q(building__retired_on_first__gt=on),
        )


class LandQuerySet(ScopedQuerySet["Land"]):
    """Land of a centre."""

    centre_path: ClassVar[str] = "centre_id"
    shared_with_group: ClassVar[Q | None] = Q()


class YearOfUseQuerySet(ScopedQuerySet["YearOfUse"]):
    """How a centre was used in a fiscal year, and what its upkeep cost."""

    centre_path: ClassVar[str] = "centre_id"
    shared_with_group: ClassVar[Q | None] = Q()


class CentreFileQuerySet(ScopedQuerySet["CentreFile"]):
    """Photographs and documents of a centre: a group sees what the city shares with it."""

    centre_path: ClassVar[str] = "centre_id"
    shared_with_group: ClassVar[Q | None] = Q(shared=True, withdrawn_on__isnull=True)

    def kept(self) -> Self:
        """Not withdrawn (取り下げ)."""
        return self.filter(withdrawn_on__isnull=True)

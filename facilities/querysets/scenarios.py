"""Questions to the scenarios of the forty-year cost."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from django.db.models import Q

from common.db.scoped import ScopedQuerySet

if TYPE_CHECKING:
    from datetime import datetime

    from facilities.models import ForecastScenario  # noqa: F401 -- named in the class head below


class ForecastScenarioQuerySet(ScopedQuerySet["ForecastScenario"]):
    """Scenarios (試算). They add up the whole city: only those who see every centre see them."""

    shared_with_group: ClassVar[Q | None] = None

    def unfinished(self) -> Self:
        """Neither computed nor given up."""
        return self.filter(finished_at=None)

    def free(self, at: datetime) -> Self:
        """Unfinished, and held by no worker at this moment."""
        return self.unfinished().filter(Q(leased_until=None) | Q(leased_until__lt=at))

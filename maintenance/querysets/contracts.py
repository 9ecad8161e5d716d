"""Service contracts as the office asks for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from django.apps import apps
from django.db.models import Q

from common.db.scoped import ScopedQuerySet

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from maintenance.models import DueInspection, ServiceContract  # noqa: F401 -- named in the class heads below


class ServiceContractQuerySet(ScopedQuerySet["ServiceContract"]):
    """Service contracts. They are the city's own papers: no community group reads any."""

    centre_path: ClassVar[str] = "coverages__centre_id"

    def within_centres(self, ids: Collection[int]) -> Self:
        """Contracts that cover at least one of these centres; each once, however many it covers."""
        covering = self.model._default_manager.filter(coverages__centre__in=ids).values("pk")
        return self.filter(pk__in=covering)

    def taking_on(self, type_code: str) -> Self:
        """Contracts that take on this type of inspection."""
        types = apps.get_model("maintenance", "ContractType")._default_manager
        return self.filter(pk__in=types.filter(type_code=type_code).order_by().values("contract"))

    def unanswered(self) -> Self:
        """Neither a successor nor the decision not to renew."""
        return self.filter(successor__isnull=True, not_renewed_on__isnull=True)

    def answered(self) -> Self:
        """A successor is entered, or it is decided not to renew."""
        return self.filter(Q(successor__isnull=False) | Q(not_renewed_on__isnull=False))

    def concerning(self, on: date) -> Self:
        """Not over by this day, or over with nothing said about what follows."""
        unanswered = Q(successor__isnull=True, not_renewed_on__isnull=True)
        return self.filter(Q(last_on__gte=on) | unanswered)

    def running(self, on: date) -> Self:
        return self.filter(Q(last_on__gte=on), first_on__lte=on)

"""Filings as the office asks for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from django.apps import apps
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from common.db.scoped import ScopedQuerySet
from maintenance.choices import FilingState

if TYPE_CHECKING:
    from datetime import date

    from maintenance.models import Filing, FilingFile  # noqa: F401 -- named in the class heads below


class FilingQuerySet(ScopedQuerySet["Filing"]):
    """Filings due and filed. The city files; a group sees none of it."""

    centre_path: ClassVar[str] = "building__centre_id"
    shared_with_group: ClassVar[Q | None] = None

    def pending(self) -> Self:
        """Neither filed nor withdrawn."""
        return self.filter(filed_on__isnull=True, withdrawn_on__isnull=True)

    def filed(self) -> Self:
        return self.filter(filed_on__isnull=False)

    def withdrawn(self) -> Self:
        """Neither filed nor to be filed."""
        return self.filter(filed_on__isnull=True, withdrawn_on__isnull=False)

    def overdue(self, on: date) -> Self:
        """Pending, and the day until which the authority's office takes it is before this day."""
        return self.pending().filter(due_on__lt=on)

    def while_there(self) -> Self:
        """What falls due when building, equipment or centre are gone is no duty; a thing whose end is known
        counts as gone where the due day is not."""
        rows = self
        for gone_on in ("building__retired_on", "equipment__removed_on", "building__centre__abolished_on"):
            gone_by_then = Q(**{f"{gone_on}_first__lte": F("due_on")})
            rows = rows.exclude(
                gone_by_then | Q(**{"due_on__isnull": True, f"{gone_on}_first__isnull": False})
            )
        return rows

    def standing_at(self, state: str, *, on: date) -> Self:
        """In this state on the day; the same answer as ``rules.filings.filing_state``."""
        if state == FilingState.FILED:
            return self.filed()
        if state == FilingState.WITHDRAWN:
            return self.withdrawn()
        if state == FilingState.UNKNOWN_DAY:
            return self.pending().filter(due_on__isnull=True)
        return self.overdue(on) if state == FilingState.OVERDUE else self.pending().filter(due_on__gte=on)

    def with_type_name(self) -> Self:
        """Each with ``type_name``, by the catalogue of today; its code where the catalogue has lost it."""
        # The model is still being made when this module is read.
        types = apps.get_model("maintenance", "InspectionType")._default_manager.in_front()
        named = types.filter(code=OuterRef("type_code")).order_by().values("name")
        return self.annotate(type_name=Coalesce(Subquery(named[:1]), F("type_code")))


class FilingFileQuerySet(ScopedQuerySet["FilingFile"]):
    """Papers of filings."""

    centre_path: ClassVar[str] = "filing__building__centre_id"
    shared_with_group: ClassVar[Q | None] = None

"""Questions to what was done about flags."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from django.db.models import OuterRef, Subquery

from common.db.scoped import ScopedQuerySet
from reminders.choices import Act

if TYPE_CHECKING:
    from reminders.models import Response  # noqa: F401 -- named in the class heads below


class ResponseQuerySet(ScopedQuerySet["Response"]):
    """Acts about flags: the city's own."""

    centre_path: ClassVar[str] = "flag__centre_id"

    def last_handovers(self) -> Self:
        """For each thing that is due the last word on whose it is, whichever day it is due on."""
        handovers = self.model._default_manager.filter(
            act=Act.HANDED_OVER,
            flag__kind=OuterRef("flag__kind"),
            flag__subject_id=OuterRef("flag__subject_id"),
        )
        return self.filter(pk=Subquery(handovers.order_by("-pk").values("pk")[:1]))

    def standing_snoozes(self) -> Self:
        """For each flag its snooze, unless it was taken up again since."""
        last = self.model._default_manager.filter(
            act__in=[Act.SNOOZED, Act.RESUMED], flag=OuterRef("flag_id")
        )
        return self.filter(act=Act.SNOOZED, pk=Subquery(last.order_by("-pk").values("pk")[:1]))

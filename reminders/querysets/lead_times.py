"""Questions to the plans of single centres."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from common.db.scoped import ScopedQuerySet

if TYPE_CHECKING:
    from reminders.models import CentreLeadTime  # noqa: F401 -- named in the class heads below


class CentreLeadTimeQuerySet(ScopedQuerySet["CentreLeadTime"]):
    """Plans of single centres: the city's own."""

    centre_path: ClassVar[str] = "centre_id"

"""What inspections found and the papers of turns, as the office asks for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db.models import Q

from common.db.scoped import ScopedQuerySet

if TYPE_CHECKING:
    from maintenance.models import (  # noqa: F401
        FailedAttempt,
        FindingPhoto,
        InspectionFile,
        InspectionFinding,
    )


class InspectionFindingQuerySet(ScopedQuerySet["InspectionFinding"]):
    """What inspections found (指摘事項)."""

    centre_path: ClassVar[str] = "turn__building__centre_id"
    shared_with_group: ClassVar[Q | None] = Q()


class FindingPhotoQuerySet(ScopedQuerySet["FindingPhoto"]):
    """Photographs of findings."""

    centre_path: ClassVar[str] = "finding__turn__building__centre_id"
    shared_with_group: ClassVar[Q | None] = Q()


class InspectionFileQuerySet(ScopedQuerySet["InspectionFile"]):
    """Papers of turns."""

    centre_path: ClassVar[str] = "turn__building__centre_id"
    shared_with_group: ClassVar[Q | None] = Q()


class FailedAttemptQuerySet(ScopedQuerySet["FailedAttempt"]):
    """Attempts at turns that came to nothing (点検できなかった日)."""

    centre_path: ClassVar[str] = "turn__building__centre_id"
    shared_with_group: ClassVar[Q | None] = Q()

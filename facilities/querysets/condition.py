"""Questions to the condition assessments."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from django.db.models import Exists, F, OuterRef, Q

from common.db.scoped import ScopedQuerySet

if TYPE_CHECKING:
    from datetime import date

    from facilities.models import (  # noqa: F401 -- named in the class heads below
        ConditionAssessment,
        PartGrade,
        PartPhoto,
    )


class ConditionAssessmentQuerySet(ScopedQuerySet["ConditionAssessment"]):
    """Assessments (劣化調査)."""

    centre_path: ClassVar[str] = "building__centre_id"
    shared_with_group: ClassVar[Q | None] = Q()

    def newest(self, on: date) -> Self:
        """Of each building the newest one, as things stood on this day."""
        newer = self.model._default_manager.filter(
            building=OuterRef("building"), assessed_on__gt=OuterRef("assessed_on"), assessed_on__lte=on
        )
        return self.filter(~Exists(newer), assessed_on__lte=on)

    def in_band(self, band: str) -> Self:
        """With a score in this band (区分) of its method."""
        return self.filter(band=band)

    def newest_first(self) -> Self:
        """By the day of the survey, the newest first."""
        return self.order_by("-assessed_on", "-pk")


class PartGradeQuerySet(ScopedQuerySet["PartGrade"]):
    """Grades of parts (部位の評価)."""

    centre_path: ClassVar[str] = "assessment__building__centre_id"
    shared_with_group: ClassVar[Q | None] = Q()


class PartPhotoQuerySet(ScopedQuerySet["PartPhoto"]):
    """Photographs of parts: the city's own."""

    centre_path: ClassVar[str] = "part_grade__assessment__building__centre_id"
    shared_with_group: ClassVar[Q | None] = None

    def in_order(self) -> Self:
        """As they were handed in."""
        return self.order_by(F("uploaded_at"), "pk")

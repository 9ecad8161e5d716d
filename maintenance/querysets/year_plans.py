"""Year plans and year-end reports as the office asks for them. Both are the city's own papers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.apps import apps
from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Coalesce

from common.db.scoped import ScopedQuerySet

if TYPE_CHECKING:
    from collections.abc import Collection

    from maintenance.models import (  # noqa: F401 -- named in the class heads below
        PlannedTurn,
        YearEndAnswer,
        YearEndReport,
        YearPlan,
    )


class YearPlanQuerySet(ScopedQuerySet["YearPlan"]):
    """Plans of whole years. That there is one, all of the city may know; its rows have their centres."""

    def within_centres(self, ids: Collection[int]) -> Self:  # noqa: ARG002
        """A plan is of all centres."""
        return self.all()


class PlannedTurnQuerySet(ScopedQuerySet["PlannedTurn"]):
    """Rows of year plans."""

    centre_path: ClassVar[str] = "building__centre_id"

    def of_year(self, year: int) -> Self:
        """The rows of the plan of this fiscal year."""
        return self.filter(plan__fiscal_year=year)

    def with_type_name(self) -> Self:
        """Each with ``type_name``, by the catalogue of today; its code where the catalogue has lost it."""
        types: Any = apps.get_model("maintenance", "InspectionType")._default_manager
        named = types.in_front().filter(code=OuterRef("type_code")).order_by().values("name")
        return self.annotate(type_name=Coalesce(Subquery(named[:1]), F("type_code")))


class YearEndReportQuerySet(ScopedQuerySet["YearEndReport"]):
    """Year-end reports."""

    centre_path: ClassVar[str] = "centre_id"


class YearEndAnswerQuerySet(ScopedQuerySet["YearEndAnswer"]):
    """Answers in year-end reports."""

    centre_path: ClassVar[str] = "report__centre_id"

"""Questions to the measures of supervision (監督の措置) and their improvement plans."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.apps import apps
from django.db.models import Case, CharField, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce

from common.db.scoped import ScopedQuerySet
from designated_managers.choices import SUSPENSIONS, ClosedHow, MeasureKind

if TYPE_CHECKING:
    from datetime import date

    from designated_managers.models import (  # noqa: F401 -- named in the class heads below
        ImprovementPlan,
        Measure,
        MeasureFile,
    )
    from designated_managers.querysets.designations import DesignationQuerySet

NOT_WITHDRAWN = ~Q(closed_how=ClosedHow.WITHDRAWN)


class MeasureQuerySet(ScopedQuerySet["Measure"]):
    """Measures. They are addressed to the group, which reads its own; what is open also after its term."""

    centre_path: ClassVar[str] = "designation__centre_id"
    organisation_path: ClassVar[str] = "designation__organisation_id"
    shared_with_group: ClassVar[Q | None] = Q()
    beyond_term: ClassVar[Q | None] = Q(closed_on__isnull=True)

    def standing(self) -> Self:
        """Not taken back as a mistake."""
        return self.filter(NOT_WITHDRAWN)

    def suspending(self, on: date) -> Self:
        """Suspensions that run on the day, of designations in force on it."""
        designations: Any = apps.get_model("designated_managers", "Designation")._default_manager.all()
        return self.standing().filter(
            Q(last_on__gte=on) | Q(last_on__isnull=True),
            Q(closed_on__gt=on) | Q(closed_on__isnull=True),
            kind__in=SUSPENSIONS,
            first_on__lte=on,
            designation__in=designations.in_force(on).order_by().values("pk"),
        )

    def open_instructions(self) -> Self:
        """Instructions that are not closed."""
        return self.filter(kind=MeasureKind.INSTRUCTION, closed_on__isnull=True)


WHOLE_FIRST = Case(When(kind=MeasureKind.SUSPENSION_WHOLE, then=0), default=1)
"""Where both run at once, the whole is told."""


def with_suspension(designations: DesignationQuerySet, on: date) -> DesignationQuerySet:
    """Designations, each with ``suspension``: the kind of the suspension that runs on the day, or nothing
    (業務停止). The same answer as ``queries.measures.suspension_on``."""
    measures: Any = apps.get_model("designated_managers", "Measure")._default_manager.all()
    running = measures.suspending(on).filter(designation=OuterRef("pk")).order_by(WHOLE_FIRST, "pk")
    return designations.annotate(
        suspension=Coalesce(Subquery(running.values("kind")[:1]), Value(""), output_field=CharField())
    )


class ImprovementPlanQuerySet(ScopedQuerySet["ImprovementPlan"]):
    """Improvement plans (改善計画): read as their measure is."""

    centre_path: ClassVar[str] = "measure__designation__centre_id"
    organisation_path: ClassVar[str] = "measure__designation__organisation_id"
    shared_with_group: ClassVar[Q | None] = Q()


class MeasureFileQuerySet(ScopedQuerySet["MeasureFile"]):
    """Documents of measures and of improvement plans: read as their measure is."""

    centre_path: ClassVar[str] = "measure__designation__centre_id"
    organisation_path: ClassVar[str] = "measure__designation__organisation_id"
    shared_with_group: ClassVar[Q | None] = Q()
    beyond_term: ClassVar[Q | None] = Q(measure__closed_on__isnull=True)

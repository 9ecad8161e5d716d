"""Questions to the roads to a designation, their plans and their steps."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self, TypeVar

from django.db import models
from django.db.models import Case, DateField, Exists, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce

from common.db.scoped import ScopedQuerySet
from designated_managers.choices import Needed
from designated_managers.querysets.other_records import rows_of
from designated_managers.rules.road_steps import FACTS

if TYPE_CHECKING:
    from datetime import date

    from designated_managers.models import (  # noqa: F401 -- named in the class heads below
        PlannedStep,
        Road,
        RoadPlan,
        RoadStep,
    )

GOAL = "first_on"
"""The fact that the goal of a road is: the first day of the term."""


PLANNED = (
    "name",
    "place",
    "latest_on",
    "usual_on",
    "provisional",
    "needed",
    "answered_by",
    "decided_by",
    "law",
    "evidence",
    "side",
)
"""What a plan says of a step."""


def fact_of_furthest(fact: str, road: str) -> Subquery:
    """A fact of the designation that is furthest on the road (``road`` leads to its id)."""
    rivals = rows_of("Designation").filter(road=OuterRef(road)).furthest_first().with_fact(fact)
    return Subquery(rivals.values("fact_on")[:1], output_field=DateField())


class RoadQuerySet(ScopedQuerySet["Road"]):
    """Roads. They are the city's: no community group reads any."""

    centre_path: ClassVar[str] = "centre_id"
    shared_with_group: ClassVar[Q | None] = None

    def going_on(self, on: date) -> Self:
        """Neither given up nor at their goal by this day; nor where the city takes the centre back."""
        arrived = rows_of("Designation").made(on).filter(road=OuterRef("pk"), first_on__lte=on)
        return (
            self.filter(Q(dropped_on__isnull=True) | Q(dropped_on__gt=on))
            .exclude(previous__direct_return_decided_on__isnull=False)
            .exclude(Exists(arrived))
        )

    def late(self, on: date) -> Self:
        """With a step that is over its latest day and not done."""
        late = rows_of("PlannedStep").pending(on).filter(latest_on__lt=on)
        return self.filter(Exists(late.filter(plan__road=OuterRef("pk"))))


M_co = TypeVar("M_co", bound=models.Model, covariant=True)


class OfRoads(ScopedQuerySet[M_co]):
    """Rows that hang on a road: the city's too."""

    shared_with_group: ClassVar[Q | None] = None


class RoadPlanQuerySet(OfRoads["RoadPlan"]):
    """The plans of roads, old ones too."""

    centre_path: ClassVar[str] = "road__centre_id"

    def current(self) -> Self:
        """The latest of each road."""
        newer = rows_of("RoadPlan").filter(road=OuterRef("road"), number__gt=OuterRef("number"))
        return self.filter(~Exists(newer))


class RoadStepQuerySet(OfRoads["RoadStep"]):
    """The steps of roads, whatever the plan."""

    centre_path: ClassVar[str] = "road__centre_id"

    def with_plan(self) -> Self:
        """Those of the current plans, each with what its plan says of it and with ``done_by``."""
        answers = [When(planned__answered_by=fact, then=fact_of_furthest(fact, "road_id")) for fact in FACTS]
        fact_on = Case(*answers, default=Value(None), output_field=DateField())
        told = {name: F(f"planned__{name}") for name in PLANNED}
        return (
            self.filter(planned__plan__in=rows_of("RoadPlan").current().values("pk"))
            .annotate(**told)
            .annotate(done_by=Coalesce(fact_on, "done_on"))
        )

    def late(self, on: date) -> Self:
        """Over their latest day and still to be done."""
        late = rows_of("PlannedStep").pending(on).filter(latest_on__lt=on)
        return self.filter(pk__in=late.values("step_id"))


class PlannedStepQuerySet(OfRoads["PlannedStep"]):
    """The steps of roads as plans have them."""

    centre_path: ClassVar[str] = "plan__road__centre_id"

    def current(self) -> Self:
        """Of the latest plan of each road."""
        return self.filter(plan__in=rows_of("RoadPlan").current().values("pk"))

    def with_done(self) -> Self:
        """Each with ``fact_on``, the day of the fact that answers it, and ``done_by``, that or the day
        somebody recorded."""
        answers = [When(answered_by=fact, then=fact_of_furthest(fact, "plan__road_id")) for fact in FACTS]
        fact_on = Case(*answers, default=Value(None), output_field=DateField())
        return self.annotate(fact_on=fact_on).annotate(done_by=Coalesce("fact_on", "step__done_on"))

    def done(self, on: date) -> Self:
        """Done by the day: a fact counts from its own day on, also where it was entered ahead."""
        return self.with_done().filter(done_by__lte=on)

    def left_behind(self, on: date) -> Self:
        """Steps before the vote that a later one, done by the day, has left behind; the same as
        ``rules.timeline``."""
        later = rows_of("PlannedStep").done(on).filter(plan=OuterRef("plan"), place__gt=OuterRef("place"))
        return self.filter(Exists(later), before_vote=True)

    def pending(self, on: date) -> Self:
        """Still to be done on a road that goes on: of the latest plan, by the day neither done nor left
        behind nor unneeded. The goal itself is nobody's task."""
        behind = rows_of("PlannedStep").current().left_behind(on).values("pk")
        return (
            self.current()
            .with_done()
            .filter(Q(done_by__isnull=True) | Q(done_by__gt=on), plan__road__dropped_on__isnull=True)
            .exclude(needed=Needed.NO)
            .exclude(answered_by=GOAL)
            .exclude(plan__road__previous__direct_return_decided_on__isnull=False)
            .exclude(pk__in=behind)
        )

    def of_the_current_plan_first(self) -> Self:
        """In the order of the road, the goal first."""
        return self.order_by(F("latest_on").desc(), F("place").desc())

"""Questions to the register of designations."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.apps import apps
from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, When
from django.db.models.functions import Coalesce, ExtractYear
from django.db.models.lookups import IsNull

from common.db.columns import text
from common.db.scoped import ScopedQuerySet
from common.months import latest_day_in_reach
from designated_managers.choices import DesignationStage, VoteResult
from designated_managers.querysets.obligations import annual_agreement_of, first_fee_approval
from designated_managers.rules.stage import FELL_THROUGH

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from designated_managers.models import Bundle, Designation  # noqa: F401 -- named in the class heads below


MADE = Q(designated_on__isnull=False) | Q(days_unconfirmed=True)
"""指定 was made, on whatever day; the same as ``Designation.is_made``."""

PASSED = Coalesce("prior_decision_on", Case(When(vote_result=VoteResult.PASSED, then=F("voted_on"))))
"""The day of the mayor's decision in place of the council (専決処分), which stands whatever the council does
later; else of the vote that passed the bill."""


class BundleQuerySet(ScopedQuerySet["Bundle"]):
    """Bundles (一括). The city's own papers: a group reads what they say of its own designation."""

    def within_centres(self, ids: Collection[int]) -> Self:
        """Those in which one of these centres is decided."""
        designations: Any = apps.get_model("designated_managers", "Designation")._default_manager
        return self.filter(Exists(designations.filter(bundle=OuterRef("pk"), centre__in=ids)))


class DesignationQuerySet(ScopedQuerySet["Designation"]):
    """Designations. A group reads its own once they are made; a draft is the city's."""

    centre_path: ClassVar[str] = "centre_id"
    organisation_path: ClassVar[str] = "organisation_id"
    shared_with_group: ClassVar[Q | None] = MADE

    def made(self, on: date) -> Self:
        """指定 made by this day; where the day is not known but the fact stands (要確認), it counts as
        made."""
        return self.filter(Q(designated_on__lte=on) | Q(designated_on__isnull=True, days_unconfirmed=True))

    def in_force(self, on: date) -> Self:
        """指定 made by the day, inside the term, not revoked by it. A missing agreement does not end it."""
        return self.made(on).filter(
            Q(first_on__lte=on) | Q(first_on__isnull=True),
            Q(last_on__gte=on) | Q(last_on__isnull=True),
            Q(revoked_on__gt=on) | Q(revoked_on__isnull=True),
        )

    def readable(self, on: date, *, days_before: int, days_after: int) -> Self:
        """Made by the day, from so many days before the first day with effect to so many after the last: on
        these days the organisation reads its centre. The same answer as ``rules.term.reading_days``."""
        return self.made(on).filter(
            Q(first_on__lte=on + timedelta(days=days_before)) | Q(first_on__isnull=True),
            Q(last_on__gte=on - timedelta(days=days_after)) | Q(last_on__isnull=True),
            # The day before the revocation is the last with effect.
            Q(revoked_on__gt=on - timedelta(days=days_after)) | Q(revoked_on__isnull=True),
            Q(revoked_on__gt=F("first_on")) | Q(revoked_on__isnull=True) | Q(first_on__isnull=True),
        )

    def ending_within(self, months: int, *, on: date) -> Self:
        """In force on the day, and over within so many months: by its last day or revoked before."""
        reach = latest_day_in_reach(on, months)
        return self.in_force(on).filter(Q(last_on__lte=reach) | Q(revoked_on__lte=reach))

    def with_stage(self, on: date) -> Self:
        """Each with its ``stage`` on the day; the same answer as ``rules.stage.stage_on``."""
        made = Q(designated_on__lte=on) | Q(designated_on__isnull=True, days_unconfirmed=True)
        voted = Q(voted_on__lte=on)
        return self.annotate(
            stage=Case(
                When(made & Q(revoked_on__lte=on), then=text(DesignationStage.REVOKED)),
                When(made & Q(first_on__gt=on), then=text(DesignationStage.MADE)),
                When(made & Q(last_on__lt=on), then=text(DesignationStage.ENDED)),
                When(made, then=text(DesignationStage.IN_FORCE)),
                When(
                    Q(prior_decision_on__lte=on) | voted & Q(vote_result=VoteResult.PASSED),
                    then=text(DesignationStage.VOTED),
                ),
                When(voted & Q(vote_result__in=FELL_THROUGH), then=text(DesignationStage.FELL_THROUGH)),
                When(
                    Q(bill_submitted_on__lte=on) | voted & Q(vote_result=VoteResult.CONTINUED),
                    then=text(DesignationStage.BILL),
                ),
                When(candidate_decided_on__lte=on, then=text(DesignationStage.CANDIDATE)),
                default=text(DesignationStage.PREPARING),
            )
        )

    def at_stage(self, stage: str, on: date) -> Self:
        """In this stage on the day."""
        return self.with_stage(on).filter(stage=stage)

    def not_failed(self) -> Self:
        """Without those whose bill failed, unless decided in place of the council (専決処分) or made
        before."""
        return self.filter(~Q(vote_result__in=FELL_THROUGH) | MADE | Q(prior_decision_on__isnull=False))

    def with_fact(self, fact: str) -> Self:
        """Each with ``fact_on``, the day of this fact (``rules.road_steps.FACTS``), which answers a step of
        its road."""
        if fact == "passed_on":
            return self.annotate(fact_on=PASSED)
        if fact == "first_on":
            return self.annotate(fact_on=Case(When(MADE, then=F("first_on"))))
        if fact == "fees_approved_on":
            return self.annotate(fact_on=first_fee_approval())
        if fact == "annual_agreed_on":
            january_to_march = Case(When(first_on__month__lt=4, then=1), default=0)
            rows = self.annotate(first_year=ExtractYear("first_on") - january_to_march)
            return rows.annotate(fact_on=annual_agreement_of("first_year"))
        return self.annotate(fact_on=F(fact))

    def furthest_first(self) -> Self:
        """Rival candidates of one road, whoever is furthest first: the road follows that one. Whose bill
        failed is not on the road any more."""
        return (
            self.not_failed()
            .annotate(
                reached=Case(
                    When(MADE, then=6),
                    When(IsNull(PASSED, rhs=False), then=5),
                    When(bill_submitted_on__isnull=False, then=4),
                    When(candidate_decided_on__isnull=False, then=3),
                    When(committee_on__isnull=False, then=2),
                    default=1,
                    output_field=IntegerField(),
                )
            )
            .order_by("-reached", "pk")
        )

"""Questions to the register of organisations and designations."""

from __future__ import annotations

import unicodedata
from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar, Self

from django.apps import apps
from django.db.models import Exists, F, OuterRef, Q

from common.db.scoped import ScopedQuerySet
from common.months import latest_day_in_reach

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from designated_managers.models import Designation, Organisation  # noqa: F401 -- named in the class heads below


class OrganisationQuerySet(ScopedQuerySet["Organisation"]):
    """Organisations. Each belongs to the centres it was designated for; city staff see all, a member always
    their own."""

    centre_path: ClassVar[str] = "designations__centre_id"
    organisation_path: ClassVar[str] = "pk"
    shared_with_group: ClassVar[Q | None] = Q()
    # Every row; an empty Q would vanish in an OR.
    beyond_term: ClassVar[Q | None] = Q(pk__isnull=False)

    def within_centres(self, ids: Collection[int]) -> Self:
        """Organisations that are or were designated for one of these centres; each once."""
        designated = self.model._default_manager.filter(designations__centre__in=ids).values("pk")
        return self.filter(pk__in=designated)

    def matching(self, text: str) -> Self:
        """Whose name, kana or representative holds every word of the text."""
        found = self
        for word in text.split():
            # NPO and ＮＰＯ are one word, whichever way either side is written.
            writings = {word, unicodedata.normalize("NFKC", word)}
            places = [f"{field}__icontains" for field in ("name", "kana", "representative")]
            found = found.filter(
                Q(*((place, writing) for place in places for writing in writings), _connector=Q.OR)
            )
        return found

    def with_running(self, on: date) -> Self:
        """Each with ``is_running``: whether it runs a centre on this day."""
        designations = DesignationQuerySet(apps.get_model("designated_managers", "Designation"))
        return self.annotate(is_running=Exists(designations.in_force(on).filter(organisation=OuterRef("pk"))))


MADE = Q(designated_on__isnull=False) | Q(days_unconfirmed=True)
"""指定 was made, on whatever day; the same as ``Designation.is_made``."""


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

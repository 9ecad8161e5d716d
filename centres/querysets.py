"""Questions to the centre register, named as the office speaks."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from django.apps import apps
from django.db.models import Case, CharField, Exists, OuterRef, Q, Value, When

from centres.choices import CentreStatus
from common.db.scoped import ScopedQuerySet
from common.names import search_text

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from centres.models import Centre, Post, PostHolding, Suspension  # noqa: F401 -- named in the class heads below


class CentreQuerySet(ScopedQuerySet["Centre"]):
    """Centres."""

    centre_path: ClassVar[str] = "pk"
    shared_with_group: ClassVar[Q | None] = Q()

    def matching(self, text: str) -> Self:
        """Whose name, kana, nickname, code or address holds every word of the text."""
        found = self
        for word in text.split():
            found = found.filter(Q(search__contains=search_text(word)))
        return found

    def standing(self, on: date) -> Self:
        """Not abolished by this day."""
        return self.filter(Q(abolished_on_first__isnull=True) | Q(abolished_on_first__gt=on))

    def with_status(self, on: date) -> Self:
        """Each with ``status`` on the day, the same answer as ``Centre.status_on``, and ``is_suspended``."""
        # The model is still being made when this module is read.
        suspensions = SuspensionQuerySet(apps.get_model("centres", "Suspension")).on_day(on)
        nothing_known = Q(
            opened_on_first__isnull=True, works_began_on_first__isnull=True, planned_on_first__isnull=True
        )
        status = Case(
            When(abolished_on_first__lte=on, then=Value(CentreStatus.ABOLISHED)),
            When(is_suspended=True, then=Value(CentreStatus.SUSPENDED)),
            When(Q(opened_on_first__lte=on) | nothing_known, then=Value(CentreStatus.IN_USE)),
            When(works_began_on_first__lte=on, then=Value(CentreStatus.UNDER_WORKS)),
            default=Value(CentreStatus.PLANNED),
            output_field=CharField(),
        )
        return self.annotate(is_suspended=Exists(suspensions.filter(centre=OuterRef("pk")))).annotate(
            status=status
        )


class SuspensionQuerySet(ScopedQuerySet["Suspension"]):
    """Spans of days on which a centre was or is out of use."""

    centre_path: ClassVar[str] = "centre_id"
    shared_with_group: ClassVar[Q | None] = Q()

    def on_day(self, on: date) -> Self:
        return self.filter(Q(last_on__isnull=True) | Q(last_on__gte=on), first_on__lte=on)


class PostQuerySet(ScopedQuerySet["Post"]):
    """Posts. The section's own posts belong to no centre and are open to city staff; a group knows those in
    charge of its centre."""

    centre_path: ClassVar[str] = "centre_id"
    shared_with_group: ClassVar[Q | None] = Q()

    def within_centres(self, ids: Collection[int]) -> Self:
        """The posts of these centres, and those in charge of them."""
        in_charge = self.model._default_manager.filter(centres_in_charge__in=ids).values("pk")
        return self.filter(Q(centre_id__in=ids) | Q(pk__in=in_charge))


class PostHoldingQuerySet(ScopedQuerySet["PostHolding"]):
    """Who holds which post from when to when."""

    centre_path: ClassVar[str] = "post__centre_id"

    def held(self, on: date) -> Self:
        """Held on this day."""
        return self.filter(Q(last_on__isnull=True) | Q(last_on__gte=on), first_on__lte=on)

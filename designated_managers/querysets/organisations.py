"""Questions to the register of organisations."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.apps import apps
from django.db.models import Exists, OuterRef, Q

from common.db.scoped import ScopedQuerySet

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from designated_managers.models import Organisation  # noqa: F401 -- named in the class heads below


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
        designations: Any = apps.get_model("designated_managers", "Designation")._default_manager.all()
        return self.annotate(is_running=Exists(designations.in_force(on).filter(organisation=OuterRef("pk"))))

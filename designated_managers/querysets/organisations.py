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

    # Named in the class heads below.
    from designated_managers.models import (  # noqa: F401
        Organisation,
        OrganisationFile,
        OrganisationOfficer,
    )


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


class OfAnOrganisation(ScopedQuerySet[Any]):
    """What belongs to an organisation: the city reads it, and that group itself, also outside of its
    terms."""

    centre_path: ClassVar[str] = "organisation__designations__centre_id"
    organisation_path: ClassVar[str] = "organisation_id"
    shared_with_group: ClassVar[Q | None] = Q()
    beyond_term: ClassVar[Q | None] = Q(pk__isnull=False)

    def within_centres(self, ids: Collection[int]) -> Self:
        """Of organisations that are or were designated for one of these centres; each once."""
        designations: Any = apps.get_model("designated_managers", "Designation")._default_manager.all()
        held = designations.filter(organisation=OuterRef("organisation_id"), centre__in=ids)
        return self.filter(Exists(held))


class OrganisationOfficerQuerySet(OfAnOrganisation, ScopedQuerySet["OrganisationOfficer"]):
    """Officers and their terms."""

    def in_office(self, on: date) -> Self:
        """Whose term runs on this day (在任中); a term without an end runs on."""
        return self.filter(Q(last_on__gte=on) | Q(last_on__isnull=True), first_on__lte=on)


class OrganisationFileQuerySet(OfAnOrganisation, ScopedQuerySet["OrganisationFile"]):
    """Papers on file: a group reads its own, as long as they are kept."""

    shared_with_group: ClassVar[Q | None] = Q(withdrawn_on__isnull=True)
    beyond_term: ClassVar[Q | None] = Q(withdrawn_on__isnull=True)

    def kept(self) -> Self:
        """Not withdrawn (取り下げ)."""
        return self.filter(withdrawn_on__isnull=True)

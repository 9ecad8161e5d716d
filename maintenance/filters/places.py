"""Lists that can be narrowed to one centre."""

from __future__ import annotations

from typing import TYPE_CHECKING

from centres.models import Centre
from ui.filters import WholeFilterSet, offer

if TYPE_CHECKING:
    from common.scope import Scope


class OfCentres(WholeFilterSet):
    """A list that can be narrowed to one centre.

    ``only_centre`` is there where the viewer has but one: then there is nothing to choose.
    """

    only_centre: int | None = None

    def offer_centres(self, scope: Scope) -> None:
        """The centres to choose from."""
        centres = list(Centre.objects.within(scope).values_list("pk", "name"))
        offer(self, "centre", centres)
        if len(centres) == 1:
            self.only_centre = centres[0][0]
            del self.filters["centre"]

    @property
    def centre_pk(self) -> int | None:
        """The one centre that the list is about, if it is about one."""
        chosen = self.form.cleaned_data.get("centre")
        return int(chosen) if chosen else self.only_centre

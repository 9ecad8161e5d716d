"""What the lists of the buildings and projects share: to be narrowed to a centre or a district."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from centres.models import Centre
from ui.filters import WholeFilterSet, offer

if TYPE_CHECKING:
    from datetime import date

    from common.scope import Scope


class OfPlaces(WholeFilterSet):
    """A list with the filters ``centre`` and ``district``, looked at on a day; whoever sees one centre has
    nothing to choose."""

    def __init__(self, *args: Any, scope: Scope, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on = on
        rows = Centre.objects.within(scope).values_list("pk", "name", "district_id", "district__name")
        centres = list(rows)
        offer(self, "centre", [(pk, name) for pk, name, _, _ in centres])
        districts = {pk: name for _, _, pk, name in centres}
        offer(self, "district", [(pk, name) for pk, name in districts.items() if name])
        if len(centres) <= 1:
            del self.filters["centre"], self.filters["district"]

"""The resource of obligations, to be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from common.rest.resources import Resource
from designated_managers.api.serializers.obligations import ObligationShape
from designated_managers.filters.obligations import ObligationsAsked
from designated_managers.models import Obligation

if TYPE_CHECKING:
    from designated_managers.querysets.obligations import ObligationQuerySet


class Obligations(Resource):
    """Obligations (義務)."""

    model = Obligation
    shape = ObligationShape
    filters = ObligationsAsked
    order = ("due_on", "id")
    orderings = {"due_on": "due_on", "fiscal_year": "fiscal_year"}
    titles = {"list": "義務の一覧", "retrieve": "義務"}

    def rows(self) -> ObligationQuerySet:
        return Obligation.objects.within(self.scope).with_done()

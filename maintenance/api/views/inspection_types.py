"""The catalogue of inspections, to be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from common.rest.resources import Resource
from maintenance.api.serializers.inspection_types import InspectionTypeShape
from maintenance.filters.inspection_types import InspectionTypesAsked
from maintenance.models import InspectionType

if TYPE_CHECKING:
    from common.db.catalogue_rows import CatalogueRowQuerySet


class InspectionTypes(Resource):
    """The catalogue (点検の種類), the city's row in front of the shipped one; retired types too."""

    model = InspectionType
    shape = InspectionTypeShape
    filters = InspectionTypesAsked
    lookup_field = "code"
    lookup_value_converter = "str"
    order = ("code",)
    orderings = {"name": "name", "cycle_months": "cycle_months"}
    titles = {"list": "点検の種類の一覧", "retrieve": "点検の種類"}

    def rows(self) -> CatalogueRowQuerySet[InspectionType]:
        return InspectionType.objects.in_front()

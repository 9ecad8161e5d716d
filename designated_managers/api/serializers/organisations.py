"""What the API answers of organisations, and what it takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drf_spectacular.utils import extend_schema_serializer

from common.rest.inputs import Input
from common.rest.shapes import Shape
from common.rest.values import Coded
from designated_managers.choices import OrganisationKind
from designated_managers.models import Organisation

if TYPE_CHECKING:
    pass


@extend_schema_serializer(component_name="Organisation")
class OrganisationShape(Shape):
    """An organisation (団体)."""

    kind = Coded(OrganisationKind)

    class Meta:
        model = Organisation
        fields = (
            "id",
            "name",
            "kana",
            "kind",
            "corporate_number",
            "representative",
            "address",
            "phone",
            "email",
            "internal_notes",
        )


class OrganisationInput(Input):
    """The facts of an organisation."""

    class Meta:
        model = Organisation
        fields = OrganisationShape.Meta.fields[1:]

"""What the API answers of organisations, and what it takes."""

from __future__ import annotations

from typing import ClassVar

from drf_spectacular.utils import extend_schema_serializer

from common.rest.inputs import Input
from common.rest.shapes import Shape
from common.rest.values import Coded, PartialDay, Ref
from common.rest.wire import PartialDayText
from designated_managers.choices import CorporateStatus, OfficerRole, OrganisationKind
from designated_managers.models import Organisation, OrganisationOfficer


@extend_schema_serializer(component_name="Organisation")
class OrganisationShape(Shape):
    """An organisation (団体)."""

    kind = Coded(OrganisationKind)
    corporate_status = Coded(CorporateStatus)
    founded_on = PartialDay(label="設立日")

    class Meta:
        model = Organisation
        fields = (
            "id",
            "name",
            "kana",
            "kind",
            "corporate_status",
            "corporate_number",
            "founded_on",
            "representative",
            "address",
            "contact_name",
            "phone",
            "email",
            "internal_notes",
        )


class OrganisationInput(Input):
    """The facts of an organisation."""

    founded_on = PartialDayText()

    class Meta:
        model = Organisation
        fields = OrganisationShape.Meta.fields[1:]


@extend_schema_serializer(component_name="OrganisationOfficer")
class OfficerShape(Shape):
    """A term of an officer (役員の任期)."""

    organisation = Ref("organisation_id", "organisation__name")
    role = Coded(OfficerRole)

    class Meta:
        model = OrganisationOfficer
        fields: ClassVar[tuple[str, ...]] = (
            "id",
            "organisation",
            "role",
            "name",
            "kana",
            "first_on",
            "last_on",
        )

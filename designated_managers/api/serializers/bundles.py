"""What the API answers of bundles, and what it takes."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema_serializer

from common.rest.inputs import Input
from common.rest.shapes import Shape
from common.rest.values import Coded, IdOf
from common.rest.wire import OneOf
from designated_managers.choices import SelectionKind, VoteResult
from designated_managers.models import Bundle, CouncilSession
from designated_managers.models.decisions import DECIDED


@extend_schema_serializer(component_name="Bundle")
class BundleShape(Shape):
    """What is decided of several centres together (一括)."""

    selection_kind = Coded(SelectionKind)
    session = IdOf("session_id", label="議決する会期の番号")
    vote_result = Coded(VoteResult)

    class Meta:
        model = Bundle
        fields = ("id", "name", *DECIDED, "notes")


class BundleInput(Input):
    """The facts of a bundle."""

    session = OneOf(lambda _: CouncilSession.objects.all(), required=False, allow_null=True)

    class Meta:
        model = Bundle
        fields = BundleShape.Meta.fields[1:]

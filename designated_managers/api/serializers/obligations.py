"""What the API answers of obligations."""

from __future__ import annotations

from typing import ClassVar

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from common.rest.shapes import Shape
from common.rest.values import Coded, IdOf, Ref
from designated_managers.choices import Frequency, ObligationForm, ObligationSide
from designated_managers.models import Obligation


@extend_schema_serializer(component_name="Obligation")
class ObligationShape(Shape):
    """An obligation (義務): what is owed for a period, by which day, by whom, and whether it is done."""

    centre = Ref("designation__centre_id", "designation__centre__name", label="施設")
    organisation = Ref("designation__organisation_id", "designation__organisation__name", label="団体")
    designation = IdOf("designation_id", label="指定の番号")
    frequency = Coded(Frequency)
    side = Coded(ObligationSide)
    form = Coded(ObligationForm)
    done = serializers.BooleanField(source="is_done", label="済んでいるか")

    class Meta:
        model = Obligation
        fields: ClassVar[tuple[str, ...]] = (
            "id",
            "centre",
            "organisation",
            "designation",
            "type_code",
            "name",
            "frequency",
            "fiscal_year",
            "period_code",
            "period_first",
            "period_last",
            "event",
            "due_on",
            "due_reason",
            "due_provisional",
            "side",
            "form",
            "done",
            "not_needed_on",
            "not_needed_reason",
            "internal_notes",
        )

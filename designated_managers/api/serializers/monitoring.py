"""What the API answers of site visits, findings, evaluations and measures."""

from __future__ import annotations

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from common.rest.shapes import Shape
from common.rest.values import Coded, FromColumns, IdOf, Ref, coded_schema
from designated_managers.choices import ClosedHow, FindingState, MeasureKind, Severity
from designated_managers.models import Evaluation, Finding, Measure, SiteVisit
from designated_managers.rules.findings import FindingDays, finding_state_on


@extend_schema_serializer(component_name="SiteVisit")
class SiteVisitShape(Shape):
    """A site visit (実地調査)."""

    designation = IdOf("designation_id", label="指定の番号")
    centre = Ref("designation__centre_id", "designation__centre__name")
    organisation = Ref("designation__organisation_id", "designation__organisation__name")

    class Meta:
        model = SiteVisit
        fields: ClassVar[tuple[str, ...]] = (
            "id",
            "designation",
            "centre",
            "organisation",
            "visited_on",
            "visited_by",
            "summary",
            "told_on",
            "internal_notes",
        )


class FindingStateToday(FromColumns):
    """Where a finding stands today."""

    schema: ClassVar[dict[str, Any]] = {**coded_schema(FindingState.choices), "nullable": False}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__("on", "due_on", "answered_on", "closed_on", **kwargs)

    def shape(self, *values: Any) -> Any:
        on, *days = values
        state = finding_state_on(on, FindingDays(*days))
        return {"code": state.value, "label": state.label}


@extend_schema_serializer(component_name="Finding")
class FindingShape(Shape):
    """A finding of a site visit (指摘)."""

    site_visit = IdOf("visit_id", label="実地調査の番号")
    centre = Ref("visit__designation__centre_id", "visit__designation__centre__name")
    organisation = Ref("visit__designation__organisation_id", "visit__designation__organisation__name")
    severity = Coded(Severity)
    state = FindingStateToday(label="状態")

    class Meta:
        model = Finding
        fields: ClassVar[tuple[str, ...]] = (
            "id",
            "site_visit",
            "centre",
            "organisation",
            "severity",
            "state",
            "text",
            "due_on",
            "answered_on",
            "answer",
            "closed_on",
            "closing_note",
        )


@extend_schema_serializer(component_name="Evaluation")
class EvaluationShape(Shape):
    """A yearly evaluation (年度評価): what is published, and the group's own grade once it was handed in."""

    internal = frozenset({"has_draft"})

    designation = IdOf("designation_id", label="指定の番号")
    centre = Ref("designation__centre_id", "designation__centre__name")
    organisation = Ref("designation__organisation_id", "designation__organisation__name")
    scheme = Ref("scheme_id", "scheme__name")
    self_overall = serializers.CharField(label="自己評価の総合評価（評語のコード）", allow_null=True)
    self_handed_in_on = serializers.DateField(
        source="handed_in_on", label="自己評価が出た日", allow_null=True
    )
    overall = serializers.CharField(
        source="published_overall", label="公表した総合評価（評語のコード）", allow_null=True
    )
    published_on = serializers.DateField(label="公表した日", allow_null=True)
    has_draft = serializers.BooleanField(label="市の下書きがあるか")

    class Meta:
        model = Evaluation
        fields: ClassVar[tuple[str, ...]] = (
            "id",
            "designation",
            "centre",
            "organisation",
            "fiscal_year",
            "scheme",
            "asked_on",
            "self_due_on",
            "self_overall",
            "self_handed_in_on",
            "overall",
            "published_on",
            "has_draft",
        )


@extend_schema_serializer(component_name="Measure")
class MeasureShape(Shape):
    """A measure of supervision (監督の措置)."""

    designation = IdOf("designation_id", label="指定の番号")
    centre = Ref("designation__centre_id", "designation__centre__name")
    organisation = Ref("designation__organisation_id", "designation__organisation__name")
    kind = Coded(MeasureKind)
    closed_how = Coded(ClosedHow)

    class Meta:
        model = Measure
        fields: ClassVar[tuple[str, ...]] = (
            "id",
            "designation",
            "centre",
            "organisation",
            "kind",
            "decided_on",
            "number",
            "reason",
            "requested_on",
            "plan_by",
            "improve_by",
            "stopped",
            "first_on",
            "last_on",
            "ends_on",
            "heard_on",
            "not_heard_reason",
            "closed_on",
            "closed_how",
            "closing_number",
            "closing_reason",
            "internal_notes",
        )

"""The resources of site visits, findings, evaluations and measures: to be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import DateField, Value

from common.rest.resources import Resource
from designated_managers.api.serializers.monitoring import (
    EvaluationShape,
    FindingShape,
    MeasureShape,
    SiteVisitShape,
)
from designated_managers.filters.monitoring import (
    EvaluationsAsked,
    FindingsAsked,
    MeasuresAsked,
    SiteVisitsAsked,
)
from designated_managers.models import Evaluation, Finding, Measure, SiteVisit

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from designated_managers.querysets.monitoring import EvaluationQuerySet


class SiteVisits(Resource):
    """Site visits (実地調査)."""

    model = SiteVisit
    shape = SiteVisitShape
    filters = SiteVisitsAsked
    order = ("visited_on", "id")
    orderings = {"visited_on": "visited_on"}
    titles = {"list": "実地調査の一覧", "retrieve": "実地調査"}


class Findings(Resource):
    """Findings of site visits (指摘)."""

    model = Finding
    shape = FindingShape
    filters = FindingsAsked
    order = ("id",)
    orderings = {"due_on": "due_on"}
    titles = {"list": "指摘の一覧", "retrieve": "指摘"}

    def rows(self) -> QuerySet[Finding]:
        return Finding.objects.within(self.scope).annotate(on=Value(self.on, output_field=DateField()))


class Evaluations(Resource):
    """Yearly evaluations (年度評価)."""

    model = Evaluation
    shape = EvaluationShape
    filters = EvaluationsAsked
    order = ("fiscal_year", "id")
    orderings = {"fiscal_year": "fiscal_year"}
    titles = {"list": "年度評価の一覧", "retrieve": "年度評価"}

    def rows(self) -> EvaluationQuerySet:
        return Evaluation.objects.within(self.scope).with_standing()


class Measures(Resource):
    """Measures of supervision (監督の措置)."""

    model = Measure
    shape = MeasureShape
    filters = MeasuresAsked
    order = ("decided_on", "id")
    orderings = {"decided_on": "decided_on", "improve_by": "improve_by"}
    titles = {"list": "監督の措置の一覧", "retrieve": "監督の措置"}

"""Rows of year plans, and year-end reports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from common.rest.resources import Resource, seen
from maintenance import actions
from maintenance.api.serializers.year_plans import PlannedTurnInput, PlannedTurnShape, YearEndReportShape
from maintenance.filters.year_plans import PlannedTurnsAsked, YearEndReportsAsked
from maintenance.models import PlannedTurn, ServiceContract, YearEndReport

if TYPE_CHECKING:
    from rest_framework.request import Request
    from rest_framework.response import Response

    from maintenance.querysets.year_plans import PlannedTurnQuerySet


class YearPlans(Resource):
    """The rows of year plans (年間点検計画)."""

    model = PlannedTurn
    shape = PlannedTurnShape
    filters = PlannedTurnsAsked
    order = ("id",)
    orderings = {"due_on": "due_on", "planned_on": "planned_on", "budget": "budget"}
    inputs = {"partial_update": PlannedTurnInput}
    conflicts = frozenset({"already-done"})
    titles = {
        "list": "年間点検計画の行の一覧",
        "retrieve": "年間点検計画の行",
        "partial_update": "計画を直す",
    }

    def rows(self) -> PlannedTurnQuerySet:
        rows = PlannedTurn.objects.within(self.scope).with_type_name()
        return rows.annotate(contract_seen=seen(ServiceContract, "contract_id", self.scope))

    def partial_update(self, request: Request, pk: int) -> Response:  # noqa: ARG002
        """Change the day, the contractor, the contract, the budget or the note of a row (計画の変更)."""
        facts = self.facts(self.found(pk))
        self.do(
            lambda: actions.change_planned_turn(
                pk, on=self.on, expected_version=self.expected_version, **facts
            )
        )
        return self.answer(pk)


class YearEndReports(Resource):
    """Year-end reports (法定点検実施報告書), to be read."""

    model = YearEndReport
    shape = YearEndReportShape
    filters = YearEndReportsAsked
    order = ("id",)
    orderings = {"fiscal_year": "fiscal_year", "closed_on": "closed_on"}
    titles = {"list": "法定点検実施報告書の一覧", "retrieve": "法定点検実施報告書"}

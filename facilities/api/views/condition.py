"""The resource of the condition assessments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rest_framework.response import Response

from common.clock import now
from common.rest.resources import Resource
from facilities import actions
from facilities.api.serializers.condition import (
    AssessmentDetailShape,
    AssessmentShape,
    ConditionAssessmentChange,
    ConditionAssessmentInput,
)
from facilities.filters.condition import AssessmentsAsked
from facilities.models import ConditionAssessment

if TYPE_CHECKING:
    from rest_framework.request import Request


class ConditionAssessments(Resource):
    """Condition assessments (劣化調査)."""

    model = ConditionAssessment
    shape = AssessmentShape
    detail_shape = AssessmentDetailShape
    filters = AssessmentsAsked
    order = ("assessed_on", "id")
    orderings = {"assessed_on": "assessed_on", "score": "score"}
    inputs = {"create": ConditionAssessmentInput, "partial_update": ConditionAssessmentChange}
    titles = {
        "list": "劣化調査の一覧",
        "retrieve": "劣化調査",
        "create": "劣化調査を記録する",
        "partial_update": "劣化調査の内容を直す",
    }

    def create(self, request: Request) -> Response:  # noqa: ARG002
        """Keep a survey of a building (劣化調査の記録)."""
        facts = self.facts()
        kept = self.do(lambda: actions.record_assessment(on=self.on, at=now(), **facts))
        return self.answer(kept.pk, status=201)

    def partial_update(self, request: Request, pk: int) -> Response:  # noqa: ARG002
        """Correct a survey (劣化調査の訂正)."""
        facts = self.facts(self.found(pk))
        self.do(
            lambda: actions.correct_assessment(
                pk, on=self.on, at=now(), expected_version=self.expected_version, **facts
            )
        )
        return self.answer(pk)

"""The turns of inspections."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db.models import DateField, Value
from rest_framework.decorators import action
from rest_framework.response import Response

from common.rest.resources import Resource
from maintenance import actions
from maintenance.api.serializers.inspections import (
    InspectionInput,
    InspectionShape,
    PlanDayInput,
    WithdrawInput,
)
from maintenance.api.serializers.recording import CorrectInput, CouldNotInput, RecordInput
from maintenance.filters.inspections import InspectionsAsked
from maintenance.models import DueInspection
from maintenance.queries.inspections import may_put_right, turns_to_show

if TYPE_CHECKING:
    from rest_framework.request import Request

    from maintenance.querysets.inspections import DueInspectionQuerySet


class Inspections(Resource):
    """Turns of inspections (点検)."""

    model = DueInspection
    shape = InspectionShape
    filters = InspectionsAsked
    order = ("id",)
    orderings = {"due_on": "due_on", "done_on": "done_on"}
    inputs = {
        "create": InspectionInput,
        "record": RecordInput,
        "day": PlanDayInput,
        "withdraw": WithdrawInput,
        "correct": CorrectInput,
        "could_not": CouldNotInput,
    }
    acts = {
        "record": ("view", "change"),
        "day": ("view", "add", "change"),
        "withdraw": ("view", "add", "change"),
        "correct": ("view", "change"),
        "could_not": ("view", "change"),
    }
    conflicts = frozenset({"already-done", "withdrawn", "not-done"})
    titles = {
        "list": "点検の一覧",
        "retrieve": "点検",
        "create": "点検を登録する",
        "record": "点検を記録する",
        "day": "実施予定日を決める",
        "withdraw": "点検を取りやめる",
        "correct": "点検の記録を直す",
        "could_not": "点検できなかったことを記録する",
    }

    def rows(self) -> DueInspectionQuerySet:
        on = Value(self.on, output_field=DateField())
        return DueInspection.objects.within(self.scope).with_type_name().with_outcome().annotate(on=on)

    def create(self, request: Request) -> Response:  # noqa: ARG002
        """Put an inspection under watch (点検の登録)."""
        facts = self.facts()
        return self.answer(self.do(lambda: actions.plan_inspection(**facts, on=self.on)).pk, status=201)

    @action(detail=True, methods=["post"])
    def record(self, request: Request, pk: int) -> Response:  # noqa: ARG002
        """Record a turn as done (点検の記録); the next one is planned at once."""
        facts = self.facts(self._theirs(pk))
        self.do(lambda: actions.record_inspection(pk, on=self.on, **facts))
        return self.answer(pk)

    @action(detail=True, methods=["post"])
    def day(self, request: Request, pk: int) -> Response:  # noqa: ARG002
        """Decide on which day a turn is done (実施予定日を決める); the due day stays where it is."""
        facts = self.facts(self._theirs(pk))
        version = self.expected_version
        self.do(lambda: actions.plan_day(pk, on=self.on, expected_version=version, **facts))
        return self.answer(pk)

    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, pk: int) -> Response:  # noqa: ARG002
        """Say that a turn could not or need not be done (取りやめ), with the reason."""
        facts = self.facts(self._theirs(pk))
        version = self.expected_version
        self.do(lambda: actions.withdraw_turn(pk, on=self.on, expected_version=version, **facts))
        return self.answer(pk)

    @action(detail=True, methods=["post"])
    def correct(self, request: Request, pk: int) -> Response:  # noqa: ARG002
        """Put a record right (点検の記録の訂正); what it said before stays in its history."""
        facts = self.facts(self._theirs_to_put_right(pk))
        version = self.expected_version
        self.do(lambda: actions.correct_inspection(pk, on=self.on, expected_version=version, **facts))
        return self.answer(pk)

    @action(detail=True, methods=["post"], url_path="could-not")
    def could_not(self, request: Request, pk: int) -> Response:  # noqa: ARG002
        """Say that a turn could not be done (点検できなかった): it stays open, with a new planned day."""
        facts = self.facts(self._theirs_to_put_right(pk))
        self.do(lambda: actions.record_failed_attempt(pk, on=self.on, **facts))
        return self.answer(pk)

    def _theirs(self, pk: int) -> DueInspection:
        """The turn, for those who may record it today."""
        turn: DueInspection = self.found(pk)
        if not self.scope.may_act_at(turn.building.centre_id):
            raise PermissionDenied
        return turn

    def _theirs_to_put_right(self, pk: int) -> DueInspection:
        """The turn, for those who may put its record or its day right today."""
        turn = self._theirs(pk)
        if not may_put_right(turns_to_show(self.scope).get(pk=pk), self.scope):
            raise PermissionDenied
        return turn

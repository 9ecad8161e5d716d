"""Filings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import DateField, Value
from rest_framework.decorators import action
from rest_framework.response import Response

from common.rest.resources import Resource
from maintenance import actions
from maintenance.api.serializers.filings import (
    CorrectFilingInput,
    FilingInput,
    FilingShape,
    RecordFilingInput,
    WithdrawFilingInput,
)
from maintenance.filters.filings import FilingsAsked
from maintenance.models import Filing

if TYPE_CHECKING:
    from rest_framework.request import Request

    from maintenance.querysets.filings import FilingQuerySet


class Filings(Resource):
    """Filings of inspections with authorities (届出・報告)."""

    model = Filing
    shape = FilingShape
    filters = FilingsAsked
    order = ("id",)
    orderings = {"due_on": "due_on", "filed_on": "filed_on"}
    inputs = {
        "create": FilingInput,
        "record": RecordFilingInput,
        "withdraw": WithdrawFilingInput,
        "correct": CorrectFilingInput,
    }
    acts = {
        "record": ("view", "change"),
        "withdraw": ("view", "change"),
        "correct": ("view", "change"),
    }
    conflicts = frozenset({"already-filed", "withdrawn", "not-filed"})
    titles = {
        "list": "届出・報告の一覧",
        "retrieve": "届出・報告",
        "create": "届出・報告を登録する",
        "record": "提出を記録する",
        "withdraw": "届出・報告を取りやめる",
        "correct": "提出の記録を直す",
    }

    def rows(self) -> FilingQuerySet:
        on = Value(self.on, output_field=DateField())
        return Filing.objects.within(self.scope).with_type_name().annotate(on=on)

    def create(self, request: Request) -> Response:  # noqa: ARG002
        """Put under watch what was filed before the system (届出・報告の登録)."""
        facts = self.facts()
        return self.answer(self.do(lambda: actions.plan_filing(**facts, on=self.on)).pk, status=201)

    @action(detail=True, methods=["post"])
    def record(self, request: Request, pk: int) -> Response:  # noqa: ARG002
        """Record that it was filed (提出の記録); the next one is planned at once."""
        facts = self.facts(self.found(pk))
        self.do(
            lambda: actions.record_filing(pk, on=self.on, expected_version=self.expected_version, **facts)
        )
        return self.answer(pk)

    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, pk: int) -> Response:  # noqa: ARG002
        """Say that it need not be filed (取りやめ), with the reason."""
        self.found(pk)
        facts = self.facts()
        self.do(
            lambda: actions.withdraw_filing(pk, on=self.on, expected_version=self.expected_version, **facts)
        )
        return self.answer(pk)

    @action(detail=True, methods=["post"])
    def correct(self, request: Request, pk: int) -> Response:  # noqa: ARG002
        """Put a record right (提出の記録の訂正); what it said before stays in its history."""
        facts = self.facts(self.found(pk))
        self.do(
            lambda: actions.correct_filing(pk, on=self.on, expected_version=self.expected_version, **facts)
        )
        return self.answer(pk)

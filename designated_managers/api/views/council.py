"""The resource of the council's sessions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from common.rest.resources import Resource
from designated_managers import actions
from designated_managers.api.serializers.council import CouncilSessionInput, CouncilSessionShape
from designated_managers.filters.roads import SessionsAsked
from designated_managers.models import CouncilSession

if TYPE_CHECKING:
    from rest_framework.request import Request
    from rest_framework.response import Response


class CouncilSessions(Resource):
    """Sessions of the council (議会の会期)."""

    model = CouncilSession
    shape = CouncilSessionShape
    filters = SessionsAsked
    order = ("year", "id")
    orderings = {"votes_on": "votes_on"}
    inputs = {"create": CouncilSessionInput, "partial_update": CouncilSessionInput}
    titles = {
        "list": "議会の会期の一覧",
        "retrieve": "議会の会期",
        "create": "会期を登録する",
        "partial_update": "会期の内容を直す",
    }

    def create(self, request: Request) -> Response:  # noqa: ARG002
        """Enter a session (会期の登録)."""
        facts = self.facts()
        made = self.do(lambda: actions.register_session(on=self.on, **facts))
        return self.answer(made.pk, status=201)

    def partial_update(self, request: Request, pk: int) -> Response:  # noqa: ARG002
        """Change a session (会期の変更)."""
        facts = self.facts(self.found(pk))
        self.do(
            lambda: actions.change_session(pk, on=self.on, expected_version=self.expected_version, **facts)
        )
        return self.answer(pk)

"""The resource of organisations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rest_framework.response import Response

from common.rest.resources import Resource
from designated_managers import actions
from designated_managers.api.serializers.organisations import (
    OfficerShape,
    OrganisationInput,
    OrganisationShape,
)
from designated_managers.filters.organisations import OfficersAsked, OrganisationsAsked
from designated_managers.models import Organisation, OrganisationOfficer

if TYPE_CHECKING:
    from rest_framework.request import Request


class Organisations(Resource):
    """Organisations (団体)."""

    model = Organisation
    shape = OrganisationShape
    filters = OrganisationsAsked
    order = ("kana", "name")
    orderings = {"name": "name"}
    inputs = {"create": OrganisationInput, "partial_update": OrganisationInput}
    titles = {
        "list": "団体の一覧",
        "retrieve": "団体",
        "create": "団体を登録する",
        "partial_update": "団体の内容を直す",
    }

    def create(self, request: Request) -> Response:  # noqa: ARG002
        """Enter an organisation (団体の登録)."""
        facts = self.facts()
        return self.answer(self.do(lambda: actions.register_organisation(**facts)).pk, status=201)

    def partial_update(self, request: Request, pk: int) -> Response:  # noqa: ARG002
        """Change facts of an organisation (団体の変更)."""
        facts = self.facts(self.found(pk))
        self.do(lambda: actions.change_organisation(pk, expected_version=self.expected_version, **facts))
        return self.answer(pk)


class OrganisationOfficers(Resource):
    """Terms of the officers of organisations (役員の任期), to be read."""

    model = OrganisationOfficer
    shape = OfficerShape
    filters = OfficersAsked
    order = ("organisation_id", "id")
    orderings = {"first_on": "first_on", "last_on": "last_on"}
    titles = {"list": "役員の任期の一覧", "retrieve": "役員の任期"}

"""The resource of bundles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from common.rest.resources import Resource
from designated_managers import actions
from designated_managers.api.serializers.bundles import BundleInput, BundleShape
from designated_managers.filters.designations import BundlesAsked
from designated_managers.models import Bundle

if TYPE_CHECKING:
    from rest_framework.request import Request
    from rest_framework.response import Response


class Bundles(Resource):
    """What is decided of several centres together (一括)."""

    model = Bundle
    shape = BundleShape
    filters = BundlesAsked
    order = ("name", "id")
    orderings = {"name": "name"}
    inputs = {"create": BundleInput, "partial_update": BundleInput}
    titles = {
        "list": "一括の一覧",
        "retrieve": "一括",
        "create": "一括を登録する",
        "partial_update": "一括の内容を、そのすべての指定で直す",
    }

    def create(self, request: Request) -> Response:  # noqa: ARG002
        """Open a bundle (一括の登録)."""
        facts = self.facts()
        return self.answer(self.do(lambda: actions.bundle_together(**facts)).pk, status=201)

    def partial_update(self, request: Request, pk: int) -> Response:  # noqa: ARG002
        """Change what a bundle carries, for all its designations at once (一括の変更)."""
        facts = self.facts(self.found(pk))
        self.do(
            lambda: actions.change_bundle(pk, on=self.on, expected_version=self.expected_version, **facts)
        )
        return self.answer(pk)

"""The resources of the centre register: centres, districts, posts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import DateField, Value
from rest_framework.response import Response

from centres import actions
from centres.api.serializers import (
    CentreDetailShape,
    CentreInput,
    CentreShape,
    DistrictInput,
    DistrictShape,
    PostInput,
    PostShape,
)
from centres.filters import CentresAsked, DistrictsAsked, PostsAsked
from centres.models import Centre, District, Post
from common.rest.resources import Resource, seen

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from rest_framework.request import Request

    from centres.querysets import CentreQuerySet, PostQuerySet


class Centres(Resource):
    """Centres (施設)."""

    model = Centre
    shape = CentreShape
    detail_shape = CentreDetailShape
    filters = CentresAsked
    order = ("kana", "code")
    orderings = {"code": "code", "name": "name", "opened_on": "opened_on_first"}
    inputs = {"create": CentreInput, "partial_update": CentreInput}
    titles = {
        "list": "施設の一覧",
        "retrieve": "施設",
        "create": "施設を登録する",
        "partial_update": "施設の内容を直す",
    }

    def rows(self) -> CentreQuerySet:
        on = Value(self.on, output_field=DateField())
        return Centre.objects.within(self.scope).with_status(self.on).annotate(on=on)

    def create(self, request: Request) -> Response:  # noqa: ARG002
        """Enter a centre (施設の登録)."""
        facts = self.facts()
        return self.answer(self.do(lambda: actions.register_centre(**facts)).pk, status=201)

    def partial_update(self, request: Request, pk: int) -> Response:  # noqa: ARG002
        """Change facts of a centre (施設の変更)."""
        facts = self.facts(self.found(pk))
        self.do(lambda: actions.change_centre(pk, expected_version=self.expected_version, **facts))
        return self.answer(pk)


class Districts(Resource):
    """Districts (地区), open to everybody who is signed in and may see them."""

    model = District
    shape = DistrictShape
    filters = DistrictsAsked
    order = ("kana", "code")
    orderings = {"code": "code", "name": "name"}
    inputs = {"create": DistrictInput, "partial_update": DistrictInput}
    titles = {
        "list": "地区の一覧",
        "retrieve": "地区",
        "create": "地区を登録する",
        "partial_update": "地区の内容を直す",
    }

    def rows(self) -> QuerySet[District]:
        return District.objects.all()

    def create(self, request: Request) -> Response:  # noqa: ARG002
        """Enter a district (地区の登録)."""
        facts = self.facts()
        return self.answer(self.do(lambda: actions.register_district(**facts)).pk, status=201)

    def partial_update(self, request: Request, pk: int) -> Response:  # noqa: ARG002
        """Change facts of a district (地区の変更)."""
        facts = self.facts(self.found(pk))
        self.do(lambda: actions.change_district(pk, expected_version=self.expected_version, **facts))
        return self.answer(pk)


class Posts(Resource):
    """Posts (担当): what duties belong to."""

    model = Post
    is_versioned = False
    shape = PostShape
    filters = PostsAsked
    order = ("code",)
    orderings = {"name": "name", "level": "level"}
    inputs = {"create": PostInput, "partial_update": PostInput}
    titles = {
        "list": "担当の一覧",
        "retrieve": "担当",
        "create": "担当を設ける",
        "partial_update": "担当の内容を直す",
    }

    def rows(self) -> PostQuerySet:
        return Post.objects.within(self.scope).annotate(
            superior_seen=seen(Post, "superior_id", self.scope),
            centre_seen=seen(Centre, "centre_id", self.scope),
        )

    def create(self, request: Request) -> Response:  # noqa: ARG002
        """Set up a post (担当の設置)."""
        facts = self.facts()
        return self.answer(self.do(lambda: actions.set_up_post(**facts)).pk, status=201)

    def partial_update(self, request: Request, pk: int) -> Response:  # noqa: ARG002
        """Change a post (担当の変更)."""
        facts = self.facts(self.found(pk))
        self.do(lambda: actions.change_post(pk, **facts))
        return self.answer(pk)

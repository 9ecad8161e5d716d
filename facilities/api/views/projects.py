"""The resources of renewal projects: the projects with their plans, and their steps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rest_framework.decorators import action
from rest_framework.response import Response

from centres.models import Centre, Post
from common.rest.resources import Resource, seen
from facilities import actions
from facilities.api.serializers.projects import (
    MilestoneShape,
    OpenInput,
    PlanInput,
    ProjectDetailShape,
    ProjectInput,
    ProjectReasonInput,
    ProjectShape,
    ProjectWithoutMoneyShape,
    ReachInput,
)
from facilities.filters.projects import MilestonesAsked, ProjectsAsked
from facilities.models import Milestone, RenewalProject

if TYPE_CHECKING:
    from rest_framework.request import Request

    from common.rest.shapes import Shape
    from facilities.querysets.projects import MilestoneQuerySet, RenewalProjectQuerySet


class RenewalProjects(Resource):
    """Renewal projects (整備・更新事業)."""

    model = RenewalProject
    shape = ProjectShape
    detail_shape = ProjectDetailShape
    filters = ProjectsAsked
    order = ("centre_id", "id")
    orderings = {"name": "name", "urgency": "urgency"}
    inputs = {
        "create": ProjectInput,
        "partial_update": ProjectInput,
        "plan": PlanInput,
        "open": OpenInput,
        "take_back_opening": ProjectReasonInput,
        "cancel": ProjectReasonInput,
        "resume": ProjectReasonInput,
    }
    acts = dict.fromkeys(("plan", "open", "take_back_opening", "cancel", "resume"), ("view", "change"))
    conflicts = frozenset(
        {"over", "cancelled", "already-open", "not-open", "not-cancelled", "nothing-to-open"}
    )
    titles = {
        "list": "整備・更新事業の一覧",
        "retrieve": "整備・更新事業",
        "create": "事業を登録する",
        "partial_update": "事業の内容を直す",
        "plan": "計画を立てる・見直す",
        "open": "供用を開始する",
        "take_back_opening": "供用開始の記録を取り消す",
        "cancel": "事業を中止にする",
        "resume": "中止を取り消す",
    }

    def rows(self) -> RenewalProjectQuerySet:
        return (
            RenewalProject.objects.within(self.scope)
            .with_stage(self.on)
            .annotate(
                centre_seen=seen(Centre, "centre_id", self.scope),
                post_seen=seen(Post, "post_in_charge_id", self.scope),
            )
        )

    @property
    def _whole(self) -> type[Shape]:
        """What it costs is told to those alone who may see the costs."""
        may_see = self.request.user.has_perm("facilities.view_plannedcost")
        return ProjectDetailShape if may_see else ProjectWithoutMoneyShape

    def create(self, request: Request) -> Response:  # noqa: ARG002
        """Enter a renewal project (事業の登録) and the buildings it touches."""
        facts = self.facts()
        return self.answer(self.do(lambda: actions.register_project(on=self.on, **facts)).pk, status=201)

    def partial_update(self, request: Request, pk: int) -> Response:  # noqa: ARG002
        """Change a renewal project (事業の変更)."""
        facts = self.facts(self.found(pk))
        self.do(
            lambda: actions.change_project(pk, on=self.on, expected_version=self.expected_version, **facts)
        )
        return self.answer(pk)

    @action(detail=True, methods=["post"])
    def plan(self, request: Request, pk: int) -> Response:  # noqa: ARG002
        """Make a plan, or revise it (計画の見直し): a new plan, beside which the old ones stay."""
        self.found(pk)
        facts = self.facts()
        self.do(lambda: actions.plan_project(pk, on=self.on, **facts))
        return self.answer(pk)

    @action(detail=True, methods=["post"])
    def open(self, request: Request, pk: int) -> Response:  # noqa: ARG002
        """Open what the project built (供用開始): the new buildings are in use, the replaced ones retired."""
        self.found(pk)
        facts = self.facts()
        self.do(lambda: actions.open_project(pk, on=self.on, **facts))
        return self.answer(pk)

    @action(detail=True, methods=["post"], url_path="take-back-opening")
    def take_back_opening(self, request: Request, pk: int) -> Response:  # noqa: ARG002
        """Take an opening back that was recorded wrongly (供用開始の取消し)."""
        self.found(pk)
        facts = self.facts()
        self.do(lambda: actions.take_back_opening(pk, **facts))
        return self.answer(pk)

    @action(detail=True, methods=["post"])
    def cancel(self, request: Request, pk: int) -> Response:  # noqa: ARG002
        """Give the project up (中止), with the reason."""
        self.found(pk)
        facts = self.facts()
        self.do(lambda: actions.cancel_project(pk, on=self.on, **facts))
        return self.answer(pk)

    @action(detail=True, methods=["post"])
    def resume(self, request: Request, pk: int) -> Response:  # noqa: ARG002
        """Take the giving up back (中止の取消し)."""
        self.found(pk)
        facts = self.facts()
        self.do(lambda: actions.resume_project(pk, **facts))
        return self.answer(pk)


class Milestones(Resource):
    """The steps of renewal projects (節目), with the day of the current plan and the day reached."""

    model = Milestone
    shape = MilestoneShape
    filters = MilestonesAsked
    order = ("project_id", "id")
    orderings = {"planned_on": "planned_on_last", "reached_on": "reached_on_first"}
    inputs = {"reach": ReachInput}
    acts = {"reach": ("view", "change")}
    conflicts = frozenset({"cancelled", "opening-by-hand"})
    titles = {"list": "事業の節目の一覧", "retrieve": "事業の節目", "reach": "節目を記録する"}

    def rows(self) -> MilestoneQuerySet:
        rows = Milestone.objects.within(self.scope).with_planned_day()
        return rows.annotate(centre_seen=seen(Centre, "project__centre_id", self.scope))

    @action(detail=True, methods=["post"])
    def reach(self, request: Request, pk: int) -> Response:  # noqa: ARG002
        """Record when a step was reached (節目の記録), correct it, or take it back."""
        self.found(pk)
        facts = self.facts()
        self.do(lambda: actions.record_milestone(pk, on=self.on, **facts))
        return self.answer(pk)

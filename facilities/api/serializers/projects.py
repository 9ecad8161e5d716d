"""What the API answers of renewal projects and their steps, and what it takes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from drf_spectacular.utils import extend_schema_serializer

from centres.models import Centre, Post
from common.certainty import Certainty
from common.fiscal_year import FiscalYear
from common.partial_dates import PartialDate, parse
from common.problems import Problem
from common.rest.inputs import Input
from common.rest.shapes import Shape
from common.rest.values import Coded, Described, FromColumns, Many, PartialDay, Ref, coded_schema, partial_day
from common.rest.wire import BIGGEST_ID, OneOf, PartialDayText, Text, Whole
from facilities.actions import PlanDraft
from facilities.choices import BuildingPart, ProjectKind, ProjectStage, ProjectStep
from facilities.models import Building, Milestone, RenewalProject
from facilities.models.projects import FUNDING
from facilities.queries.project_page import plans_of, steps_of_project
from facilities.queries.projects import touched_by

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

MOST_YEN = 10**15
YEN: dict[str, Any] = {"type": "integer", "minimum": 0}
STEP_NAMES: dict[str, Any] = {"type": "string", "enum": ProjectStep.values}


class Buildings(Many):
    """The buildings that a project touches, and what it does to each."""

    item: ClassVar[dict[str, Any]] = {
        "type": "object",
        "properties": {
            "id": {"type": "integer"},
            "name": {"type": "string"},
            "part": {**coded_schema(BuildingPart.choices), "nullable": False},
        },
        "required": ["id", "name", "part"],
    }

    def __init__(self) -> None:
        super().__init__(
            "project_buildings",
            "id",
            "building_id",
            "building__name",
            "part",
            "building__centre_id",
            centre="building__centre_id",
            label="建物",
        )

    def one(self, *values: Any) -> Any:
        _, pk, name, part, _ = values
        return {"id": pk, "name": name, "part": {"code": part, "label": BuildingPart(part).label}}


class StageToday(FromColumns):
    """How far the project is today (段階)."""

    schema: ClassVar[dict[str, Any]] = {
        **coded_schema(ProjectStage.choices),
        "nullable": False,
        "description": "きょうの段階",
    }

    def shape(self, *values: Any) -> Any:
        return {"code": values[0], "label": ProjectStage(values[0]).label}


class Steps(FromColumns):
    """The steps of a project in their order, with the day of the current plan and the day reached."""

    schema: ClassVar[dict[str, Any]] = {
        "type": "array",
        "items": {
            "type": "object",
            "properties": {
                "id": {"type": "integer", "description": "project-milestones の番号"},
                "step": {**coded_schema(ProjectStep.choices), "nullable": False},
                "planned_on": PartialDay.schema,
                "reached_on": PartialDay.schema,
            },
            "required": ["id", "step", "planned_on", "reached_on"],
        },
    }

    def shape(self, *values: Any) -> Any:
        (pk,) = values
        return [
            {
                "id": milestone_pk,
                "step": {"code": step.value, "label": step.label},
                "planned_on": _day(planned),
                "reached_on": _day(reached),
            }
            for milestone_pk, step, planned, reached in steps_of_project(pk)
        ]


class Plans(FromColumns):
    """Every plan of a project, the first first, with its days and its costs; the last is in force."""

    schema: ClassVar[dict[str, Any]] = {
        "type": "array",
        "description": "計画の版。最後のものが今の計画です。見直しても、前の版は書き換わりません。",
        "items": {
            "type": "object",
            "properties": {
                "number": {"type": "integer"},
                "made_on": {"type": "string", "format": "date"},
                "reason": {"type": "string"},
                "source": {"type": "string"},
                "source_url": {"type": "string"},
                "certainty": {**coded_schema(Certainty.choices), "nullable": False},
                "milestones": {
                    "type": "array",
                    "items": {
                        "type": "object",
                        "properties": {"step": STEP_NAMES, "planned_on": PartialDay.schema},
                        "required": ["step", "planned_on"],
                    },
                },
                "costs": {
                    "type": "array",
                    "description": "年度別の事業費（円）。見られる人にだけ返します。",
                    "items": {
                        "type": "object",
                        "properties": {"fiscal_year": {"type": "integer"}, **dict.fromkeys(FUNDING, YEN)},
                        "required": ["fiscal_year", *FUNDING],
                    },
                },
            },
            "required": ["number", "made_on", "reason", "milestones"],
        },
    }

    def __init__(self, *, money: bool) -> None:
        self.money = money
        super().__init__("pk", label="計画の版")

    def shape(self, *values: Any) -> Any:
        (pk,) = values
        return [
            {
                "number": told.plan.number,
                "made_on": told.plan.made_on,
                "reason": told.plan.reason,
                "source": told.plan.source,
                "source_url": told.plan.source_url,
                "certainty": {
                    "code": told.plan.certainty,
                    "label": Certainty(told.plan.certainty).label,
                },
                "milestones": [{"step": step, "planned_on": _day(day)} for step, day in told.days],
                **({"costs": told.costs} if self.money else {}),
            }
            for told in plans_of(pk, money=self.money)
        ]


def _day(day: PartialDate | None) -> Any:
    return None if day is None else partial_day(day.first, day.last, str(day.precision))


@extend_schema_serializer(component_name="RenewalProject")
class ProjectShape(Shape):
    """A renewal project (整備・更新事業) in a list."""

    centre = Ref("centre_seen", "centre__name", label="施設")
    kind = Coded(ProjectKind)
    stage = StageToday(label="段階")
    buildings = Buildings()
    post_in_charge = Ref("post_seen", "post_in_charge__name")
    certainty = Coded(Certainty)

    class Meta:
        model = RenewalProject
        fields: ClassVar[tuple[str, ...]] = (
            "id",
            "centre",
            "name",
            "kind",
            "stage",
            "aim",
            "buildings",
            "post_in_charge",
            "published_on",
            "cancelled_on",
            "cancelled_reason",
            "may_start_from",
            "may_start_until",
            "urgency",
            "internal_notes",
            "source",
            "source_url",
            "certainty",
        )


@extend_schema_serializer(component_name="RenewalProjectWithoutMoney")
class ProjectWithoutMoneyShape(ProjectShape):
    """A renewal project with its steps and plans, for who may not see what it costs."""

    internal = frozenset({"plans"})

    milestones = Steps("pk", label="節目")
    plans = Plans(money=False)

    class Meta(ProjectShape.Meta):
        fields = (*ProjectShape.Meta.fields, "milestones", "plans")


@extend_schema_serializer(component_name="RenewalProjectDetail")
class ProjectDetailShape(ProjectWithoutMoneyShape):
    """A renewal project with its steps, its plans and what it costs."""

    plans = Plans(money=True)


@extend_schema_serializer(component_name="ProjectMilestone")
class MilestoneShape(Shape):
    """A step of a renewal project (節目)."""

    project = Ref("project_id", "project__name")
    centre = Ref("centre_seen", "project__centre__name", label="施設")
    step = Coded(ProjectStep)
    planned_on = PartialDay(label="いまの計画の予定日")
    reached_on = PartialDay()
    certainty = Coded(Certainty)

    class Meta:
        model = Milestone
        fields = (
            "id",
            "project",
            "centre",
            "step",
            "planned_on",
            "reached_on",
            "source",
            "source_url",
            "certainty",
        )


class TouchedBuildings(Described):
    """The buildings in the body of a project, each with what the project does to it."""

    schema: ClassVar[dict[str, Any]] = {
        "type": "array",
        "maxItems": 200,
        "items": {
            "type": "object",
            "properties": {
                "id": {"type": "integer", "minimum": 1, "maximum": BIGGEST_ID},
                "part": {"type": "string", "enum": BuildingPart.values},
            },
            "required": ["id", "part"],
            "additionalProperties": False,
        },
    }
    default_error_messages = {
        "shape": '「建物」は [{{"id": 3, "part": "replaces"}}] の形の並びで、200までにしてください。',
        "not_found": "「建物」に、その番号のものはありません。",
    }

    def __init__(self) -> None:
        super().__init__(required=False, label="建物")

    def to_internal_value(self, data: Any) -> list[tuple[Building, str]]:
        if not isinstance(data, list) or len(data) > 200 or not all(_is_touched(one) for one in data):
            self.fail("shape")
        entered: Any = self.parent
        found = Building.objects.within(entered.scope).in_bulk([one["id"] for one in data])
        if any(one["id"] not in found for one in data):
            self.fail("not_found")
        return [(found[one["id"]], one["part"]) for one in data]


def _is_touched(one: Any) -> bool:
    return (
        isinstance(one, dict)
        and one.keys() == {"id", "part"}
        and type(one["id"]) is int
        and 1 <= one["id"] <= BIGGEST_ID
        and isinstance(one["part"], str)
        and one["part"] in BuildingPart.values
    )


class ProjectInput(Input):
    """The facts of a renewal project and the buildings it touches."""

    centre = OneOf(lambda entered: Centre.objects.within(entered.scope))
    post_in_charge = OneOf(
        lambda entered: Post.objects.within(entered.scope), required=False, allow_null=True
    )
    buildings = TouchedBuildings()

    class Meta:
        model = RenewalProject
        fields = (
            "centre",
            "name",
            "kind",
            "aim",
            "buildings",
            "post_in_charge",
            "published_on",
            "may_start_from",
            "may_start_until",
            "urgency",
            "internal_notes",
            "source",
            "source_url",
            "certainty",
        )

    def as_act_takes(self, facts: dict[str, Any]) -> dict[str, Any]:
        if "buildings" in facts and self.record:
            facts["buildings"] += touched_by(self.record.pk, scope=self.scope)[1]
        return facts


class PlannedDays(Described):
    """The planned days in the body of a plan, by step: ``{"start": "令和9年度"}``."""

    schema: ClassVar[dict[str, Any]] = {
        "type": "object",
        "properties": {step: {"type": "string", "example": "令和9年度"} for step in ProjectStep.values},
        "additionalProperties": False,
    }
    default_error_messages = {
        "shape": '「節目の予定」は {{"start": "令和9年度"}} の形で、節目ごとに日付を書いてください。',
        "not_a_day": "{reason}",
    }

    def __init__(self) -> None:
        super().__init__(required=False, label="節目の予定")

    def to_internal_value(self, data: Any) -> dict[str, PartialDate]:
        if not isinstance(data, dict) or not all(
            step in ProjectStep.values and isinstance(day, str) for step, day in data.items()
        ):
            self.fail("shape")
        try:
            return {step: parse(day) for step, day in data.items()}
        except ValueError as error:
            self.fail("not_a_day", reason=str(error))


class YearlyCosts(Described):
    """The costs in the body of a plan: one entry for each fiscal year."""

    schema: ClassVar[dict[str, Any]] = {
        "type": "array",
        "maxItems": 100,
        "items": {
            "type": "object",
            "properties": {"fiscal_year": {"type": "integer"}, **dict.fromkeys(FUNDING, YEN)},
            "required": ["fiscal_year"],
            "additionalProperties": False,
        },
    }
    default_error_messages = {
        "shape": "「年度別の事業費」は、fiscal_year と財源ごとの整数の円の並び [ ] で送ってください。",
        "twice": "{year}が2回あります。1つにまとめてください。",
    }

    def __init__(self) -> None:
        super().__init__(required=False, label="年度別の事業費")

    def to_internal_value(self, data: Any) -> dict[int, dict[str, int]]:
        if not isinstance(data, list) or len(data) > 100 or not all(_is_cost(one) for one in data):
            self.fail("shape")
        costs: dict[int, dict[str, int]] = {}
        for one in data:
            year = one["fiscal_year"]
            if year in costs:
                self.fail("twice", year=FiscalYear(year).label)
            costs[year] = {name: one.get(name, 0) for name in FUNDING}
        return costs


def _is_cost(one: Any) -> bool:
    return (
        isinstance(one, dict)
        and one.keys() <= {"fiscal_year", *FUNDING}
        and "fiscal_year" in one
        and all(type(value) is int and -MOST_YEN <= value <= MOST_YEN for value in one.values())
        and 1 <= one["fiscal_year"] <= 9000
    )


class PlanInput(Input):
    """A plan: the days of the steps, the costs, and why it takes the place of another (計画の見直し)."""

    checks_record = False

    milestones = PlannedDays()
    costs = YearlyCosts()
    reason = Text(max_length=300, required=False, label="見直しの理由")
    replaces = Whole(required=False, min_value=0, max_value=BIGGEST_ID, label="見直す版")

    class Meta:
        model = RenewalProject
        fields = ("milestones", "costs", "reason", "replaces", "source", "source_url", "certainty")

    def as_act_takes(self, facts: dict[str, Any]) -> dict[str, Any]:
        draft = PlanDraft(
            planned=facts.pop("milestones", {}),
            costs=facts.pop("costs", {}),
            reason=facts.pop("reason", ""),
        )
        return {**facts, "draft": draft, "expected_number": facts.pop("replaces", None)}


class ReachInput(Input):
    """When a step was reached; null takes a record back (節目の記録)."""

    checks_record = False

    reached_on = PartialDayText()

    class Meta:
        model = Milestone
        fields = ("reached_on", "source", "source_url", "certainty")

    def more_problems(self, facts: Mapping[str, Any]) -> Iterator[Problem]:  # noqa: ARG002
        if "reached_on" not in self.body:
            yield Problem("reached_on-required", "「達した日」が要ります。", field="reached_on")


class OpenInput(Input):
    """When what a project built was opened, and when what it replaces went out of use (供用開始)."""

    checks_record = False

    opened_on = PartialDayText(label="供用開始日")
    retired_on = PartialDayText(label="建て替えられた建物の用途廃止日")

    class Meta:
        model = RenewalProject
        fields = ("opened_on", "retired_on", "source", "source_url", "certainty")

    def more_problems(self, facts: Mapping[str, Any]) -> Iterator[Problem]:  # noqa: ARG002
        if self.body.get("opened_on") is None:
            yield Problem("opened_on-required", "「供用開始日」が要ります。", field="opened_on")


class ProjectReasonInput(Input):
    """Why a project is given up, or an act on it taken back (理由)."""

    checks_record = False

    reason = Text(label="理由", max_length=300)

    class Meta:
        model = RenewalProject
        fields = ("reason",)

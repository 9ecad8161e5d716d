"""What the API answers of roads and their steps, and what it takes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from drf_spectacular.utils import extend_schema_serializer

from centres.models import Centre
from common.problems import Problem
from common.rest.inputs import Input
from common.rest.shapes import Shape
from common.rest.values import Coded, FromColumns, IdOf, Ref
from common.rest.wire import OneOf, Text
from designated_managers.choices import Needed, SelectionKind
from designated_managers.models import CouncilSession, Designation, Road, RoadStep
from designated_managers.rules.council import formal_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


class Plain(FromColumns):
    """A column that is not the record's own, as it is."""

    def shape(self, *values: Any) -> Any:
        return values[0]


class DayOf(Plain):
    """A day, or null."""

    schema: ClassVar[dict[str, Any]] = {"type": "string", "format": "date", "nullable": True}


class TextOf(Plain):
    """A text."""

    schema: ClassVar[dict[str, Any]] = {"type": "string"}


class YesNoOf(Plain):
    """True or false."""

    schema: ClassVar[dict[str, Any]] = {"type": "boolean"}


class SessionOf(FromColumns):
    """The session a road goes through, by its id and its names."""

    schema: ClassVar[dict[str, Any]] = {
        "type": "object",
        "properties": {
            "id": {"type": "integer"},
            "formal_name": {"type": "string"},
            "popular_name": {"type": "string"},
        },
        "required": ["id", "formal_name", "popular_name"],
    }

    def __init__(self, path: str = "session", **kwargs: Any) -> None:
        names = ("id", "kind", "year", "number", "popular_name")
        super().__init__(*(f"{path}__{name}" for name in names), **kwargs)

    def shape(self, *values: Any) -> Any:
        pk, kind, year, number, popular = values
        return {"id": pk, "formal_name": formal_name(kind, year, number), "popular_name": popular}


@extend_schema_serializer(component_name="Road")
class RoadShape(Shape):
    """A road to a designation (指定スケジュール); its steps are ``road-steps``."""

    centre = Ref("centre_id", "centre__name")
    previous = IdOf("previous_id", label="いまの指定の番号")
    selection_kind = Coded(SelectionKind)
    session = SessionOf(label="議決する会期")
    ordinance = Coded(Needed)
    debt = Coded(Needed)
    fees = Coded(Needed)

    class Meta:
        model = Road
        fields: ClassVar[tuple[str, ...]] = (
            "id",
            "centre",
            "previous",
            "first_on",
            "selection_kind",
            "session",
            "late_bill",
            "ordinance",
            "ordinance_reason",
            "debt",
            "fees",
            "opened_on",
            "dropped_on",
            "dropped_reason",
            "internal_notes",
        )


def _sessions(_entered: Any) -> Any:
    return CouncilSession.objects.all()


class RoadInput(Input):
    """A new road: the centre, the first day aimed at, and what it needs. Without a session it goes through
    the last regular one that leaves the days a hand-over needs."""

    # The act finds the session where none is named.
    checks_record = False

    centre = OneOf(lambda entered: Centre.objects.within(entered.scope))
    previous = OneOf(
        lambda entered: Designation.objects.within(entered.scope), required=False, allow_null=True
    )
    session = OneOf(_sessions, required=False, allow_null=True)

    class Meta:
        model = Road
        fields: ClassVar[tuple[str, ...]] = (
            "centre",
            "previous",
            "first_on",
            "selection_kind",
            "session",
            "ordinance",
            "ordinance_reason",
            "debt",
            "fees",
            "internal_notes",
        )


class ReplanInput(Input):
    """What changes, and why (計画の見直し); the old plan stays."""

    checks_record = False

    reason = Text(label="見直す理由", max_length=200)
    session = OneOf(_sessions, required=False)

    class Meta:
        model = Road
        fields: ClassVar[tuple[str, ...]] = (
            "reason",
            "first_on",
            "selection_kind",
            "session",
            "late_bill",
            "ordinance",
            "ordinance_reason",
            "debt",
            "fees",
        )
        extra_kwargs: ClassVar[dict[str, Any]] = {
            name: {"required": False} for name in ("first_on", "selection_kind")
        }


class DropInput(Input):
    """Why a road is given up (取りやめ)."""

    checks_record = False

    reason = Text(label="理由", max_length=200)

    class Meta:
        model = Road
        fields: ClassVar[tuple[str, ...]] = ("reason",)


@extend_schema_serializer(component_name="RoadStep")
class RoadStepShape(Shape):
    """A step of a road (段階) as the current plan has it."""

    road = IdOf("road_id", label="指定スケジュールの番号")
    centre = Ref("road__centre_id", "road__centre__name", label="施設")
    session = SessionOf("road__session", label="議決する会期")
    name = TextOf(label="名称")
    latest_on = DayOf(label="期限")
    usual_on = DayOf(label="目安の日")
    provisional = YesNoOf(label="期限は見込みか")
    needed = Coded(Needed, label="要否")
    done_on = DayOf("done_by", label="済んだ日（指定の事実を含む）")
    answered_by = TextOf(label="済みとする指定の事実")
    decided_by = TextOf(label="決める人")
    law = TextOf(label="根拠")
    evidence = TextOf(label="残す書類")
    side = TextOf(label="だれの仕事")

    class Meta:
        model = RoadStep
        fields: ClassVar[tuple[str, ...]] = (
            "id",
            "road",
            "centre",
            "session",
            "code",
            "name",
            "latest_on",
            "usual_on",
            "provisional",
            "needed",
            "expected_on",
            "done_on",
            "answered_by",
            "decided_by",
            "law",
            "evidence",
            "side",
            "note",
        )


class RoadStepInput(Input):
    """When a step is expected, when it was done, a word on it; null takes a day back (段階の記録)."""

    class Meta:
        model = RoadStep
        fields: ClassVar[tuple[str, ...]] = ("expected_on", "done_on", "note")

    def more_problems(self, facts: Mapping[str, Any]) -> Iterator[Problem]:
        if not facts:
            yield Problem("nothing-said", "見込みの日、済んだ日、ひとことのどれかが要ります。")

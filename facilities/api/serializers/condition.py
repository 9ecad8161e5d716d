"""What the API answers of condition assessments, and what it takes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema_serializer

from common.certainty import Certainty
from common.partial_dates import PartialDate, parse
from common.rest.inputs import Input
from common.rest.shapes import Shape
from common.rest.values import Coded, Described, FromColumns, Many, Ref, partial_day
from common.rest.wire import OneOf
from facilities.actions import PartSeen
from facilities.models import Building, ConditionAssessment, ConditionMethod
from facilities.rules.condition import exact_text, points_text, score
from facilities.rules.condition_methods import read_method

NUMBER: dict[str, Any] = {"type": "string", "pattern": r"^[0-9]+(\.[0-9]+)?$", "example": "382.5"}
CODE_AND_LABEL: dict[str, Any] = {
    "type": "object",
    "properties": {"code": {"type": "string"}, "label": {"type": "string"}},
    "required": ["code", "label"],
}


class Points(FromColumns):
    """A score (健全度), kept in 0.01 points, as a decimal number in a text."""

    schema: ClassVar[dict[str, Any]] = {
        "type": "string",
        "pattern": r"^[0-9]+\.[0-9]{2}$",
        "example": "52.47",
        "description": "小数2けた（四捨五入）",
    }

    def shape(self, *values: Any) -> Any:
        return points_text(values[0]).replace(",", "")


class MethodNamed(FromColumns):
    """The method by which a survey was made: its code and its name."""

    schema: ClassVar[dict[str, Any]] = CODE_AND_LABEL

    def __init__(self, **kwargs: Any) -> None:
        super().__init__("method__code", "method__name", **kwargs)

    def shape(self, *values: Any) -> Any:
        code, name = values
        return {"code": code, "label": name}


class BandOfScore(FromColumns):
    """The band (区分) of a score in its method: its code and its label."""

    schema: ClassVar[dict[str, Any]] = CODE_AND_LABEL

    def __init__(self, **kwargs: Any) -> None:
        super().__init__("band", "method__code", "method__name", "method__definition", **kwargs)

    def shape(self, *values: Any) -> Any:
        code, *method = values
        band = read_method(*method).band(code)
        return {"code": code, "label": band.label if band else code}


class Working(Many):
    """How the score comes about (点の出し方): each part, the sum, the weights, and what is left out."""

    schema: ClassVar[dict[str, Any]] = {
        "type": "object",
        "nullable": True,
        "properties": {
            "parts": {
                "type": "array",
                "items": {
                    "type": "object",
                    "properties": {
                        "code": {"type": "string"},
                        "label": {"type": "string"},
                        "grade": {"type": "string", "nullable": True},
                        "points": {**NUMBER, "nullable": True},
                        "weight": NUMBER,
                        "product": {**NUMBER, "nullable": True},
                    },
                    "required": ["code", "label", "grade", "points", "weight", "product"],
                },
            },
            "total": {**NUMBER, "description": "評価点×配分の合計"},
            "weights": {**NUMBER, "description": "評価のある部位の配分の合計"},
            "left_out": {"type": "array", "items": {"type": "string"}, "description": "評価のない部位"},
        },
        "required": ["parts", "total", "weights", "left_out"],
    }

    def __init__(self, **kwargs: Any) -> None:
        method = (f"assessment__method__{name}" for name in ("code", "name", "definition"))
        super().__init__("part_grades", "id", "part", "grade", *method, **kwargs)

    def gather(self, found: Iterable[tuple[Any, ...]]) -> Any:
        rows = list(found)
        if not rows:
            return None
        result = score(read_method(*rows[0][3:]), {part: grade for _, part, grade, *_ in rows})
        if result is None:
            return None
        return {
            "parts": [
                {
                    "code": line.part.code,
                    "label": line.part.label,
                    "grade": line.grade.code if line.grade else None,
                    "points": _plain(line.grade.points) if line.grade else None,
                    "weight": _plain(line.part.weight),
                    "product": _plain(line.product) if line.product is not None else None,
                }
                for line in result.working
            ],
            "total": _plain(result.total),
            "weights": _plain(result.weights),
            "left_out": list(result.left_out),
        }


def _plain(value: Any) -> str:
    return exact_text(value).replace(",", "")


class PartsSeen(Many):
    """What was seen of each part, as it is sent; the city's own."""

    schema: ClassVar[dict[str, Any]] = {
        "type": "object",
        "description": "部位のコードごとの評価・改修年月・様子。このまま送れます。市の職員だけに返します。",
        "additionalProperties": {
            "type": "object",
            "properties": {
                "grade": {"type": "string"},
                "refitted_on": {"type": "string", "nullable": True, "example": "令和6年度"},
                "note": {"type": "string"},
            },
            "required": ["grade", "refitted_on", "note"],
        },
    }

    def __init__(self, **kwargs: Any) -> None:
        day = (f"refitted_on_{column}" for column in ("first", "last", "precision"))
        super().__init__("part_grades", "id", "part", "grade", "note", *day, **kwargs)

    def gather(self, found: Iterable[tuple[Any, ...]]) -> Any:
        return {
            part: {
                "grade": grade,
                "refitted_on": partial_day(*day)["text"] if day[0] else None,
                "note": note,
            }
            for _, part, grade, note, *day in found
        }


@extend_schema_serializer(component_name="ConditionAssessment")
class AssessmentShape(Shape):
    """A condition assessment (劣化調査) in a list."""

    building = Ref("building_id", "building__name")
    centre = Ref("building__centre_id", "building__centre__name", label="施設")
    method = MethodNamed()
    score = Points(label="健全度")
    band = BandOfScore(label="区分")
    certainty = Coded(Certainty)

    class Meta:
        model = ConditionAssessment
        fields: ClassVar[tuple[str, ...]] = (
            "id",
            "building",
            "centre",
            "method",
            "assessed_on",
            "assessor",
            "score",
            "band",
            "is_partial",
            "notes",
            "source",
            "source_url",
            "certainty",
        )


@extend_schema_serializer(component_name="ConditionAssessmentDetail")
class AssessmentDetailShape(AssessmentShape):
    """A condition assessment with its working and what was seen of each part."""

    internal = frozenset({"parts"})

    working = Working(label="点の出し方")
    parts = PartsSeen(label="部位ごとの評価")

    class Meta(AssessmentShape.Meta):
        fields = (*AssessmentShape.Meta.fields, "working", "parts")


class Parts(Described):
    """What was seen of each part, by the code of the part."""

    schema: ClassVar[dict[str, Any]] = {
        "type": "object",
        "description": "部位のコードごとに。評価は方式によります。grade が空なら、調べていない部位です。",
        "maxProperties": 50,
        "additionalProperties": {
            "type": "object",
            "properties": {
                "grade": {"type": "string", "maxLength": 20},
                "refitted_on": {"type": "string", "nullable": True, "example": "令和6年度"},
                "note": {"type": "string"},
            },
            "additionalProperties": False,
        },
        "example": {"roof": {"grade": "C", "note": "防水層のふくれ"}},
    }
    default_error_messages = {
        "shape": "「部位ごとの評価」は、部位のコードごとに grade・refitted_on・note を文字で送ってください。",
        "not_a_day": "{reason}",
    }

    def to_internal_value(self, data: Any) -> dict[str, PartSeen]:
        if not isinstance(data, dict) or not all(_is_part(said) for said in data.values()):
            self.fail("shape")
        return {part: self._seen(said) for part, said in data.items()}

    def _seen(self, said: dict[str, Any]) -> PartSeen:
        return PartSeen(said.get("grade", ""), self._day(said.get("refitted_on")), said.get("note", ""))

    def _day(self, text: str | None) -> PartialDate | None:
        if not text:
            return None
        try:
            return parse(text)
        except ValueError as error:
            return self.fail("not_a_day", reason=str(error))


def _is_part(said: Any) -> bool:
    return (
        isinstance(said, dict)
        and said.keys() <= {"grade", "refitted_on", "note"}
        and all(isinstance(text, str) and "\x00" not in text for text in said.values() if text is not None)
        and said.get("grade", "") is not None
        and said.get("note", "") is not None
    )


class MethodByCode(Described):
    """A method in use, by its code."""

    schema: ClassVar[dict[str, Any]] = {"type": "string", "example": "mext-2017"}
    default_error_messages = {"unknown": "「健全度の方式」に「{code}」はありません。使えるもの：{codes}。"}

    def to_internal_value(self, data: Any) -> ConditionMethod:
        entered: Any = self.parent
        offered = {row.code: row for row in ConditionMethod.objects.in_front().current(entered.on)}
        if not isinstance(data, str) or data not in offered:
            self.fail("unknown", code=data, codes="、".join(sorted(offered)))
        return offered[data]


class ConditionAssessmentChange(Input):
    """What is corrected of a survey. Its building and its method stay; parts not named stay as they are."""

    checks_record = False

    parts = Parts(label="部位ごとの評価")

    class Meta:
        model = ConditionAssessment
        fields: ClassVar[tuple[str, ...]] = (
            "assessed_on",
            "assessor",
            "notes",
            "source",
            "source_url",
            "certainty",
            "parts",
        )

    def as_act_takes(self, facts: dict[str, Any]) -> dict[str, Any]:
        """The facts under the names of the act."""
        return {"parts": {}, **super().as_act_takes(facts)}


class ConditionAssessmentInput(ConditionAssessmentChange):
    """A new survey."""

    building = OneOf(lambda entered: Building.objects.within(entered.scope))
    method = MethodByCode(label="健全度の方式")

    class Meta(ConditionAssessmentChange.Meta):
        fields = ("building", "method", *ConditionAssessmentChange.Meta.fields)

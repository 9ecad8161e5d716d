"""What the API answers of the sessions of the council, and what it takes."""

from __future__ import annotations

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema_serializer

from common.rest.inputs import Input
from common.rest.shapes import Shape
from common.rest.values import Coded, FromColumns
from designated_managers.choices import SessionKind
from designated_managers.models import CouncilSession
from designated_managers.rules.council import DAYS, formal_name


class FormalName(FromColumns):
    """令和5年第1回臨時会."""

    schema: ClassVar[dict[str, Any]] = {"type": "string", "example": "令和5年第1回臨時会"}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__("kind", "year", "number", **kwargs)

    def shape(self, *values: Any) -> Any:
        return formal_name(*values)


FACTS = "kind", "year", "number", "popular_name", "window", *DAYS, "notes"


@extend_schema_serializer(component_name="CouncilSession")
class CouncilSessionShape(Shape):
    """A session of the council (議会の会期), as entered; a day not known is null."""

    formal_name = FormalName(label="正式な名称")
    kind = Coded(SessionKind)

    class Meta:
        model = CouncilSession
        fields: ClassVar[tuple[str, ...]] = ("id", "formal_name", *FACTS)


class CouncilSessionInput(Input):
    """The facts of a session of the council."""

    class Meta:
        model = CouncilSession
        fields: ClassVar[tuple[str, ...]] = FACTS

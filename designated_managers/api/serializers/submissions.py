"""What the API answers of submissions."""

from __future__ import annotations

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema_serializer

from common.rest.shapes import Shape
from common.rest.values import Coded, FromColumns, IdOf, Ref, coded_schema
from designated_managers.choices import Figure, SubmissionChannel, SubmissionState
from designated_managers.models import Submission
from designated_managers.rules.submissions import SubmissionDays, days_late, receipt_number, state_on

FIGURES = tuple(figure.value for figure in Figure)


class StateToday(FromColumns):
    """Where a submission stands today (状態)."""

    schema: ClassVar[dict[str, Any]] = {
        **coded_schema(SubmissionState.choices),
        "nullable": False,
        "description": "きょうの状態。submitted は市の確認待ち",
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__("on", "submitted_on", "returned_on", "accepted_on", "set_aside_on", **kwargs)

    def shape(self, *values: Any) -> Any:
        on, *days = values
        state = state_on(on, SubmissionDays(*days))
        return {"code": state.value, "label": state.label}


class Receipt(FromColumns):
    """The receipt number (受付番号); null while it is a draft."""

    schema: ClassVar[dict[str, Any]] = {
        "type": "string",
        "nullable": True,
        "example": "令和8年度-000123",
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__("receipt_year", "receipt_serial", **kwargs)

    def shape(self, *values: Any) -> Any:
        year, serial = values
        return None if year is None or serial is None else receipt_number(year, serial)


class DaysLate(FromColumns):
    """By how many days it was handed in late, or is late today; 0 in time."""

    schema: ClassVar[dict[str, Any]] = {"type": "integer", "example": 0}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__("on", "submitted_on", "due", **kwargs)

    def shape(self, *values: Any) -> Any:
        on, submitted, due = values
        return days_late(submitted, due, on=on)


class DueDay(FromColumns):
    """By when this version was due."""

    schema: ClassVar[dict[str, Any]] = {"type": "string", "format": "date"}

    def shape(self, *values: Any) -> Any:
        return values[0]


class FiguresTold(FromColumns):
    """The figures of a report: a number, 0 for none, null where nobody knows or it was not answered yet."""

    schema: ClassVar[dict[str, Any]] = {
        "type": "object",
        "nullable": True,
        "description": "0 は「なし」、null は不明。not_known は「わからない」とした項目。なければ null。",
        "properties": {
            **{name: {"type": "integer", "nullable": True} for name in FIGURES},
            "not_known": {"type": "array", "items": {"type": "string", "enum": list(FIGURES)}},
        },
        "required": [*FIGURES, "not_known"],
    }

    def __init__(self, way: str, **kwargs: Any) -> None:
        super().__init__(*(f"{way}__{name}" for name in ("id", *FIGURES, "not_known")), **kwargs)

    def shape(self, *values: Any) -> Any:
        pk, *figures, not_known = values
        if pk is None:
            return None
        return {**dict(zip(FIGURES, figures, strict=True)), "not_known": (not_known or "").split()}


@extend_schema_serializer(component_name="Submission")
class SubmissionShape(Shape):
    """A submission (提出物) with its figures."""

    obligation = Ref("obligation_id", "obligation__name")
    centre = Ref("obligation__designation__centre_id", "obligation__designation__centre__name", label="施設")
    organisation = Ref(
        "obligation__designation__organisation_id",
        "obligation__designation__organisation__name",
        label="団体",
    )
    period_first = DueDay("obligation__period_first", label="対象の期間の初日")
    period_last = DueDay("obligation__period_last", label="対象の期間の末日")
    state = StateToday(label="状態")
    channel = Coded(SubmissionChannel)
    answers = IdOf("answers_id", label="なおした版の番号")
    receipt = Receipt(label="受付番号")
    due_on = DueDay("due", label="期限")
    late = DaysLate(label="遅れた日数")
    monthly = FiguresTold("monthly", label="月報の数字")
    annual = FiguresTold("annual", label="年度の数字")

    class Meta:
        model = Submission
        fields: ClassVar[tuple[str, ...]] = (
            "id",
            "obligation",
            "number",
            "centre",
            "organisation",
            "period_first",
            "period_last",
            "state",
            "channel",
            "answers",
            "due_on",
            "submitted_on",
            "late",
            "receipt",
            "review_due_on",
            "returned_on",
            "return_comment",
            "return_due_on",
            "accepted_on",
            "note",
            "monthly",
            "annual",
        )

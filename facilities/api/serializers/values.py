"""Values of the building register on the wire that no other app has."""

from __future__ import annotations

import re
from typing import Any, ClassVar

from common.rest.values import Coded, Described, FromColumns
from facilities.models.columns import WORD_ANSWERS

_HUNDREDTHS = re.compile(r"([0-9]{1,2})(?:\.([0-9]{1,2}))?")


def answer(choices: Any) -> Coded:
    """One of a few words; ``none`` says that there is none, null that it is not known."""
    return Coded(choices, help_text=WORD_ANSWERS)


class IsValue(FromColumns):
    """The index of a building against earthquakes (Is値), kept in 0.01, as a decimal number in a text."""

    schema: ClassVar[dict[str, Any]] = {
        "type": "string",
        "nullable": True,
        "pattern": r"^[0-9]+\.[0-9]{2}$",
        "example": "0.62",
    }

    def shape(self, *values: Any) -> Any:
        value = values[0]
        return None if value is None else f"{value // 100}.{value % 100:02}"


class IsValueText(Described):
    """An Is値 with at most two decimals, as a text: 0.62. Becomes a whole number of 0.01."""

    schema: ClassVar[dict[str, Any]] = {
        "type": "string",
        "nullable": True,
        "pattern": r"^[0-9]{1,2}(\.[0-9]{1,2})?$",
        "example": "0.62",
    }
    default_error_messages = {"invalid": "「Is値」は「0.62」の形の文字で送ってください。"}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, allow_null=True, **kwargs)

    def to_internal_value(self, data: Any) -> int:
        match = _HUNDREDTHS.fullmatch(data) if isinstance(data, str) else None
        if match is None:
            self.fail("invalid")
        return int(match[1] + (match[2] or "").ljust(2, "0"))

"""The form of each fact on the wire (値の形), strictly typed; what a fact must be like, its record says."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date, time
from typing import TYPE_CHECKING, Any, ClassVar

from rest_framework import serializers

from common.certainty import Certainty
from common.db.stated_facts import Statement
from common.partial_dates import PartialDate, parse
from common.rest.values import Described

if TYPE_CHECKING:
    from collections.abc import Callable
    from decimal import Decimal

    from django.db.models import QuerySet


BIGGEST_ID = 2**63 - 1

_AREA = re.compile(r"(?P<whole>[0-9]{1,7})(?:\.(?P<part>[0-9]{1,2}))?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_CLOCK = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]")


class Text(serializers.CharField):
    """A text, and nothing that could be made into one. Its length is that of what was sent, with the spaces
    that are taken off its ends."""

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        if self.max_length is not None and len(data) > self.max_length:
            self.fail("max_length", max_length=self.max_length)
        return super().to_internal_value(data)


class Whole(serializers.IntegerField):
    """A whole number (yen, storeys, months)."""

    def to_internal_value(self, data: Any) -> int:
        if type(data) is not int:
            self.fail("invalid")
        return data


class YesNo(serializers.BooleanField):
    """True or false."""

    def to_internal_value(self, data: Any) -> bool:
        if type(data) is not bool:
            self.fail("invalid", input=data)
        return data


class Day(serializers.DateField):
    """A day in ISO 8601: 2026-11-23."""

    def to_internal_value(self, data: Any) -> date:
        if isinstance(data, str) and _DAY.fullmatch(data):
            with suppress(ValueError):
                return date.fromisoformat(data)
        return self.fail("invalid", format="YYYY-MM-DD")


class Clock(Described):
    """A time of the day in hours and minutes: 08:30."""

    schema: ClassVar[dict[str, Any]] = {
        "type": "string",
        "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$",
        "example": "08:30",
    }
    default_error_messages = {"invalid": ""}

    def to_internal_value(self, data: Any) -> time:
        if not isinstance(data, str) or not _CLOCK.fullmatch(data):
            self.fail("invalid")
        return time.fromisoformat(data)


class Degrees(serializers.DecimalField):
    """A coordinate in degrees, as a number."""

    def to_internal_value(self, data: Any) -> Decimal:
        if type(data) not in {int, float}:
            self.fail("invalid")
        return super().to_internal_value(repr(data))


class Code(serializers.ChoiceField):
    """The code of one of a few words; null where it is not said."""

    def __init__(self, choices: Any, **kwargs: Any) -> None:
        if kwargs.pop("allow_blank", False):
            kwargs["allow_null"] = True
        super().__init__(choices, **kwargs)

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str) or data not in self.choices:
            self.fail("invalid_choice", input=data)
        return data

    def run_validation(self, data: Any = serializers.empty) -> Any:
        value = super().run_validation(data)
        return "" if value is None else value


class PartialDayText(Described):
    """A day as far as it is known, as the office writes it: 令和3年2月, 1970年度, 2021-02."""

    schema: ClassVar[dict[str, Any]] = {
        "type": "string",
        "nullable": True,
        "example": "令和3年2月",
        "description": "分かっているところまで。例：令和3年2月、1970年度、2021-02、2026-11-23",
    }
    default_error_messages = {"invalid": "", "not_a_day": "{reason}"}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, allow_null=True, **kwargs)

    def to_internal_value(self, data: Any) -> PartialDate:
        if not isinstance(data, str):
            self.fail("invalid")
        try:
            return parse(data)
        except ValueError as error:
            self.fail("not_a_day", reason=str(error))


class AreaText(Described):
    """An area in ㎡ with at most two decimals, as a text: 548.20. Becomes whole 0.01 ㎡."""

    schema: ClassVar[dict[str, Any]] = {
        "type": "string",
        "nullable": True,
        "pattern": r"^[0-9]{1,7}(\.[0-9]{1,2})?$",
        "example": "548.20",
        "description": "㎡、小数は2けたまで",
    }
    default_error_messages = {"invalid": ""}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, allow_null=True, **kwargs)

    def to_internal_value(self, data: Any) -> int:
        match = _AREA.fullmatch(data) if isinstance(data, str) else None
        if match is None:
            self.fail("invalid")
        return int(match["whole"]) * 100 + int((match["part"] or "").ljust(2, "0"))


class OneOf(Whole):
    """A row by its id, of those that ``rows`` of the input finds. What lies outside is answered as if it were
    not there."""

    default_error_messages = {"not_found": ""}

    def __init__(self, rows: Callable[[Any], QuerySet[Any]], **kwargs: Any) -> None:
        self.rows = rows
        super().__init__(min_value=1, max_value=BIGGEST_ID, **kwargs)

    def to_internal_value(self, data: Any) -> Any:
        pk = super().to_internal_value(data)
        row = self.rows(self.parent).filter(pk=pk).first() if 1 <= pk <= BIGGEST_ID else None
        if row is None:
            self.fail("not_found")
        return row

    def run_validators(self, value: Any) -> None:
        """The row has been found."""


class SomeOf(Described):
    """Several rows by their ids, of those that ``rows`` of the input finds; each once."""

    schema: ClassVar[dict[str, Any]] = {
        "type": "array",
        "items": {"type": "integer", "minimum": 1, "maximum": BIGGEST_ID},
        "maxItems": 1000,
    }
    default_error_messages = {"invalid": "", "not_found": ""}

    def __init__(self, rows: Callable[[Any], QuerySet[Any]], **kwargs: Any) -> None:
        self.rows = rows
        super().__init__(**kwargs)

    def to_internal_value(self, data: Any) -> list[Any]:
        if not isinstance(data, list) or len(data) > 1000 or any(type(pk) is not int for pk in data):
            self.fail("invalid")
        wanted = {pk for pk in data if 1 <= pk <= BIGGEST_ID}
        found = list(self.rows(self.parent).filter(pk__in=wanted))
        if len(found) < len(set(data)):
            self.fail("not_found")
        return found


class Statements(Described):
    """Where facts come from and how sure we are of each (出典・確かさ), by fact; null takes it back."""

    default_error_messages = {"invalid": "", "unknown": "", "incomplete": ""}

    def __init__(self) -> None:
        super().__init__(required=False, label="出典・確かさ")

    @property
    def schema(self) -> dict[str, Any]:  # type: ignore[override]
        """In OpenAPI."""
        return {
            "type": "object",
            "description": "項目ごとの出典と確かさ。null にすると取り消します。",
            "additionalProperties": {
                "type": "object",
                "nullable": True,
                "properties": {
                    "certainty": {"type": "string", "enum": Certainty.values},
                    "source": {"type": "string", "minLength": 1},
                    "source_url": {"type": "string"},
                    "note": {"type": "string"},
                },
                "required": ["certainty", "source"],
                "additionalProperties": False,
            },
        }

    def to_internal_value(self, data: Any) -> dict[str, Statement | None]:
        if not isinstance(data, dict):
            self.fail("invalid")
        facts = set(self.of.fields) - {self.field_name}
        if not facts.issuperset(data):
            self.fail("unknown")
        if not all(said is None or _is_statement(said) for said in data.values()):
            self.fail("incomplete")
        return {
            name: None if said is None else Statement(**{**said, "certainty": Certainty(said["certainty"])})  # type: ignore[typeddict-item]
            for name, said in data.items()
        }

    @property
    def of(self) -> Any:
        """The input that these statements are part of."""
        return self.parent


def _is_statement(said: Any) -> bool:
    if not isinstance(said, dict) or not said.keys() <= {"certainty", "source", "source_url", "note"}:
        return False
    texts = all(isinstance(text, str) and "\x00" not in text for text in said.values())
    return texts and said.get("certainty") in Certainty.values and bool(said.get("source", "").strip())

"""What a program sends to an act: strictly typed, within the scope, everything that is wrong told at once.

What a fact must be like is said once, by its record and its act; here only its form on the wire is looked at.
"""

from __future__ import annotations

import re
from contextlib import suppress
from copy import copy
from dataclasses import dataclass
from datetime import date, time
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from rest_framework import serializers
from rest_framework.fields import SkipField
from rest_framework.validators import UniqueValidator

from common.certainty import Certainty
from common.db.partial_dates import PartialDateField, partial_date_columns
from common.db.records import problems_with
from common.db.scoped import hidden_fields
from common.db.stated_facts import Statement
from common.partial_dates import PartialDate, parse
from common.problems import Problem, Refused
from common.rest.values import Described, name_as_the_record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from decimal import Decimal

    from django.db.models import QuerySet

    from common.scope import Scope

BIGGEST_ID = 2**63 - 1

_AREA = re.compile(r"(?P<whole>[0-9]{1,7})(?:\.(?P<part>[0-9]{1,2}))?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_CLOCK = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]")


class Text(serializers.CharField):
    """A text, and nothing that could be made into one."""

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
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


@dataclass(frozen=True)
class Sent:
    """What was sent, how far the sender sees, on which day, and about which record (None: a new one)."""

    body: Mapping[str, Any]
    scope: Scope
    on: date
    record: Any = None


class Input(serializers.ModelSerializer[Any]):
    """The body of a request to one act; ``facts`` is what the act takes."""

    serializer_field_mapping = {
        **serializers.ModelSerializer.serializer_field_mapping,
        models.CharField: Text,
        models.TextField: Text,
        models.BooleanField: YesNo,
        models.PositiveSmallIntegerField: Whole,
        models.PositiveIntegerField: Whole,
        models.PositiveBigIntegerField: Whole,
        models.DateField: Day,
        models.TimeField: Clock,
        models.DecimalField: Degrees,
    }
    serializer_choice_field = Code

    checks_record: ClassVar[bool] = True
    """Whether the facts are the record's own, so that it can be asked what it has against them."""

    def __init__(self, *, sent: Sent | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.sent = sent

    def get_fields(self) -> dict[str, Any]:
        fields = super().get_fields()
        if self.sent is not None:
            for name in hidden_fields(self.Meta.model, self.sent.scope):
                fields.pop(name, None)
        name_as_the_record(fields, self.Meta.model)
        return fields

    def build_standard_field(self, field_name: str, model_field: Any) -> Any:
        kind, options = super().build_standard_field(field_name, model_field)
        validators = options.get("validators", [])
        # Whether it is there already is the record's own question.
        options["validators"] = [one for one in validators if not isinstance(one, UniqueValidator)]
        return kind, options

    def get_uniqueness_extra_kwargs(self, field_names: Any, declared_fields: Any, extra_kwargs: Any) -> Any:  # noqa: ARG002
        return extra_kwargs, {}

    @property
    def scope(self) -> Scope:
        """How far the sender sees."""
        return self._sent.scope

    @property
    def on(self) -> date:
        """The day of the act."""
        return self._sent.on

    @property
    def record(self) -> Any:
        """What is to be changed; None where something new is entered."""
        return self._sent.record

    @property
    def _sent(self) -> Sent:
        if self.sent is None:
            message = "an input is read only when something was sent"
            raise ValueError(message)
        return self.sent

    def facts(self) -> dict[str, Any]:
        """The facts as the act takes them. Raises ``Refused`` with every problem that can be told."""
        body = self._sent.body
        problems = [
            Problem("field-unknown", f"「{name}」という項目は、ここでは送れません。", field=name)
            for name in body
            if name not in self.fields
        ]
        facts: dict[str, Any] = {}
        for name, field in self.fields.items():
            try:
                facts[name] = field.run_validation(body.get(name, serializers.empty))
            except SkipField:
                continue
            except serializers.ValidationError as error:
                problems += _problems_of(field, error)
        problems += self.more_problems(facts)
        if problems:
            told = {problem.field for problem in problems}
            problems += self._what_the_record_says(facts, told)
            raise Refused(problems)
        return self.as_act_takes(facts)

    def more_problems(self, facts: Mapping[str, Any]) -> Iterable[Problem]:  # noqa: ARG002
        """What is wrong with the facts together, as far as they could be read."""
        return ()

    def as_act_takes(self, facts: dict[str, Any]) -> dict[str, Any]:
        """The facts under the names of the act."""
        if "stated_facts" in facts:
            facts["statements"] = facts.pop("stated_facts")
        return facts

    def _what_the_record_says(self, facts: Mapping[str, Any], told: set[str]) -> list[Problem]:
        if not self.checks_record:
            return []
        model: Any = self.Meta.model
        record = copy(self.record) or model()
        own = {field.name for field in model._meta.concrete_fields}
        for name, value in facts.items():
            if name in own or isinstance(getattr(model, name, None), PartialDateField):
                setattr(record, name, value)
        left_out = {*told, *(column for name in told for column in partial_date_columns(name))}
        return [one for one in problems_with(record, leaving_out=left_out) if one.field not in told]


def _problems_of(field: Any, error: serializers.ValidationError) -> list[Problem]:
    name = str(field.field_name)
    details: Any = error.detail
    return [Problem(f"{name}-{detail.code}", _sentence(field, detail), field=name) for detail in details]


def _sentence(field: Any, detail: Any) -> str:
    """What is wrong with one field, in a sentence that names it."""
    label = field.label
    kinds: tuple[tuple[type, str], ...] = (
        (OneOf, f"「{label}」は番号（整数）で送ってください。"),
        (Whole, f"「{label}」は整数で送ってください。"),
        (Text, f"「{label}」は文字で送ってください。"),
        (YesNo, f"「{label}」は true か false で送ってください。"),
        (Day, f"「{label}」は「2026-11-23」の形の、実在する日で送ってください。"),
        (Clock, f"「{label}」は「08:30」の形で送ってください。"),
        (AreaText, f"「{label}」は ㎡ の数を「548.20」の形の文字で送ってください。"),
        (PartialDayText, f"「{label}」は「令和3年2月」「1970年度」のような文字で送ってください。"),
        (SomeOf, f"「{label}」は番号（整数）の並び [ ] で、1000までにしてください。"),
        (Degrees, f"「{label}」は小数点以下8けたまでの数で送ってください。"),
        (Statements, f"「{label}」は、項目名をキーにしたオブジェクト {{ }} で送ってください。"),
    )
    sentences = {
        "required": f"「{label}」が要ります。",
        "null": f"「{label}」を null にはできません。",
        "blank": f"「{label}」を空にはできません。",
        "not_found": f"「{label}」に、その番号のものはありません。",
        "unknown": f"「{label}」には、ここで送れる項目の名前だけを書いてください。",
        "incomplete": f"「{label}」は、項目ごとに certainty と source を文字で書いてください。",
        "max_length": f"「{label}」は{getattr(field, 'max_length', '')}文字までです。",
        "min_value": f"「{label}」は{getattr(field, 'min_value', '')}以上にしてください。",
        "max_value": f"「{label}」は{getattr(field, 'max_value', '')}以下にしてください。",
    }
    if isinstance(field, Code):
        sentences["invalid_choice"] = (
            f"「{label}」は次のどれかにしてください：{'、'.join(map(str, field.choices))}。"
        )
    if detail.code == "invalid":
        return next((sentence for kind, sentence in kinds if type(field) is kind), str(detail))
    return sentences.get(detail.code, str(detail))

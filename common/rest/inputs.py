"""What a program sends to an act: strictly typed, within the scope, everything that is wrong told at once.

What a fact must be like is said once, by its record and its act; here only its form on the wire is looked at.
"""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from rest_framework import serializers
from rest_framework.fields import SkipField
from rest_framework.validators import UniqueValidator

from common.db.partial_dates import PartialDateField, partial_date_columns
from common.db.records import problems_with
from common.db.scoped import hidden_fields
from common.problems import Problem, Refused
from common.rest.values import name_as_the_record
from common.rest.wire import (
    AreaText,
    Clock,
    Code,
    Day,
    Degrees,
    OneOf,
    PartialDayText,
    SomeOf,
    Statements,
    Text,
    Whole,
    YesNo,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from common.scope import Scope


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
    def body(self) -> Mapping[str, Any]:
        """What was sent, as it came."""
        return self._sent.body

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

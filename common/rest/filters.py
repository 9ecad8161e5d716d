"""Filters of the API (絞り込み): a value that makes no sense is refused, never left out of account.

A row is named by its id. One that is not there and one outside the scope are answered alike: nothing is
found.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError

BIGGEST_ID = 2**63 - 1

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class StrictBooleanField(forms.Field):
    """``true`` or ``false``, written so."""

    def to_python(self, value: Any) -> bool | None:
        if value in self.empty_values:
            return None
        if value not in {"true", "false"}:
            message = "true か false にしてください。"
            raise ValidationError(message, code="invalid")
        return bool(value == "true")


class StrictDayField(forms.Field):
    """A day in ISO 8601."""

    def to_python(self, value: Any) -> date | None:
        if value in self.empty_values:
            return None
        try:
            if _DAY.fullmatch(value):
                return date.fromisoformat(value)
        except ValueError:
            pass
        message = "「2026-11-23」の形の、実在する日にしてください。"
        raise ValidationError(message, code="invalid")


class StrictIdField(forms.Field):
    """A whole number above 0."""

    def to_python(self, value: Any) -> int | None:
        if value in self.empty_values:
            return None
        if not re.fullmatch(r"[1-9][0-9]{0,18}", value) or int(value) > BIGGEST_ID:
            message = "番号（1以上の整数）にしてください。"
            raise ValidationError(message, code="invalid")
        return int(value)


class YesNoFilter(django_filters.Filter):
    """Only rows of which the field is true, or only those of which it is false."""

    field_class = StrictBooleanField


class DayFilter(django_filters.Filter):
    """A day, the day itself included; ``lookup_expr`` says on which side of it."""

    field_class = StrictDayField


class IdFilter(django_filters.Filter):
    """Rows that belong to the one with this id."""

    field_class = StrictIdField


class CodeFilter(django_filters.ChoiceFilter):
    """Rows with this code."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(empty_label=None, null_label=None, **kwargs)


class TextFilter(django_filters.CharFilter):
    """Rows of which the field is exactly this text."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=120, **kwargs)

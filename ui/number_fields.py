"""Numbers typed with decimals and kept as whole numbers of their last place: no floating point on the way."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

_SIGNS = re.compile(r"[\s,、]")


class DecimalsField(forms.IntegerField):
    """A number of 0 or more, typed with at most so many decimals: with three of them 49.5 is 49500.

    ``example`` stands in the error. Limits are those of the whole number.
    """

    def __init__(self, *, places: int, example: str, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        super().__init__(**kwargs)
        self.places = places
        self.error_messages["invalid"] = (
            f"{self.label}は0以上の数字で、小数は{places}けたまでで入力してください。例：{example}"
        )

    def to_python(self, value: Any) -> int | None:
        """The whole number of the last place. Raises ``ValidationError`` when it is no such number."""
        if value in self.empty_values:
            return None
        if isinstance(value, int):
            return value
        plain = _SIGNS.sub("", unicodedata.normalize("NFKC", str(value)))
        match = re.fullmatch(rf"([0-9]{{1,9}})(?:\.([0-9]{{1,{self.places}}}))?", plain)
        if match is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return int(match[1] + (match[2] or "").ljust(self.places, "0"))

    def prepare_value(self, value: Any) -> Any:
        """Shown as it would be typed: 49500 is 49.5."""
        return with_decimals(value, self.places) if isinstance(value, int) else value


class AnswerField(forms.TypedChoiceField):
    """Yes, no, or not known yet (三つの答え); cleans to True, False or None."""

    def __init__(self, *, yes: str = "ある", no: str = "ない", **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        super().__init__(
            choices=[("", "まだ分からない"), ("True", yes), ("False", no)],
            coerce=lambda value: value == "True",
            empty_value=None,
            **kwargs,
        )


def with_decimals(value: int, places: int) -> str:
    """49500 with three decimals is 49.5; nothing behind the last digit that counts."""
    whole, rest = divmod(value, 10**places)
    behind = f"{rest:0{places}}".rstrip("0")
    return f"{whole:,}.{behind}" if behind else f"{whole:,}"

"""Columns with three answers (値・ない・不明) that the records of the buildings share.

``NULL`` and the empty text say 不明. A number may be 0, which says ない, unless nothing can be that small.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.validators import MinValueValidator
from django.db import models

if TYPE_CHECKING:
    from django.db.models import Choices

LONGEST_CODE = 20

NUMBER_ANSWERS = "0は「ない」、空（null）は「不明」です。"
YES_NO_ANSWERS = "true は「ある・した」、false は「ない・していない」、空（null）は「不明」です。"
NOT_KNOWN = "空（null）は「不明」です。"
WORD_ANSWERS = f"none は「ない」、{NOT_KNOWN}"


def whole(label: str) -> models.PositiveIntegerField[Any, Any]:
    """A whole number of things, watts, litres, 0.01 m2: 0 says none."""
    return models.PositiveIntegerField(label, null=True, blank=True, help_text=NUMBER_ANSWERS)


def above_zero(label: str) -> models.PositiveIntegerField[Any, Any]:
    """A whole number that is never 0: what is there has an area, a tank is for somebody."""
    said = MinValueValidator(1, message=f"{label}は0より大きい数にしてください。")
    return models.PositiveIntegerField(label, null=True, blank=True, validators=[said], help_text=NOT_KNOWN)


def yen(label: str) -> models.PositiveBigIntegerField[Any, Any]:
    """An amount in whole yen: 0 says none."""
    return models.PositiveBigIntegerField(label, null=True, blank=True, help_text=NUMBER_ANSWERS)


def yes_no(label: str) -> models.BooleanField[Any, Any]:
    """Yes, no, or not known."""
    return models.BooleanField(label, null=True, blank=True, help_text=YES_NO_ANSWERS)


def word(label: str, choices: type[Choices]) -> models.CharField[Any, Any]:
    """One of a few words; the empty text says that it is not known."""
    return models.CharField(
        label, max_length=LONGEST_CODE, choices=choices.choices, blank=True, help_text=WORD_ANSWERS
    )

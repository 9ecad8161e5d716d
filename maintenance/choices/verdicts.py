"""Words of verdicts: whether an inspection applies."""

from __future__ import annotations

from django.db import models


class Answer(models.TextChoices):
    """Whether a type of inspection applies to a place (判定)."""

    APPLIES = "applies", "対象"
    NOT = "not", "対象外"
    UNTOLD = "untold", "判定できない"

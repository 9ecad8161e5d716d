"""Constraints that name the field a person has to put right."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import DEFAULT_DB_ALIAS, models

if TYPE_CHECKING:
    from django.db.models import Q


class CheckOf(models.CheckConstraint):
    """A check whose refusal stands at one field of the record (``of``), and not above the whole form."""

    def __init__(self, of: str, condition: Q, *, name: str, message: str) -> None:
        super().__init__(condition=condition, name=name, violation_error_message=message)
        self.of = of

    def validate(
        self,
        model: type[models.Model],
        instance: models.Model,
        exclude: Any = None,
        using: str = DEFAULT_DB_ALIAS,
    ) -> None:
        """Raises ``ValidationError`` at the field; a check on a field that is left out is left out too."""
        if exclude and self.of in exclude:
            return
        try:
            super().validate(model, instance, exclude=exclude, using=using)
        except ValidationError as error:
            raise ValidationError({self.of: error}) from None

    def deconstruct(self) -> tuple[str, tuple[Any, ...], dict[str, Any]]:
        """For migrations."""
        path, _, _ = super().deconstruct()
        return (
            path,
            (),
            {
                "of": self.of,
                "condition": self.condition,
                "name": self.name,
                "message": self.violation_error_message,
            },
        )

    def __eq__(self, other: object) -> bool:
        return super().__eq__(other) and isinstance(other, CheckOf) and self.of == other.of

    __hash__ = models.CheckConstraint.__hash__


class UniqueOf(models.UniqueConstraint):
    """That something is there once, under a condition; the refusal stands at its first field."""

    def validate(
        self,
        model: type[models.Model],
        instance: models.Model,
        exclude: Any = None,
        using: str = DEFAULT_DB_ALIAS,
    ) -> None:
        """Raises ``ValidationError`` at the field."""
        try:
            super().validate(model, instance, exclude=exclude, using=using)
        except ValidationError as error:
            raise ValidationError({self.fields[0]: error}) from None

"""A day known only in part (日付のわかる範囲), kept in three ordinary columns of a model.

``opened_on = PartialDateField("供用開始日")`` adds the columns ``opened_on_first``, ``opened_on_last`` and
``opened_on_precision``, and a property ``opened_on`` that reads and takes a ``PartialDate`` or None.
Migrations, forms and the history see three plain columns and nothing else; filters name them:
``opened_on_first__lte=on``.

The property may be given when a record is made. The type checker knows columns only, so typed code writes
``Centre(**partial_date_values("opened_on", value))`` or assigns it afterwards.
"""

from __future__ import annotations

from typing import Any, Self, overload

from django.db import models
from django.db.models import F, Q

from common.partial_dates import PartialDate, Precision

PRECISIONS = tuple((precision.value, precision.label) for precision in Precision)


def partial_date_columns(name: str) -> tuple[str, str, str]:
    """The names of the three columns: first possible day, last possible day, precision."""
    return f"{name}_first", f"{name}_last", f"{name}_precision"


def partial_date_values(name: str, value: PartialDate | None) -> dict[str, Any]:
    """The day as values of its three columns, for ``create``, ``update`` and filters."""
    values = ("", None, None) if value is None else (str(value.precision), value.first, value.last)
    precision, first, last = values
    return dict(zip(partial_date_columns(name), (first, last, precision), strict=True))


def read_partial_date(row: models.Model, name: str) -> PartialDate | None:
    """The day kept in the three columns of a row; also of a row of history, which has the columns only."""
    first, last, precision = (getattr(row, column) for column in partial_date_columns(name))
    return None if first is None else PartialDate(first, last, Precision(precision))


class PartialDateField(property):
    """Declares on a model a day that may be known in part only; empty when it is not known at all.

    It is a ``property``, so Django takes it as an argument when a record is made, and no column of its own.
    """

    def __init__(self, verbose_name: str) -> None:
        super().__init__(self._read, self._write)
        self.verbose_name = verbose_name
        self.name = ""

    def contribute_to_class(self, model: type[models.Model], name: str) -> None:
        """Called by Django when it makes the model: adds the three columns."""
        self.name = name
        first, last, precision = partial_date_columns(name)
        columns: dict[str, models.Field[Any, Any]] = {
            first: models.DateField(f"{self.verbose_name}（最も早い日）", null=True, blank=True),
            last: models.DateField(f"{self.verbose_name}（最も遅い日）", null=True, blank=True),
            precision: models.CharField(
                f"{self.verbose_name}のわかる範囲", max_length=11, choices=PRECISIONS, blank=True, default=""
            ),
        }
        for column, field in columns.items():
            field.contribute_to_class(model, column)
        setattr(model, name, self)

    def _read(self, row: models.Model) -> PartialDate | None:
        return read_partial_date(row, self.name)

    def _write(self, row: models.Model, value: PartialDate | None) -> None:
        for column, part in partial_date_values(self.name, value).items():
            setattr(row, column, part)

    @overload
    def __get__(self, instance: None, owner: type | None = None, /) -> Self: ...
    @overload
    def __get__(self, instance: models.Model, owner: type | None = None, /) -> PartialDate | None: ...
    def __get__(self, instance: Any, owner: type | None = None, /) -> Any:
        return super().__get__(instance, owner)

    def __set__(self, instance: Any, value: PartialDate | None, /) -> None:
        super().__set__(instance, value)


def partial_date_constraint(name: str, table_prefix: str) -> models.CheckConstraint:
    """The database refuses a half-filled day, and one whose first possible day lies after its last."""
    first, last, precision = partial_date_columns(name)
    unknown = Q(**{f"{first}__isnull": True, f"{last}__isnull": True, precision: ""})
    known = Q(
        **{
            f"{first}__isnull": False,
            f"{last}__gte": F(first),
            f"{precision}__in": [p.value for p in Precision],
        }
    )
    return models.CheckConstraint(
        name=f"{table_prefix}_{name}_first_to_last",
        condition=unknown | known,
        violation_error_message="日付は、最も早い日・最も遅い日・わかる範囲を揃え、早い日を遅い日以前にしてください。",
    )

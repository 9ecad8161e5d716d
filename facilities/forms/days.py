"""Forms of records with days that may be known in part only."""

from __future__ import annotations

from typing import Any, ClassVar, TypeVar

from django import forms
from django.db import models

from common.db.partial_dates import partial_date_columns
from ui.forms import KyotenForm

M = TypeVar("M", bound=models.Model)

WHEN = "分かるところまでで結構です。例：昭和56年3月、平成7年度、令和8年11月23日"


class DaysInPart(KyotenForm, forms.ModelForm[M]):
    """A form of a record with days that may be known in part only (``days``), each typed as one text.

    ``facts`` is what the act takes. The constraints of the record look at these days together with
    everything else, so that all problems are told at once.
    """

    days: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *args: Any, instance: M | None = None, **kwargs: Any) -> None:
        if instance is not None:
            kwargs["initial"] = {name: getattr(instance, name) for name in self.days}
        super().__init__(*args, instance=instance, **kwargs)

    def clean(self) -> dict[str, Any]:
        """The days typed, put onto the record for its constraints to see."""
        cleaned = super().clean() or self.cleaned_data
        for name in self.days:
            if name in cleaned:
                setattr(self.instance, name, cleaned[name])
        return cleaned

    def _get_validation_exclusions(self) -> set[str]:
        """The columns behind the days are looked at as well."""
        columns = {
            column for name in self.days if name in self.cleaned_data for column in partial_date_columns(name)
        }
        excluded: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]
        return excluded - columns

    @property
    def facts(self) -> dict[str, Any]:
        """The facts by name, as the act takes them."""
        return {name: self.cleaned_data[name] for name in (*(self._meta.fields or ()), *self.days)}

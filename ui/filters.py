"""Filters that every list shares: words to search for, one of a few rows, only what is so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters
from django import forms

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet


class WholeFilterSet(django_filters.FilterSet):
    """A filter set in which every filter has its say, also where nothing is chosen."""

    def filter_queryset(self, queryset: Any) -> Any:
        """The rows that meet the conditions; one that makes no sense is left out."""
        for name, of_name in self.filters.items():
            queryset = of_name.filter(queryset, self.form.cleaned_data.get(name))
        return queryset


class WordsFilter(django_filters.CharFilter):
    """Words to search for; the rows' own ``matching`` knows where to look."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 100)
        super().__init__(widget=forms.TextInput(attrs={"autocomplete": "off"}), **kwargs)

    def filter(self, qs: Any, value: str) -> Any:
        return qs.matching(value) if value else qs


class OnlyFilter(django_filters.BooleanFilter):
    """A box to tick: only rows of which the field is true. Not ticked it leaves every row."""

    field_class = forms.BooleanField

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.CheckboxInput, **kwargs)

    def filter(self, qs: QuerySet[Any], value: bool) -> QuerySet[Any]:  # noqa: FBT001
        return qs.filter(**{self.field_name: True}) if value else qs


class OneOfFilter(django_filters.ChoiceFilter):
    """One of some rows, by id. Who makes the filter set says which: ``offer(filters, "district", pairs)``.

    Its choices are asked for once, however often the form looks at them.
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=(), **kwargs)


def offer(filters: django_filters.FilterSet, name: str, choices: Iterable[tuple[Any, str]]) -> None:
    """Say which rows a ``OneOfFilter`` offers, as pairs of id and name, before its form is looked at."""
    filters.filters[name].extra["choices"] = [(str(pk), label) for pk, label in choices]

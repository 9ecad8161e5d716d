"""Lists as pages show them: one page of rows, the conditions in force, and the way out when nothing fits."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.paginator import Page, Paginator
from django.db.models import Count, Q

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from django.db.models import QuerySet
    from django.forms.boundfield import BoundField
    from django.http import QueryDict
    from django_filters import FilterSet

PER_PAGE = 20
MOST_COUNTED = 10_000


class CappedPaginator(Paginator[Any]):
    """The pages of a list. It counts no further than 10,000 rows: beyond that a page says 10,000件以上."""

    @cached_property
    def count(self) -> int:
        return min(self._counted, MOST_COUNTED)

    @property
    def is_capped(self) -> bool:
        """Whether there are more rows than were counted."""
        return self._counted > MOST_COUNTED

    @cached_property
    def _counted(self) -> int:
        rows: Any = self.object_list[: MOST_COUNTED + 1]
        return len(rows) if isinstance(rows, list) else rows.count()


@dataclass(frozen=True)
class Condition:
    """One condition in force (絞り込みの条件).

    ``label`` is the condition in words (段階：施工中), ``value`` its value alone (施工中), ``url`` the list
    without it.
    """

    name: str
    label: str
    value: str
    url: str


@dataclass(frozen=True)
class WayOut:
    """Of an empty list: the condition without which most would be found, and how many that would be."""

    condition: Condition
    count: int

    @property
    def button(self) -> str:
        """What its button says."""
        return f"「{self.condition.value}」を外す"


@dataclass(frozen=True)
class Listing:
    """What a list page shows: a page of rows, the conditions in force and the address without any of them.

    ``way_out`` is there when nothing was found and leaving out one condition would find something.
    """

    page: Page[Any]
    conditions: tuple[Condition, ...]
    clear_url: str
    way_out: WayOut | None

    @property
    def is_capped(self) -> bool:
        """Whether there are more rows than were counted."""
        return isinstance(self.page.paginator, CappedPaginator) and self.page.paginator.is_capped

    @property
    def advice(self) -> str:
        """What to do about an empty result."""
        several = f"{len(self.conditions)}つの条件をすべて満たすものを探しました。"
        way_on = "条件を変えて、もう一度探してください。"
        if self.way_out is not None:
            way_on = f"「{self.way_out.condition.value}」を外すと{self.way_out.count:,}件あります。"
        return several + way_on if len(self.conditions) > 1 else way_on


def listing(
    filters: FilterSet,
    *,
    lines: Callable[[QuerySet[Any]], Sequence[Any]] = list,
    per_page: int = PER_PAGE,
) -> Listing:
    """The page of the list that the address asks for, its rows turned into ``lines``.

    ``filters`` must have been made with its request. A condition or a page number that makes no sense is left
    out.
    """
    request = filters.request
    page = CappedPaginator(filters.qs, per_page).get_page(request.GET.get("page"))
    page.object_list = lines(page.object_list) if page.paginator.count else []  # type: ignore[arg-type]
    found = conditions(filters)
    return Listing(
        page=page,
        conditions=found,
        clear_url=request.path,
        way_out=_way_out(filters, found) if not page.paginator.count and found else None,
    )


def conditions(filters: FilterSet) -> tuple[Condition, ...]:
    """The conditions in force, in the order of the form."""
    form = filters.form
    in_force = {name: value for name, value in form.cleaned_data.items() if value not in (None, "", False)}
    return tuple(
        Condition(name, *_words(form[name], value), url=_address_without(filters.request, name))
        for name, value in in_force.items()
    )


def _words(bound: BoundField, value: Any) -> tuple[str, str]:
    """A condition in words, and its value alone."""
    if isinstance(bound.field, forms.BooleanField):
        return str(bound.label), str(bound.label)
    if isinstance(bound.field, forms.ModelChoiceField):
        words = str(bound.field.label_from_instance(value))
    elif isinstance(bound.field, forms.ChoiceField):
        words = str(dict(bound.field.choices).get(value, value))  # type: ignore[arg-type]
    else:
        return f"「{value}」を含む", str(value)
    return f"{bound.label}：{words}", words


def _address_without(request: Any, name: str) -> str:
    parameters: QueryDict = request.GET.copy()
    for gone in (name, "page"):
        parameters.pop(gone, None)
    return f"{request.path}?{parameters.urlencode()}" if parameters else request.path


def _way_out(filters: FilterSet, found: Sequence[Condition]) -> WayOut | None:
    """One query for all conditions: how many rows there would be without each."""
    without = {
        condition.name: Count("pk", filter=Q(pk__in=_rows_without(filters, condition.name).values("pk")))
        for condition in found
    }
    counts = filters.queryset.order_by().aggregate(**without)
    best = max(found, key=lambda condition: counts[condition.name])
    return WayOut(best, counts[best.name]) if counts[best.name] else None


def _rows_without(filters: FilterSet, left_out: str) -> QuerySet[Any]:
    rows: QuerySet[Any] = filters.queryset.order_by()
    for name, of_name in filters.filters.items():
        rows = of_name.filter(rows, None if name == left_out else filters.form.cleaned_data.get(name))
    return rows

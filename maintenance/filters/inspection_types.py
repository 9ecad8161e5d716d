"""How the catalogue of inspections can be narrowed (絞り込み)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters
from django.db.models import Q

from common.certainty import Certainty
from common.db.catalogue_rows import Origin
from common.rest.filters import CodeFilter
from maintenance.choices import Counting, Footing, SubjectOfInspection
from maintenance.models import InspectionType
from maintenance.rules.local_types import PREFIX
from ui.filters import OnlyFilter, WholeFilterSet, WordsFilter

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date


SHIPPED, CHANGED, OWN = "shipped", "changed", "own"


class WordsOfTypeFilter(WordsFilter):
    """Types whose code, name or article holds every word."""

    def filter(self, qs: Any, value: str) -> Any:
        for word in (value or "").split():
            qs = qs.filter(Q(code__icontains=word) | Q(name__icontains=word) | Q(law__icontains=word))
        return qs


class WhoseFilter(django_filters.ChoiceFilter):
    """Whose the row is: as shipped, changed by the city, or the city's own."""

    def filter(self, qs: Any, value: str | None) -> Any:
        if not value:
            return qs
        if value == SHIPPED:
            return qs.filter(origin=Origin.SHIPPED)
        own = Q(code__startswith=PREFIX)
        return qs.filter(own if value == OWN else ~own, origin=Origin.CITY)


class UnsureFilter(OnlyFilter):
    """Only those of which somebody still has to look at the original."""

    def filter(self, qs: Any, value: bool) -> Any:  # noqa: FBT001
        return qs.exclude(certainty__in=[Certainty.VERIFIED, Certainty.SAMPLE]) if value else qs


class RetiredFilter(OnlyFilter):
    """What is no longer in use is shown only when asked for."""

    def filter(self, qs: Any, value: bool) -> Any:  # noqa: FBT001
        return qs if value else qs.current(self.parent.on)


class InspectionTypeFilter(WholeFilterSet):
    """Words, footing, subject, whose it is, only what is unsure, and what is no longer in use too."""

    q = WordsOfTypeFilter(label="名前・根拠")
    footing = django_filters.ChoiceFilter(label="根拠の区分", choices=Footing.choices, empty_label="すべて")
    subject = django_filters.ChoiceFilter(
        label="対象", choices=SubjectOfInspection.choices, empty_label="すべて"
    )
    whose = WhoseFilter(
        label="由来",
        choices=[(SHIPPED, "標準"), (CHANGED, "標準を市が変更"), (OWN, "市独自")],
        empty_label="すべて",
    )
    unsure = UnsureFilter(label="要確認だけ")
    retired = RetiredFilter(label="使わなくなったものも")

    class Meta:
        model = InspectionType
        fields: Sequence[str] = ()

    def __init__(self, *args: Any, internal: bool, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on = on
        if not internal:
            # How sure the city is, and whose row it is, is the city's own affair.
            del self.filters["unsure"], self.filters["whose"]


class InspectionTypesAsked(django_filters.FilterSet):
    """How a program narrows the catalogue."""

    subject = CodeFilter(label="対象", choices=SubjectOfInspection.choices)
    footing = CodeFilter(label="根拠の区分", choices=Footing.choices)
    counting = CodeFilter(label="期限の数え方", choices=Counting.choices)

    class Meta:
        model = InspectionType
        fields: Sequence[str] = ()

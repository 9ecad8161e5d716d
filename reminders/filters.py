"""How flags can be narrowed (絞り込み)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters

from common.rest.filters import CodeFilter, DayFilter, IdFilter, YesNoFilter
from reminders.choices import FlagKind
from reminders.models import Flag

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reminders.querysets.flags import FlagQuerySet


class OpenFilter(YesNoFilter):
    """Only flags that are open, or only those that were closed."""

    def filter(self, qs: FlagQuerySet, value: bool | None) -> Any:  # noqa: FBT001
        return qs if value is None else qs.filter(closed_on__isnull=value)


class OfCentreFilter(IdFilter):
    """Of this centre, and of contracts that cover it among others."""

    def filter(self, qs: FlagQuerySet, value: int | None) -> Any:
        return qs.within_centres([value]) if value else qs


class FlagsAsked(django_filters.FilterSet):
    """How a program narrows the flags."""

    kind = CodeFilter(label="種類", choices=FlagKind.choices)
    open = OpenFilter(label="まだ閉じていないか")
    centre = OfCentreFilter(label="施設の番号")
    post = IdFilter(label="担当の番号", field_name="post_id")
    due_from = DayFilter(label="期限がこの日から", field_name="due_on", lookup_expr="gte")
    due_to = DayFilter(label="期限がこの日まで", field_name="due_on", lookup_expr="lte")

    class Meta:
        model = Flag
        fields: Sequence[str] = ()

"""How flags and notices can be narrowed (絞り込み)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters

from common.rest.filters import CodeFilter, DayFilter, IdFilter, YesNoFilter
from reminders.choices import FlagKind
from reminders.models import Flag, Notice

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reminders.querysets.flags import FlagQuerySet
    from reminders.querysets.notices import NoticeQuerySet


class OpenFilter(YesNoFilter):
    """Only flags that are open, or only those that were closed."""

    def filter(self, qs: FlagQuerySet, value: bool | None) -> Any:  # noqa: FBT001
        return qs if value is None else qs.filter(closed_on__isnull=value)


class OfCentreFilter(IdFilter):
    """Of this centre, and of contracts that cover it among others."""

    def filter(self, qs: FlagQuerySet | NoticeQuerySet, value: int | None) -> Any:
        return qs.within_centres([value]) if value else qs


class MineFilter(YesNoFilter):
    """Only what tells the person who asks, or only what tells others."""

    def filter(self, qs: NoticeQuerySet, value: bool | None) -> Any:  # noqa: FBT001
        if value is None:
            return qs
        person = self.parent.request.user
        return qs.to(person) if value else qs.exclude(recipient=person)


class HappenedFilter(YesNoFilter):
    """Only rows of which this moment or day is known, or only those of which it is not."""

    def filter(self, qs: NoticeQuerySet, value: bool | None) -> Any:  # noqa: FBT001
        return qs if value is None else qs.filter(**{f"{self.field_name}__isnull": not value})


class WaitingFilter(YesNoFilter):
    """Only what was neither sent nor dropped, or only what was."""

    def filter(self, qs: NoticeQuerySet, value: bool | None) -> Any:  # noqa: FBT001
        if value is None:
            return qs
        return qs.waiting() if value else qs.exclude(sent_at__isnull=True, dropped_on__isnull=True)


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


class NoticesAsked(django_filters.FilterSet):
    """How a program narrows the ledger of notices. Who else was told is for the city to ask."""

    mine = MineFilter(label="自分へのものか")
    kind = CodeFilter(label="種類", choices=FlagKind.choices)
    centre = OfCentreFilter(label="施設の番号")
    recipient = IdFilter(label="知らせる人の番号", field_name="recipient_id")
    rung_from = DayFilter(label="通知の日がこの日から", field_name="rung_on", lookup_expr="gte")
    rung_to = DayFilter(label="通知の日がこの日まで", field_name="rung_on", lookup_expr="lte")
    acknowledged = HappenedFilter(label="承知したか", field_name="acknowledged_at")
    sent = HappenedFilter(label="送ったか", field_name="sent_at")
    waiting = WaitingFilter(label="送るのを待っているか")
    dropped = HappenedFilter(label="送らないことにしたか", field_name="dropped_on")

    class Meta:
        model = Notice
        fields: Sequence[str] = ()

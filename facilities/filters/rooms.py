"""How rooms can be narrowed (絞り込み)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters

from common.rest.filters import IdFilter, YesNoFilter
from facilities.models import Room

if TYPE_CHECKING:
    from collections.abc import Sequence

    from facilities.querysets.record import RoomQuerySet


class UsableFilter(YesNoFilter):
    """Only rooms that are lent on the day (使われている), or only the rest."""

    def filter(self, qs: RoomQuerySet, value: bool | None) -> Any:  # noqa: FBT001
        if value is None:
            return qs
        usable = qs.usable(self.parent.on)
        return usable if value else qs.exclude(pk__in=usable.order_by().values("pk"))


class RoomsAsked(django_filters.FilterSet):
    """How a program narrows the rooms."""

    centre = IdFilter(label="施設の番号", field_name="building__centre_id")
    building = IdFilter(label="建物の番号", field_name="building_id")
    usable = UsableFilter(label="きょう使われているか（使わなくなった日を過ぎていないか）")

    class Meta:
        model = Room
        fields: Sequence[str] = ()

"""How transfers, and the centres on their roads, can be narrowed (絞り込み)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters

from centres.models import Centre
from common.rest.filters import CodeFilter, DayFilter, IdFilter, TextFilter, YesNoFilter
from designated_managers.choices import TaskSide, TransferDirection
from designated_managers.models import HandoverItem, Transfer
from designated_managers.querysets.transfers import UNDER_WAY
from ui.filters import OneOfFilter, offer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from designated_managers.queries.transfer_overview import Overview


class OverviewFilter(django_filters.FilterSet):
    """Stage, body and wave. Its centres must carry ``stage_code``, ``organisation_seen``, ``wave_seen``."""

    stage = OneOfFilter(label="段階", field_name="stage_code", empty_label="すべての段階")
    organisation = OneOfFilter(label="団体", field_name="organisation_seen", empty_label="すべての団体")
    wave = OneOfFilter(label="移行グループ", field_name="wave_seen", empty_label="すべての移行グループ")

    class Meta:
        model = Centre
        fields: Sequence[str] = ()

    def __init__(self, *args: Any, seen: Overview, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "stage", [(count.code, count.name) for count in seen.counts if count.number])
        offer(self, "organisation", seen.organisations)
        offer(self, "wave", seen.waves)


class UnderWayFilter(YesNoFilter):
    """Only transfers that are under way, or only those given up or completed."""

    def filter(self, qs: Any, value: bool | None) -> Any:  # noqa: FBT001
        if value is None:
            return qs
        return qs.filter(UNDER_WAY) if value else qs.exclude(UNDER_WAY)


class TransfersAsked(django_filters.FilterSet):
    """How a program narrows the transfers; they must carry ``stage_code``."""

    stage = TextFilter(label="きょうの段階（コード）", field_name="stage_code")
    centre = IdFilter(label="施設の番号", field_name="centre_id")
    organisation = IdFilter(label="団体の番号", field_name="organisation_id")
    wave = IdFilter(label="移行グループの番号", field_name="wave_id")
    direction = CodeFilter(label="向き", choices=TransferDirection.choices)
    under_way = UnderWayFilter(label="進んでいるか")
    aimed_from = DayFilter(label="めざす初日がこの日から", field_name="aimed_on", lookup_expr="gte")
    aimed_to = DayFilter(label="めざす初日がこの日まで", field_name="aimed_on", lookup_expr="lte")

    class Meta:
        model = Transfer
        fields: Sequence[str] = ()


class OverdueFilter(YesNoFilter):
    """Only items that are overdue today, or only the others."""

    def filter(self, qs: Any, value: bool | None) -> Any:  # noqa: FBT001
        if value is None:
            return qs
        overdue = qs.overdue(self.parent.on)
        return overdue if value else qs.exclude(pk__in=overdue.order_by().values("pk"))


class HandoverItemsAsked(django_filters.FilterSet):
    """How a program narrows the items of hand-overs."""

    transfer = IdFilter(label="移行の番号", field_name="transfer_id")
    centre = IdFilter(label="施設の番号", field_name="transfer__centre_id")
    side = CodeFilter(label="担う側", choices=TaskSide.choices)
    overdue = OverdueFilter(label="期限を過ぎているか")
    due_to = DayFilter(label="期限がこの日まで", field_name="due_on", lookup_expr="lte")

    class Meta:
        model = HandoverItem
        fields: Sequence[str] = ()

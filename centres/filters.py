"""How the centre register can be narrowed (絞り込み)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters

from centres.choices import CentreKind, CentreStatus
from centres.models import Centre
from ui.filters import OneOfFilter, OnlyFilter, WordsFilter, offer

if TYPE_CHECKING:
    from collections.abc import Sequence


class CentreFilter(django_filters.FilterSet):
    """District, kind, status, hub, and words in name, kana, nickname, code or address.

    Its centres must carry ``status`` (``.with_status(on)``). What the address says that cannot be chosen is
    left out of account.
    """

    district = OneOfFilter(label="地区", field_name="district_id", empty_label="すべての地区")
    kind = django_filters.ChoiceFilter(label="種別", choices=CentreKind.choices, empty_label="すべての種別")
    status = django_filters.ChoiceFilter(
        label="状態", choices=CentreStatus.choices, empty_label="すべての状態"
    )
    hub = OnlyFilter(label="拠点だけ", field_name="is_hub")
    q = WordsFilter(label="名称・所在地")

    class Meta:
        model = Centre
        fields: Sequence[str] = ()

    def __init__(self, *args: Any, districts: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "district", districts)

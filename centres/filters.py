"""How the centre register can be narrowed (絞り込み)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters

from centres.choices import CentreKind, CentreStatus, DreamPlan, PostLevel
from centres.models import Centre, District, Post
from common.rest.filters import CodeFilter, IdFilter, TextFilter, YesNoFilter
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


class CentresAsked(django_filters.FilterSet):
    """How a program narrows the centres. They must carry ``status`` (``.with_status(on)``)."""

    district = IdFilter(label="地区の番号", field_name="district_id")
    post_in_charge = IdFilter(label="市の担当の番号", field_name="post_in_charge_id")
    kind = CodeFilter(label="種別", choices=CentreKind.choices)
    status = CodeFilter(label="きょうの状態", choices=CentreStatus.choices)
    is_hub = YesNoFilter(label="拠点か")
    code = TextFilter(label="施設コード")
    q = WordsFilter(label="名称・かな・通称・コード・所在地に含まれる言葉")

    class Meta:
        model = Centre
        fields: Sequence[str] = ()


class DistrictsAsked(django_filters.FilterSet):
    """How a program narrows the districts."""

    code = TextFilter(label="地区コード")
    is_mountain = YesNoFilter(label="中山間地域か")
    dream_plan = CodeFilter(label="夢プラン", choices=DreamPlan.choices)

    class Meta:
        model = District
        fields: Sequence[str] = ()


class PostsAsked(django_filters.FilterSet):
    """How a program narrows the posts."""

    code = TextFilter(label="担当のコード")
    level = CodeFilter(label="職位", choices=PostLevel.choices)
    centre = IdFilter(label="配属先の施設の番号", field_name="centre_id")

    class Meta:
        model = Post
        fields: Sequence[str] = ()

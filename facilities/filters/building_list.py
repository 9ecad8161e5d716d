"""How the list of buildings is narrowed and sorted on its page (絞り込み・並び順)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters
from django.db.models import F, OuterRef, Subquery

from common.months import add_months
from facilities.choices import Structure
from facilities.filters.condition import NOT_ASSESSED, in_band
from facilities.filters.places import OfPlaces
from facilities.models import Building, ConditionAssessment
from facilities.queries.condition import methods_in_use
from facilities.rules.seismic import NEW_STANDARD_FROM
from ui.filters import OneOfFilter, offer

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from facilities.querysets.buildings import BuildingQuerySet

OLD_STANDARD = "seismic"
AGES = (30, 40, 50, 60)
OLDEST, WORST, LARGEST = "oldest", "worst", "largest"


class BandFilter(django_filters.ChoiceFilter):
    """The band of the latest survey (区分), or that there is none."""

    def filter(self, qs: BuildingQuerySet, value: str | None) -> Any:
        return in_band(qs, value or "", on=self.parent.on)


class BuiltFilter(django_filters.ChoiceFilter):
    """Certainly built so many years ago, or before the seismic standard of 1981."""

    def filter(self, qs: BuildingQuerySet, value: str | None) -> Any:
        if not value:
            return qs
        if value == OLD_STANDARD:
            return qs.filter(built_on_last__lt=NEW_STANDARD_FROM)
        return qs.filter(built_on_last__lte=add_months(self.parent.on, -12 * int(value)))


class OrderFilter(django_filters.ChoiceFilter):
    """The order of the list: by centre unless asked for another; what is not known comes last."""

    def filter(self, qs: BuildingQuerySet, value: str | None) -> Any:
        if value == OLDEST:
            return qs.order_by(F("built_on_first").asc(nulls_last=True), "pk")
        if value == LARGEST:
            return qs.order_by(F("floor_area").desc(nulls_last=True), "pk")
        if value == WORST:
            newest = ConditionAssessment.objects.newest(self.parent.on).filter(building=OuterRef("pk"))
            scored = qs.annotate(newest_score=Subquery(newest.order_by().values("score")[:1]))
            return scored.order_by(F("newest_score").asc(nulls_last=True), "pk")
        return qs.order_by("centre__kana", "centre_id", "pk")


class BuildingFilter(OfPlaces):
    """Centre, district, condition, structure, when it was built, and the order of the list."""

    centre = OneOfFilter(label="施設", field_name="centre_id", empty_label="すべての施設")
    district = OneOfFilter(label="地区", field_name="centre__district_id", empty_label="すべての地区")
    band = BandFilter(label="健全度", empty_label="すべて")
    structure = django_filters.ChoiceFilter(label="構造", choices=Structure.choices, empty_label="すべて")
    built = BuiltFilter(
        label="建築",
        choices=[
            (OLD_STANDARD, "昭和56年5月まで（旧耐震）"),
            *((str(years), f"築{years}年以上") for years in AGES),
        ],
        empty_label="いつでも",
    )
    order = OrderFilter(
        label="並び順",
        choices=[(OLDEST, "古い順"), (WORST, "健全度の低い順"), (LARGEST, "広い順")],
        empty_label="施設の順",
    )

    class Meta:
        model = Building
        fields: Sequence[str] = ()

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, on=on, **kwargs)
        bands = {band.code: band.label for row in methods_in_use(on) for band in row.method.bands}
        offer(self, "band", [*bands.items(), (NOT_ASSESSED, "調査なし")])

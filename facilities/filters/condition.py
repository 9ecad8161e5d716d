"""How buildings are narrowed by their condition, and how condition assessments are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters

from common.rest.filters import CodeFilter, DayFilter, IdFilter, TextFilter, YesNoFilter
from facilities.choices import Structure
from facilities.models import ConditionAssessment

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from facilities.querysets.buildings import BuildingQuerySet
    from facilities.querysets.condition import ConditionAssessmentQuerySet

NOT_ASSESSED = "none"
"""The band of buildings that were never surveyed."""


def in_band(buildings: BuildingQuerySet, band: str, *, on: date) -> BuildingQuerySet:
    """Buildings whose latest survey on the day lies in this band (区分); ``none``: those never surveyed; all
    where no band is asked for."""
    if not band:
        return buildings
    latest = ConditionAssessment.objects.newest(on)
    if band == NOT_ASSESSED:
        return buildings.exclude(pk__in=latest.order_by().values("building"))
    return buildings.filter(pk__in=latest.in_band(band).order_by().values("building"))


class ConditionBandFilter(TextFilter):
    """Buildings whose latest survey lies in this band, by its code."""

    def filter(self, qs: BuildingQuerySet, value: str) -> Any:
        return in_band(qs, value, on=self.parent.on)


class NewestFilter(YesNoFilter):
    """Only the newest survey of each building, or only the earlier ones."""

    def filter(self, qs: ConditionAssessmentQuerySet, value: bool | None) -> Any:  # noqa: FBT001
        if value is None:
            return qs
        newest = qs.model.objects.newest(self.parent.on).order_by().values("pk")
        return qs.filter(pk__in=newest) if value else qs.exclude(pk__in=newest)


class BuiltBeforeFilter(DayFilter):
    """Only what was certainly built before this day."""

    def __init__(self, *, path: str = "", **kwargs: Any) -> None:
        super().__init__(field_name=f"{path}built_on_last", lookup_expr="lt", **kwargs)


class AssessmentsAsked(django_filters.FilterSet):
    """How a program narrows the condition assessments."""

    building = IdFilter(label="建物の番号", field_name="building_id")
    centre = IdFilter(label="施設の番号", field_name="building__centre_id")
    district = IdFilter(label="地区の番号", field_name="building__centre__district_id")
    method = TextFilter(label="健全度の方式のコード", field_name="method__code")
    band = TextFilter(label="区分のコード（方式ごと。例：priority）", field_name="band")
    newest = NewestFilter(label="建物ごとの、きょうまでで最も新しい調査か")
    structure = CodeFilter(label="建物の構造", field_name="building__structure", choices=Structure.choices)
    built_before = BuiltBeforeFilter(label="この日より前に建てられたと分かっている建物", path="building__")
    assessed_from = DayFilter(label="調査日がこの日以後", field_name="assessed_on", lookup_expr="gte")
    assessed_to = DayFilter(label="調査日がこの日以前", field_name="assessed_on", lookup_expr="lte")

    class Meta:
        model = ConditionAssessment
        fields: Sequence[str] = ()

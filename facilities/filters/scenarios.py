"""How scenarios and the forecast can be narrowed (絞り込み)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters

from common.rest.filters import CodeFilter, IdFilter
from facilities.models import Building, ForecastScenario
from facilities.queries.forecast import profile_choices

if TYPE_CHECKING:
    from collections.abc import Sequence


class ProfileFilter(CodeFilter):
    """By which profile the forecast is reckoned; it leaves every building."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=profile_choices(), **kwargs)

    def filter(self, qs: Any, value: str) -> Any:  # noqa: ARG002
        return qs


class ScenariosAsked(django_filters.FilterSet):
    """How a program narrows the scenarios."""

    profile = CodeFilter(label="試算の型", choices=profile_choices())
    district = IdFilter(label="地区の番号", field_name="district_id")

    class Meta:
        model = ForecastScenario
        fields: Sequence[str] = ()


class ForecastAsked(django_filters.FilterSet):
    """Which forecast a program asks for."""

    profile = ProfileFilter(label="試算の型（指定しなければ soumu）")
    centre = IdFilter(label="施設の番号", field_name="centre_id")
    district = IdFilter(label="地区の番号", field_name="centre__district_id")

    class Meta:
        model = Building
        fields: Sequence[str] = ()

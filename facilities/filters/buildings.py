"""How buildings and equipment can be narrowed (絞り込み)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters

from common.rest.filters import CodeFilter, IdFilter, YesNoFilter
from facilities.choices import BuildingRole, EquipmentCategory, Structure
from facilities.filters.condition import BuiltBeforeFilter, ConditionBandFilter
from facilities.models import Building, Equipment

if TYPE_CHECKING:
    from collections.abc import Sequence

    from facilities.querysets.buildings import BuildingQuerySet, EquipmentQuerySet


class StandingFilter(YesNoFilter):
    """Only buildings that stand on the day (用途廃止になっていない), or only the others."""

    def filter(self, qs: BuildingQuerySet, value: bool | None) -> Any:  # noqa: FBT001
        if value is None:
            return qs
        standing = qs.standing(self.parent.on)
        return standing if value else qs.exclude(pk__in=standing.order_by().values("pk"))


class InstalledFilter(YesNoFilter):
    """Only equipment that is there on the day (撤去されていない), or only the rest."""

    def filter(self, qs: EquipmentQuerySet, value: bool | None) -> Any:  # noqa: FBT001
        if value is None:
            return qs
        installed = qs.installed(self.parent.on)
        return installed if value else qs.exclude(pk__in=installed.order_by().values("pk"))


class BuildingsAsked(django_filters.FilterSet):
    """How a program narrows the buildings."""

    centre = IdFilter(label="施設の番号", field_name="centre_id")
    district = IdFilter(label="地区の番号", field_name="centre__district_id")
    built_before = BuiltBeforeFilter(label="この日より前に、確かに建てられたもの")
    role = CodeFilter(label="区分", choices=BuildingRole.choices)
    structure = CodeFilter(label="構造", choices=Structure.choices)
    standing = StandingFilter(label="きょう使われているか（用途廃止になっていないか）")
    condition_band = ConditionBandFilter(
        label="最も新しい劣化調査の区分のコード（例：priority）。none は調査のない建物"
    )

    class Meta:
        model = Building
        fields: Sequence[str] = ()


class EquipmentAsked(django_filters.FilterSet):
    """How a program narrows the equipment."""

    building = IdFilter(label="建物の番号", field_name="building_id")
    centre = IdFilter(label="施設の番号", field_name="building__centre_id")
    category = CodeFilter(label="区分", choices=EquipmentCategory.choices)
    installed = InstalledFilter(label="きょうあるか（撤去されていないか）")

    class Meta:
        model = Equipment
        fields: Sequence[str] = ()

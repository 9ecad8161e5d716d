"""How the year plan and the year-end reports can be narrowed (絞り込み)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters

from common.rest.filters import DayFilter, IdFilter, TextFilter, YesNoFilter
from maintenance.filters.places import OfCentres
from maintenance.models import PlannedTurn, YearEndReport
from maintenance.queries.year_plans import lacking, overdue
from ui.filters import OneOfFilter, OnlyFilter, offer

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from common.fiscal_year import FiscalYear
    from common.scope import Scope
    from maintenance.models import InspectionType
    from maintenance.querysets.year_plans import PlannedTurnQuerySet


NOBODY = "nobody"


class ContractorFilter(django_filters.ChoiceFilter):
    """Rows of one contractor, or of none yet."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=(), empty_label="すべての業者", **kwargs)

    def filter(self, qs: PlannedTurnQuerySet, value: str | None) -> PlannedTurnQuerySet:
        if not value:
            return qs
        return qs.filter(contractor="" if value == NOBODY else value)


class LackingFilter(OnlyFilter):
    """Only rows with something missing."""

    def filter(self, qs: Any, value: bool) -> Any:  # noqa: FBT001
        return lacking(qs, self.parent.year, on=self.parent.on) if value else qs


class YearPlanFilter(OfCentres):
    """Centre, type, contractor, and only what lacks a day, a contractor or a contract; within one year."""

    centre = OneOfFilter(label="施設", field_name="building__centre_id", empty_label="すべての施設")
    type = OneOfFilter(label="点検の種類", field_name="type_code", empty_label="すべての種類")
    contractor = ContractorFilter(label="業者")
    lacking = LackingFilter(label="要調整だけ")

    class Meta:
        model = PlannedTurn
        fields: Sequence[str] = ()

    def __init__(
        self,
        *args: Any,
        scope: Scope,
        types: Mapping[str, InspectionType],
        year: FiscalYear,
        on: date,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.year, self.on = year, on
        self.offer_centres(scope)
        offer(self, "type", ((kind.code, kind.name) for kind in types.values()))
        names = self.queryset.order_by("contractor").values_list("contractor", flat=True).distinct()
        offer(self, "contractor", [(NOBODY, "業者未定"), *((name, name) for name in names if name)])


class OverdueAskedFilter(YesNoFilter):
    """Rows that are overdue today, or that are not; whether they are is told by their turns."""

    def filter(self, qs: PlannedTurnQuerySet, value: bool | None) -> PlannedTurnQuerySet:  # noqa: FBT001
        if value is None:
            return qs
        late = overdue(qs, on=self.parent.on)
        return qs.filter(pk__in=late) if value else qs.exclude(pk__in=late)


class PlannedTurnsAsked(django_filters.FilterSet):
    """How a program narrows the rows of year plans."""

    fiscal_year = IdFilter(label="年度（西暦）", field_name="plan__fiscal_year")
    centre = IdFilter(label="施設の番号", field_name="building__centre_id")
    type = TextFilter(label="点検の種類のコード", field_name="type_code")
    contract = IdFilter(label="契約の番号", field_name="contract_id")
    planned_from = DayFilter(label="実施予定日がこの日から", field_name="planned_on", lookup_expr="gte")
    planned_to = DayFilter(label="実施予定日がこの日まで", field_name="planned_on", lookup_expr="lte")
    due_from = DayFilter(label="期限がこの日から", field_name="due_on", lookup_expr="gte")
    due_to = DayFilter(label="期限がこの日まで", field_name="due_on", lookup_expr="lte")
    overdue = OverdueAskedFilter(label="期限超過かどうか")

    class Meta:
        model = PlannedTurn
        fields: Sequence[str] = ()


class ClosedFilter(YesNoFilter):
    """Reports that are confirmed, or those that are not."""

    def filter(self, qs: Any, value: bool | None) -> Any:  # noqa: FBT001
        return qs if value is None else qs.filter(closed_on__isnull=not value)


class YearEndReportsAsked(django_filters.FilterSet):
    """How a program narrows the year-end reports."""

    fiscal_year = IdFilter(label="年度（西暦）", field_name="fiscal_year")
    centre = IdFilter(label="施設の番号", field_name="centre_id")
    closed = ClosedFilter(label="確認済みか")

    class Meta:
        model = YearEndReport
        fields: Sequence[str] = ()

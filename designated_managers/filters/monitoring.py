"""How site visits, evaluations and measures can be narrowed (絞り込み)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters

from common.rest.filters import CodeFilter, DayFilter, IdFilter, YesNoFilter
from designated_managers.choices import MeasureKind, Severity
from designated_managers.models import Evaluation, Finding, Measure, SiteVisit
from ui.filters import OneOfFilter, offer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from designated_managers.queries.evaluations import YearChoices


class EvaluationFilter(django_filters.FilterSet):
    """The fiscal year."""

    year = OneOfFilter(label="年度", field_name="fiscal_year", empty_label="すべての年度")

    class Meta:
        model = Evaluation
        fields: Sequence[str] = ()

    def __init__(self, *args: Any, choices: YearChoices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "year", choices.years)


class MeasureFilter(django_filters.FilterSet):
    """The kind of measure."""

    kind = django_filters.ChoiceFilter(label="種類", choices=MeasureKind.choices, empty_label="すべての種類")

    class Meta:
        model = Measure
        fields: Sequence[str] = ()


class OpenFilter(YesNoFilter):
    """Only what has not come to its end, or only what has."""

    def filter(self, qs: Any, value: bool | None) -> Any:  # noqa: FBT001
        return qs if value is None else qs.filter(**{f"{self.field_name}__isnull": value})


class KnownFilter(YesNoFilter):
    """Only where the day is there, or only where it is not."""

    def filter(self, qs: Any, value: bool | None) -> Any:  # noqa: FBT001
        return qs if value is None else qs.filter(**{f"{self.field_name}__isnull": not value})


class OfDesignation(django_filters.FilterSet):
    """By designation, centre and organisation."""

    designation = IdFilter(label="指定の番号", field_name="designation_id")
    centre = IdFilter(label="施設の番号", field_name="designation__centre_id")
    organisation = IdFilter(label="団体の番号", field_name="designation__organisation_id")


class SiteVisitsAsked(OfDesignation):
    """How a program narrows the site visits."""

    visited_from = DayFilter(label="調査日がこの日から", field_name="visited_on", lookup_expr="gte")
    visited_to = DayFilter(label="調査日がこの日まで", field_name="visited_on", lookup_expr="lte")

    class Meta:
        model = SiteVisit
        fields: Sequence[str] = ()


class FindingsAsked(django_filters.FilterSet):
    """How a program narrows the findings."""

    site_visit = IdFilter(label="実地調査の番号", field_name="visit_id")
    designation = IdFilter(label="指定の番号", field_name="visit__designation_id")
    centre = IdFilter(label="施設の番号", field_name="visit__designation__centre_id")
    organisation = IdFilter(label="団体の番号", field_name="visit__designation__organisation_id")
    severity = CodeFilter(label="程度", choices=Severity.choices)
    open = OpenFilter(label="確認を終えていないか", field_name="closed_on")
    due_from = DayFilter(label="回答の期限がこの日から", field_name="due_on", lookup_expr="gte")
    due_to = DayFilter(label="回答の期限がこの日まで", field_name="due_on", lookup_expr="lte")

    class Meta:
        model = Finding
        fields: Sequence[str] = ()


class EvaluationsAsked(OfDesignation):
    """How a program narrows the evaluations."""

    fiscal_year = IdFilter(label="年度（西暦）", field_name="fiscal_year")
    published = KnownFilter(label="公表したか", field_name="published_on")

    class Meta:
        model = Evaluation
        fields: Sequence[str] = ()


class MeasuresAsked(OfDesignation):
    """How a program narrows the measures."""

    kind = CodeFilter(label="種類", choices=MeasureKind.choices)
    open = OpenFilter(label="終わっていないか", field_name="closed_on")
    decided_from = DayFilter(label="措置の日がこの日から", field_name="decided_on", lookup_expr="gte")
    decided_to = DayFilter(label="措置の日がこの日まで", field_name="decided_on", lookup_expr="lte")

    class Meta:
        model = Measure
        fields: Sequence[str] = ()

"""How renewal projects can be narrowed (絞り込み)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters

from common.rest.filters import CodeFilter, IdFilter
from facilities.choices import ProjectKind, ProjectStage, ProjectStep
from facilities.filters.places import OfPlaces
from facilities.models import Milestone, RenewalProject
from ui.filters import OneOfFilter, OnlyFilter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from facilities.querysets.projects import RenewalProjectQuerySet


class TouchingFilter(OneOfFilter):
    """Projects of this centre, and those of others that touch a building of it."""

    def filter(self, qs: RenewalProjectQuerySet, value: str | None) -> RenewalProjectQuerySet:
        return qs.within_centres([int(value)]) if value else qs


class StageFilter(django_filters.ChoiceFilter):
    """Projects in this stage on the day."""

    def filter(self, qs: RenewalProjectQuerySet, value: str | None) -> RenewalProjectQuerySet:
        return qs.at_stage(value, self.parent.on) if value else qs


class EndedFilter(OnlyFilter):
    """What is open or cancelled lies in the past; it is shown only when asked for, also by its stage."""

    def filter(self, qs: Any, value: bool) -> Any:  # noqa: FBT001
        asked = value or self.parent.form.cleaned_data.get("stage")
        return qs if asked else qs.going_on(self.parent.on)


class ProjectFilter(OfPlaces):
    """Centre, district, kind, stage, and past projects too. Without any condition: what goes on."""

    centre = TouchingFilter(label="施設", empty_label="すべての施設")
    district = OneOfFilter(label="地区", field_name="centre__district_id", empty_label="すべての地区")
    kind = django_filters.ChoiceFilter(label="種類", choices=ProjectKind.choices, empty_label="すべての種類")
    stage = StageFilter(label="段階", choices=ProjectStage.choices, empty_label="すべての段階")
    ended = EndedFilter(label="終わった事業も")

    class Meta:
        model = RenewalProject
        fields: Sequence[str] = ()


class TouchingAskedFilter(IdFilter):
    """Projects of this centre, and those of others that touch a building of it."""

    def filter(self, qs: Any, value: int | None) -> Any:
        return qs.within_centres([value]) if value else qs


class AtStageFilter(CodeFilter):
    """Projects in this stage on the day."""

    def filter(self, qs: RenewalProjectQuerySet, value: str | None) -> RenewalProjectQuerySet:
        return qs.at_stage(value, self.parent.on) if value else qs


class ProjectsAsked(django_filters.FilterSet):
    """How a program narrows the projects."""

    centre = TouchingAskedFilter(label="施設の番号")
    district = IdFilter(label="地区の番号", field_name="centre__district_id")
    kind = CodeFilter(label="種類", choices=ProjectKind.choices)
    stage = AtStageFilter(label="きょうの段階", choices=ProjectStage.choices)

    class Meta:
        model = RenewalProject
        fields: Sequence[str] = ()


class MilestonesAsked(django_filters.FilterSet):
    """How a program narrows the steps of projects."""

    project = IdFilter(label="事業の番号", field_name="project_id")
    centre = TouchingAskedFilter(label="施設の番号")
    step = CodeFilter(label="節目", choices=ProjectStep.choices)

    class Meta:
        model = Milestone
        fields: Sequence[str] = ()

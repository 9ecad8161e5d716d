"""How organisations can be narrowed (絞り込み)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters
from django.db.models import Q

from common.rest.filters import CodeFilter, YesNoFilter
from designated_managers.choices import OrganisationKind
from designated_managers.models import Organisation
from ui.filters import OnlyFilter, WordsFilter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from designated_managers.querysets.organisations import OrganisationQuerySet


class OrganisationFilter(django_filters.FilterSet):
    """Kind, running a centre today, and words. Its organisations must carry ``is_running``."""

    q = WordsFilter(label="団体名・代表者")
    kind = django_filters.ChoiceFilter(
        label="種別", choices=OrganisationKind.choices, empty_label="すべての種別"
    )
    running = OnlyFilter(label="運営中の団体だけ", field_name="is_running")

    class Meta:
        model = Organisation
        fields: Sequence[str] = ()


class RunningFilter(YesNoFilter):
    """Only organisations that run a centre on the day, or only the others."""

    def filter(self, qs: OrganisationQuerySet, value: bool | None) -> Any:  # noqa: FBT001
        return qs if value is None else qs.with_running(self.parent.on).filter(Q(is_running=value))


class OrganisationsAsked(django_filters.FilterSet):
    """How a program narrows the organisations."""

    kind = CodeFilter(label="種別", choices=OrganisationKind.choices)
    running = RunningFilter(label="きょう施設を運営しているか")
    q = WordsFilter(label="団体名・かな・代表者に含まれる言葉")

    class Meta:
        model = Organisation
        fields: Sequence[str] = ()
